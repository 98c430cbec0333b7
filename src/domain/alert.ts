import type { Money } from './money.ts';

/** What an alert is about; rules of quittance.yaml choose channels by it. A case's alert is of the case's own kind. */
export const alertKinds = [
  'business',
  'connection',
  'defect',
  'escalation',
  'security',
  'configuration',
  'success',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Something that people should hear of. Codes, ids and amounts only: nothing of anybody's data. */
export type Alert = {
  readonly kind: AlertKind;
  readonly company: string;
  readonly code: string;
  /** Id at Stripe, or the part of the product that it is about. */
  readonly subject: string;
  readonly caseId?: string;
  readonly text: string;
  /** What is at stake. */
  readonly amount?: Money;
  /** Whatever bears one key is one thing: told once in a while, and over when `resolve` names it. */
  readonly key?: string;
};

/** Where alerts go. Neither call throws, nor waits for a channel: no flow is held up by what people are told. */
export type Alerts = {
  /** Gives whether it is kept, so that people will be told whatever ends now. */
  raise(alert: Alert): Promise<boolean>;
  /**
   * It is over: those who were told of it are told that too. Does nothing where nothing of that key is open.
   * @param key also ends what begins with it and a slash: the escalation `case/x/overdue` ends with `case/x`
   * @param how a word or two, as `healed`
   */
  resolve(key: string, how?: string): Promise<void>;
};

export const keyOf = ({ key, company, kind, code, subject }: Alert): string =>
  key ?? `${company}/${kind}/${code}/${subject}`;

/** Whoever forges events, or a password that no longer fits, is told of at once and never in a digest. */
export const isUrgent = ({ kind, code }: Pick<Alert, 'kind' | 'code'>): boolean =>
  kind === 'security' || code === 'unauthorized';

/** One alert as a channel tells it. */
export type Notice = {
  readonly what: 'raised' | 'recovered';
  readonly alert: Alert;
  /** How often it was raised. */
  readonly count: number;
  /** When it was first raised. */
  readonly since: Date;
  readonly how?: string;
};

/** What a channel sends in one go. Sent again after a crash it bears the same id, by which a receiver knows it. */
export type AlertMessage = { readonly id: string; readonly digest: boolean; readonly notices: readonly Notice[] };

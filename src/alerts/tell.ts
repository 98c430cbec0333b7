import type { Alert } from '../domain/alert.ts';

export type AlertLog = { warn(line: object, text: string): void; info(line: object, text: string): void };

/** Alerts stand in the log whatever becomes of the channels. */
export function tell(log: AlertLog, { kind, company, code, subject, caseId, text }: Alert): void {
  const told = { alert: kind, company, code, stripeId: subject, caseId };
  log[kind === 'success' ? 'info' : 'warn'](told, text);
}

import type { Alert, AlertKind } from '../domain/alert.ts';

export type AlertRule = {
  readonly kinds?: readonly AlertKind[];
  readonly codes?: readonly string[];
  readonly companies?: readonly string[];
  /** Least amount in minor units by currency; an alert without an amount, or in another currency, does not fit. */
  readonly minAmount?: Readonly<Record<string, number>>;
  readonly channels: readonly string[];
  readonly digest: boolean;
};
export type Decided = Pick<AlertRule, 'channels' | 'digest'>;

/** The first rule that fits decides. Where none does: every channel, at once; but successes go only where they are asked for. */
export function decide(alert: Alert, rules: readonly AlertRule[], everywhere: readonly string[]): Decided {
  const rule = rules.find((one) => fits(one, alert));
  if (rule) return rule;
  return { channels: alert.kind === 'success' ? [] : everywhere, digest: false };
}

function fits(rule: AlertRule, { kind, code, company, amount }: Alert): boolean {
  // A rule for everything is none for successes: they would drown the rest.
  if (rule.kinds ? !rule.kinds.includes(kind) : kind === 'success') return false;
  if (rule.codes && !rule.codes.includes(code)) return false;
  if (rule.companies && !rule.companies.includes(company)) return false;
  if (!rule.minAmount) return true;
  const least = amount && rule.minAmount[amount.currency];
  return least !== undefined && amount !== undefined && amount.minor >= least;
}

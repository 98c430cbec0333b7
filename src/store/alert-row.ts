import type { Alert, AlertKind } from '../domain/alert.ts';
import { money } from '../domain/money.ts';

/** The columns that make an alert. */
export type AlertRow = {
  readonly key: string;
  readonly company: string;
  readonly kind: AlertKind;
  readonly code: string;
  readonly subject: string;
  readonly case_id: string | null;
  readonly text: string;
  readonly amount_minor: number | null;
  readonly currency: string | null;
};

export const alertOf = (row: AlertRow): Alert => ({
  key: row.key,
  company: row.company,
  kind: row.kind,
  code: row.code,
  subject: row.subject,
  text: row.text,
  ...(row.case_id !== null && { caseId: row.case_id }),
  ...(row.amount_minor !== null && row.currency !== null && { amount: money(row.amount_minor, row.currency) }),
});

import type { Alert } from './alert.ts';
import type { CaseKind } from './case-queue.ts';
import type { Money } from './money.ts';

type Told = {
  readonly caseId: string;
  readonly company: string;
  readonly subject: string;
  readonly kind: CaseKind;
  readonly code: string;
  readonly step?: string;
  readonly amount?: Money;
};

/** Escalations of the case hang on it: `case/<id>/overdue/…` is over with the case. */
export const caseAlertKey = (caseId: string): string => `case/${caseId}`;

/** What people hear of a case that is open. */
export const caseAlert = ({ caseId, company, subject, kind, code, step = '', amount }: Told): Alert => ({
  kind,
  company,
  code,
  subject,
  caseId,
  text: `${kind} case: ${code} at "${step}" of ${subject}`,
  key: caseAlertKey(caseId),
  ...(amount && { amount }),
});

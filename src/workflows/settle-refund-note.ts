import { proxyActivities } from '@temporalio/workflow';
import type { StuckEffect } from '../activities/outcomes.ts';
import type { SettleRefundActivities } from '../activities/settle-refund/index.ts';
import type { OrderToCashActivities } from '../activities/order-to-cash.ts';
import { effectKey } from '../domain/effects.ts';
import { show } from '../domain/money.ts';
import {
  creditNoteDue,
  memoKey,
  type CreditNoteStep,
  type CreditNoteTrouble,
  type SeenCreditNote,
} from '../domain/settle-refund/credit-note.ts';
import type { Pass } from './controlled.ts';
import type { Subject } from './messages.ts';
import { patient } from './patience.ts';
import { takeStep, type Taking } from './take-step.ts';
import { Stuck, stuckAt } from './trouble.ts';

const { readCreditNote } = proxyActivities<SettleRefundActivities>(patient);

export const isCreditNote = ({ subject }: Subject): boolean => subject.startsWith('cn_');

/** One look at a credit note: its invoice is credited, then its refunds go on. */
export const creditNotePass =
  (subject: Subject): Pass =>
  async ({ story, hangOn }) => {
    const seen = await readCreditNote
      .executeWithOptions({ summary: 'read the credit note from Stripe, and the ledger' }, [subject])
      .catch(stuckAt('read the credit note'));
    hangOn(seen.root);
    const { steps, trouble } = creditNoteDue(seen);
    for (const step of steps) if (await takeStep(taking, subject, seen, step, story)) return 'again';
    if (!trouble) return undefined;
    const { amount } = seen;
    const step = 'decide what is due';
    throw new Stuck({ kind: 'business', code: trouble, step, amount, effect: byHand(seen, trouble) });
  };

const taking: Taking<CreditNoteStep> = {
  activityOf: ({ do: what }) => activityOf[what],
  atStripe: ({ do: what }) => what === 'wake-refund',
  tell: (step) =>
    step.do === 'wake-refund' ? `wake refund ${step.refund}` : `credit ${show(step.amount)} of invoice ${step.invoice}`,
  effectOf: (step) =>
    step.do === 'wake-refund'
      ? undefined
      : { key: step.key, kind: 'memo', subject: step.creditNote, generation: 1, amount: step.amount },
};
const activityOf = {
  'credit-invoice': 'creditInvoice',
  'wake-refund': 'wakeRefund',
} as const satisfies Readonly<Record<CreditNoteStep['do'], keyof SettleRefundActivities | keyof OrderToCashActivities>>;

/** What a person's `skip` counts as done: the credit memo, or its taking back. */
function byHand({ company, creditNote, amount }: SeenCreditNote, trouble: CreditNoteTrouble): StuckEffect {
  const memo = memoKey(company, creditNote);
  const done = { subject: creditNote, generation: 1, amount };
  return trouble === 'credit-note-voided'
    ? { key: effectKey({ company, kind: 'cancel', subject: creditNote }), kind: 'cancel', ...done, undoes: memo }
    : { key: memo, kind: 'memo', ...done };
}

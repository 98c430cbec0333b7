import type { OrderToCashActivities } from '../activities/order-to-cash.ts';
import type { StuckEffect } from '../activities/outcomes.ts';
import { saleNote } from '../domain/order-to-cash/sale-due.ts';
import type { SeenPayment } from '../domain/order-to-cash/seen.ts';
import { tell, type Step } from '../domain/order-to-cash/steps.ts';
import type { Subject } from './messages.ts';
import type { Story } from './story.ts';
import { takeStep, type Taking } from './take-step.ts';

type Activities = { readonly [K in Step['do']]: Extract<keyof OrderToCashActivities, string> };

/** One activity for each step: its name is what the Temporal Web UI shows. */
const activityOf: Activities = {
  customer: 'matchCustomer',
  sale: 'postSale',
  rounding: 'addRounding',
  release: 'releaseOrder',
  'payment-note': 'showPaymentState',
  cancel: 'cancelSale',
  receipt: 'postReceipt',
  'receipt-return': 'returnReceipt',
  apply: 'applyReceipt',
  'write-back': 'writeBack',
  'wake-refund': 'wakeRefund',
  'wake-siblings': 'wakeSiblings',
};
const atStripe: ReadonlySet<Step['do']> = new Set(['write-back', 'wake-refund', 'wake-siblings']);

export const takeOrderStep = (
  subject: Subject,
  { connection, root }: SeenPayment,
  step: Step,
  story: Story,
): Promise<boolean> => takeStep(taking, subject, { connection, root }, step, story);

/** What a person's `skip` counts as done. */
export const effectOf = (step: Step): StuckEffect | undefined => {
  if (!('key' in step)) return undefined;
  const generation = 'generation' in step ? step.generation : 1;
  const amount = 'amount' in step ? { amount: step.amount } : {};
  const named = { key: step.key, kind: step.do, subject: subjectOf(step), generation };
  return { ...named, ...amount, ...notedBy(step), ...undoneBy(step) };
};

/** An invoice's number is no order's: under the same one, the ERP may have the order of somebody else. */
const notedBy = (step: Step): Pick<StuckEffect, 'note'> =>
  step.do === 'sale' ? { note: saleNote(step.document, step.hold, step.state) } : {};

function undoneBy(step: Step): Pick<StuckEffect, 'undoes'> {
  if (step.do === 'cancel') return { undoes: step.sale };
  return step.do === 'receipt-return' ? { undoes: step.receipt } : {};
}

/** What the effect is about: the same word that the ledger keys it by. */
function subjectOf(step: Extract<Step, { key: unknown }>): string {
  if (step.do === 'receipt-return') return step.returned.txn;
  if ('charge' in step) return step.charge;
  return 'order' in step ? step.order : 'subject' in step ? step.subject : step.part;
}

const taking: Taking<Step> = {
  activityOf: (step) => activityOf[step.do],
  atStripe: (step) => atStripe.has(step.do),
  tell,
  effectOf,
};

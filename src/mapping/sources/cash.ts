import type { Money } from '../../domain/money.ts';
import type { ReceiptInput, RefundInput } from '../mapper.ts';
import { paymentShape, paymentView } from './payment.ts';
import { day, money, object, text } from './shapes.ts';

/** What the expressions of receipts see. */
export const receiptShape = {
  charge: text,
  amount: money,
  settlement: money,
  ledger: money,
  transaction: text,
  booked_on: day,
  date: day,
  customer: text,
  order: text,
  account: text,
  payment: paymentShape,
} as const;

/** Of refunds: the same, and what the refund settles. `refund` is the id of the movement, as `charge` is for receipts. */
export const refundShape = { ...receiptShape, refund: text, settles: object({ kind: text, number: text }) } as const;

/** Where the tables of the profile and the ledger's currency have their say. */
export type CashFacts = { readonly ledger: Money; readonly account: string };

export const receiptView = (input: ReceiptInput, { ledger, account }: CashFacts) => ({
  charge: input.charge,
  amount: input.amount,
  settlement: input.settled.settlement,
  ledger,
  transaction: input.settled.txn,
  booked_on: input.settled.bookedOn,
  date: input.date,
  customer: input.customer,
  ...(input.order && { order: input.order }),
  account,
  payment: paymentView(input.payment),
});

export const refundView = (input: RefundInput, facts: CashFacts) => ({
  ...receiptView(input, facts),
  refund: input.charge,
  settles: input.settles,
});

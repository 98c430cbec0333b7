import type Stripe from 'stripe';
import { negate, type Money } from '../domain/money.ts';
import { reading, StripeFault } from './fault.ts';
import type { Movement } from './movements.ts';
import { amountOf, idOf, isoOf } from './values.ts';

const states = ['pending', 'requires_action', 'succeeded', 'failed', 'canceled'] as const;
type RefundState = (typeof states)[number];

/** One refund as Stripe holds it now. */
export type StripeRefund = {
  /** `re_…` or `pyr_…`. */
  readonly id: string;
  readonly state: RefundState;
  /** Presentment currency. */
  readonly amount: Money;
  /** `ch_…` or `py_…`. */
  readonly charge: string;
  /** The payment that it belongs to: its intent, or the charge where there is none. */
  readonly payment: string;
  /** What left the balance, counted positively; absent while Stripe has not booked it. */
  readonly booked?: Movement;
  /** What came back when it failed or was cancelled after it was booked. */
  readonly returned?: Movement;
  readonly metadata: Readonly<Record<string, string>>;
  readonly reason?: string;
  /** ISO time. */
  readonly createdAt: string;
};

/** @throws StripeFault `invalid` for a refund that is not of a charge, or in a state that is not known here. */
export async function readRefund(
  stripe: Stripe,
  id: string,
  options: Stripe.RequestOptions = {},
): Promise<StripeRefund> {
  const refund = await reading(stripe.refunds.retrieve(id, {}, options), 'refund');
  const charge = idOf(refund.charge);
  if (!charge) throw strange('refund.charge', 'A refund of no charge', 'settle it by hand');
  const movementOf = (txn: Booked) => readMovement(stripe, idOf(txn), options);
  const booked = await movementOf(refund.balance_transaction);
  const returned = await movementOf(refund.failure_balance_transaction);
  return {
    id,
    state: stateOf(refund.status),
    amount: amountOf(refund.amount, refund.currency),
    charge,
    payment: idOf(refund.payment_intent) ?? charge,
    ...(booked && { booked: { ...booked, settlement: negate(booked.settlement) } }),
    ...(returned && { returned }),
    metadata: refund.metadata ?? {},
    ...(refund.reason && { reason: refund.reason }),
    createdAt: isoOf(refund.created),
  };
}

/** Older refunds have no state: they were made at once. */
function stateOf(status: string | null): RefundState {
  const known = status === null ? 'succeeded' : states.find((state) => state === status);
  if (known) return known;
  throw strange('refund.status', `A refund in the state "${status}"`, 'ask for a version that knows it');
}

const strange = (where: string, what: string, how: string): StripeFault =>
  new StripeFault('invalid', `${what} is not known here: ${how}`, { where });

type Booked = Stripe.Refund['balance_transaction'] | undefined;

async function readMovement(
  stripe: Stripe,
  id: string | undefined,
  options: Stripe.RequestOptions,
): Promise<Movement | undefined> {
  if (!id) return undefined;
  const txn = await reading(stripe.balanceTransactions.retrieve(id, {}, options), 'balance_transaction');
  const createdAt = isoOf(txn.created);
  return { txn: txn.id, settlement: amountOf(txn.amount, txn.currency), createdAt, firstAt: createdAt };
}

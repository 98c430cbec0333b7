import type Stripe from 'stripe';
import type { Money } from '../domain/money.ts';
import { movementsOf, type Movement } from './movements.ts';
import { amountOf, idOf } from './values.ts';

/** What became of one charge, in amounts only. */
export type StripeCharge = {
  readonly id: string;
  /** Presentment currency; 0 when it failed, was returned by the bank, or is not captured. */
  readonly captured: Money;
  /** Absent while Stripe has not booked the charge yet. */
  readonly settled?: Movement;
  /** A bank debit that was booked and failed later: what took the money back. */
  readonly returned?: Movement;
  readonly metadata: Readonly<Record<string, string>>;
};

export async function readCharge(
  stripe: Stripe,
  charge: Stripe.Charge,
  options: Stripe.RequestOptions,
): Promise<StripeCharge> {
  const { id, balance_transaction, failure_balance_transaction, metadata } = charge;
  const booked = idOf(balance_transaction) ?? idOf(failure_balance_transaction);
  const { settled, returned } = booked ? await movementsOf(stripe, charge, options) : {};
  const taken = charge.status === 'succeeded' && charge.captured && !returned;
  return {
    id,
    captured: amountOf(taken ? charge.amount_captured : 0, charge.currency),
    ...(settled && { settled }),
    ...(returned && { returned }),
    metadata,
  };
}

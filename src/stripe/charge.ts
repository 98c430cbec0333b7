import type Stripe from 'stripe';
import type { Money } from '../domain/money.ts';
import { movementsOf, type Movement } from './movements.ts';
import { every } from './lists.ts';
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
  /** Of the captured amount, what went back or is about to, as Stripe counts it. */
  readonly refunded: Money;
  /** `re_…` of every refund, those that failed too, as long as anything of the charge is refunded. */
  readonly refunds: readonly StripeChargeRefund[];
  /** `now` while a dispute of it is open, and once it was lost; `over` when all ended without loss. */
  readonly disputed?: 'now' | 'over';
  readonly metadata: Readonly<Record<string, string>>;
};
type StripeChargeRefund = {
  readonly id: string;
  /** Its money has left Stripe's balance. */
  readonly booked: boolean;
  /** It failed afterwards, and the money is back. */
  readonly returned: boolean;
};

/** Those whose money came: they bear the ERP's numbers. */
export const capturedOf = (charges: readonly StripeCharge[]): readonly StripeCharge[] =>
  charges.filter(({ captured }) => captured.minor > 0);

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
    refunded: amountOf(taken ? charge.amount_refunded : 0, charge.currency),
    refunds: charge.amount_refunded > 0 && taken ? await refundsOf(stripe, id, options) : [],
    ...(charge.disputed && { disputed: await disputedNow(stripe, id, options) }),
    metadata,
  };
}

async function refundsOf(
  stripe: Stripe,
  charge: string,
  options: Stripe.RequestOptions,
): Promise<readonly StripeChargeRefund[]> {
  const refunds = await every<Stripe.Refund>('refund', (page) => stripe.refunds.list({ charge, ...page }, options));
  return refunds.map(({ id, balance_transaction, failure_balance_transaction }) => ({
    id,
    booked: Boolean(balance_transaction),
    returned: Boolean(failure_balance_transaction),
  }));
}

/** Those that ended without loss; Stripe calls the charge disputed all the same. */
export const endedWithoutLoss: readonly string[] = ['won', 'prevented', 'warning_closed'];

async function disputedNow(stripe: Stripe, charge: string, options: Stripe.RequestOptions): Promise<'now' | 'over'> {
  const disputes = await every<Stripe.Dispute>('dispute', (page) => stripe.disputes.list({ charge, ...page }, options));
  return disputes.every(({ status }) => endedWithoutLoss.includes(status)) ? 'over' : 'now';
}

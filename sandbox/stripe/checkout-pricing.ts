import type Stripe from 'stripe';
import { share } from './fx.ts';
import { percentOf } from './tax-rates.ts';

export type PricedLine = {
  readonly subtotal: number;
  readonly discount: number;
  /** All tax, whether it comes on top or is contained. */
  readonly tax: number;
  readonly total: number;
  readonly taxes: readonly Stripe.LineItem.Tax[];
};

/** @param net what is taxed, in minor units: after discounts */
export function taxed(subtotal: number, discount: number, rates: readonly Stripe.TaxRate[]): PricedLine {
  const net = subtotal - discount;
  const taxes = rates.map((rate): Stripe.LineItem.Tax => {
    const amount = taxOf(net, rate);
    const taxable = rate.inclusive ? net - amount : net;
    return { amount, rate, taxability_reason: null, taxable_amount: taxable };
  });
  const onTop = taxes.filter(({ rate }) => !rate.inclusive).reduce((sum, { amount }) => sum + amount, 0);
  const tax = taxes.reduce((sum, { amount }) => sum + amount, 0);
  return { subtotal, discount, tax, total: net + onTop, taxes };
}

function taxOf(net: number, rate: Stripe.TaxRate): number {
  const { over, under } = percentOf(rate.percentage);
  return share(net, rate.inclusive ? { over, under: under + over } : { over, under });
}

/** A coupon's share of each line; an amount is spread by size, and what rounding leaves falls on the last line. */
export function discounts(subtotals: readonly number[], coupon: Stripe.Coupon | undefined): number[] {
  if (!coupon) return subtotals.map(() => 0);
  const { percent_off: percent, amount_off: off } = coupon;
  if (percent !== null) return subtotals.map((subtotal) => share(subtotal, percentOf(percent)));
  const whole = subtotals.reduce((sum, subtotal) => sum + subtotal, 0);
  let left = Math.min(off ?? 0, whole);
  let rest = whole;
  return subtotals.map((subtotal) => {
    const part = rest === 0 ? 0 : share(left, { over: BigInt(subtotal), under: BigInt(rest) });
    left -= part;
    rest -= subtotal;
    return part;
  });
}

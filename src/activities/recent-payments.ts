import type Stripe from 'stripe';
import { readPayment, type StripePayment } from '../stripe/payment.ts';

/** Payments that were read a moment ago: the documents of one pass are mapped from the same reading. */
export type RecentPayments = {
  keep(paid: StripePayment): void;
  of(stripe: Stripe, id: string): Promise<StripePayment>;
};
type Kept = { readonly paid: StripePayment; readonly at: number };
const momentMs = 60_000;
const atMost = 500;

export function createRecentPayments(now = () => performance.now()): RecentPayments {
  const kept = new Map<string, Kept>();
  const keep = (paid: StripePayment): void => {
    kept.delete(paid.id);
    kept.set(paid.id, { paid, at: now() });
    const [oldest] = kept.keys();
    if (kept.size > atMost && oldest !== undefined) kept.delete(oldest);
  };
  return {
    keep,
    async of(stripe, id) {
      const known = kept.get(id);
      if (known && now() - known.at < momentMs) return known.paid;
      const paid = await readPayment(stripe, id);
      keep(paid);
      return paid;
    },
  };
}

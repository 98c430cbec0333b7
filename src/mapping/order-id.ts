import type { StripePayment } from '../stripe/payment.ts';

/** Whatever tells which order a payment is for. */
type Telling = Pick<StripePayment, 'metadata' | 'session'>;

/**
 * The shop's number of the order: the first of the configured metadata keys that the payment or its Checkout session
 * fills, else what the shop gave to Checkout, else the session itself.
 */
export function orderIdOf({ metadata, session }: Telling, idKeys: readonly string[]): string | undefined {
  const named = [metadata, session?.metadata ?? {}].flatMap((known) => idKeys.map((key) => known[key]?.trim()));
  return named.find(Boolean) ?? (session?.clientReferenceId?.trim() || session?.id);
}

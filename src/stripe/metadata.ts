import type Stripe from 'stripe';
import { StripeFault, writing } from './fault.ts';

type Metadata = Readonly<Record<string, string>>;
export type MetadataTarget = {
  readonly kind: 'payment_intent' | 'charge' | 'customer' | 'product';
  readonly id: string;
};
type Write = (stripe: Stripe, id: string, metadata: Metadata, options: Stripe.RequestOptions) => Promise<unknown>;

const writes: Readonly<Record<MetadataTarget['kind'], Write>> = {
  payment_intent: (stripe, id, metadata, options) =>
    writing(stripe.paymentIntents.update(id, { metadata }, options), 'payment_intent'),
  charge: (stripe, id, metadata, options) => writing(stripe.charges.update(id, { metadata }, options), 'charge'),
  customer: (stripe, id, metadata, options) => writing(stripe.customers.update(id, { metadata }, options), 'customer'),
  product: (stripe, id, metadata, options) => writing(stripe.products.update(id, { metadata }, options), 'product'),
};

/** Our own keys start so; the echo of a write is known by it. */
export const keyPrefix = 'quittance:';

/** Whether writing the values would change anything: a write that changes nothing would still raise an event. */
export const metadataDiffers = (current: Metadata, values: Metadata): boolean =>
  Object.entries(values).some(([key, value]) => (current[key] ?? '') !== value);

/**
 * Adds to the object's metadata; keys that are not named stay as they are.
 * @throws StripeFault, `outcome-unknown` when the request may have arrived: the same key then asks again
 */
export async function writeMetadata(
  stripe: Stripe,
  { kind, id }: MetadataTarget,
  values: Metadata,
  idempotencyKey: string,
): Promise<void> {
  refuseWhatStripeRefuses(values);
  const key = idempotencyKey.startsWith(keyPrefix) ? idempotencyKey : `${keyPrefix}${idempotencyKey}`;
  await writes[kind](stripe, id, values, { idempotencyKey: key });
}

/** Said before the request with the key's name, because Stripe's own words would quote the value. */
function refuseWhatStripeRefuses(values: Metadata): void {
  for (const [key, value] of Object.entries(values))
    if (key.length > 40 || value.length > 500 || /[[\]]/.test(key))
      throw new StripeFault(
        'invalid',
        'Stripe takes metadata keys of 40 characters without brackets, and values of 500',
        {
          where: `metadata.${key}`,
        },
      );
}

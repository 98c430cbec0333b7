import type Stripe from 'stripe';
import { reading, writing } from './fault.ts';
import { keyPrefix } from './metadata.ts';

export type StripeProduct = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly active: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly deleted: boolean;
};

const productOf = ({ id, name, description, active, metadata }: Stripe.Product): StripeProduct => ({
  id,
  name,
  ...(description && { description }),
  active,
  metadata,
  deleted: false,
});

/** One that was deleted is still shown, without anything. @throws StripeFault */
export async function readProduct(stripe: Stripe, id: string): Promise<StripeProduct> {
  const product = await reading(stripe.products.retrieve(id), 'product');
  return product.deleted ? { id, name: '', active: false, metadata: {}, deleted: true } : productOf(product);
}

/** What is not named stays; an empty description takes it away. */
export type StripeProductChange = {
  readonly name?: string;
  readonly description?: string;
  readonly active?: boolean;
};

/**
 * @param key makes a second request harmless; our own prefix, by which the echo is known, is put before it
 * @throws StripeFault, `outcome-unknown` when the request may have arrived
 */
export const writeProduct = async (
  stripe: Stripe,
  id: string,
  change: StripeProductChange,
  key: string,
): Promise<StripeProduct> =>
  productOf(
    await writing(stripe.products.update(id, { ...change }, { idempotencyKey: `${keyPrefix}${key}` }), 'product'),
  );

import { writing } from '../../stripe/client.ts';
import { keyPrefix } from '../../stripe/metadata.ts';
import { refused, type Deed } from './apply.ts';
import type { LinkDeps } from './link-customer.ts';

/** A customer of the ERP gets one at Stripe, once: the request's key finds the first again, and then the link does. */
export const createAtStripe =
  ({ company, stripe, erp, crosswalk, metadataKey }: LinkDeps): NonNullable<Deed['createAtStripe']> =>
  async (erpNumber) => {
    const record = await erp.customer(erpNumber);
    if (!record) return refused(`The ERP has no customer ${erpNumber}`);
    const { number, stripeId, blocked } = record;
    if (blocked) return refused(`The ERP's customer ${number} is blocked`);
    if (stripeId) return refused(`The ERP's customer ${number} keeps the Stripe id ${stripeId}: link it instead`);
    const known = await crosswalk.find({ company, kind: 'customer', erpId: number });
    if (known) return { outcome: 'already', told: `${number} is linked to ${known.stripeId}` };
    const made = await writing(
      stripe.customers.create(
        { ...contactOf(record), metadata: { [metadataKey]: number } },
        { idempotencyKey: `${keyPrefix}match:${company}:create:${number}` },
      ),
      'customer',
    );
    await crosswalk.link({ company, kind: 'customer', stripeId: made.id, erpId: number, origin: 'theirs' });
    return { outcome: 'done', told: `${made.id} created for ${number}` };
  };

type Contact = {
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: Readonly<Partial<Record<'line1' | 'line2' | 'city' | 'state' | 'postalCode' | 'country', string>>>;
};

const contactOf = ({ name, email, phone, address }: Contact) => ({
  name,
  ...(email && { email }),
  ...(phone && { phone }),
  ...(address && { address: placeOf(address) }),
});

const placeOf = ({ line1, line2, city, state, postalCode, country }: NonNullable<Contact['address']>) => ({
  ...(line1 && { line1 }),
  ...(line2 && { line2 }),
  ...(city && { city }),
  ...(state && { state }),
  ...(postalCode && { postal_code: postalCode }),
  ...(country && { country }),
});

import { expect } from 'vitest';
import { company, until } from '../../support/product.ts';
import type { Place, Provoked, Walk } from './walk.ts';

const at = (who: string, id: string) => `${who}.${id.toLowerCase()}@both.example`;

/** Both sides have changed the e-mail before either was told. */
async function changedTwice({ product, customers }: Place, id: string): Promise<Provoked> {
  const { id: subject } = await product.stripe.customers.create({ name: 'Ann', email: at('ann', id) });
  const link = await until(
    () => product.store.customerLinks.find({ company, stripeId: subject }),
    (found) => found !== undefined,
  );
  const number = link?.erpId ?? '';
  await customers.ended(subject);
  await product.stripeAdmin('/_sandbox/deliveries/pause', {});
  await product.stripe.customers.update(subject, { email: at('stripe', id) });
  await customers.erp.changeCustomer(number, { email: at('erp', id) });
  await product.stripeAdmin('/_sandbox/deliveries/resume', {});
  return { subject, number };
}
const emails = async ({ product, customers }: Place, { subject, number = '' }: Provoked) => {
  await customers.ended(subject);
  const seen = await product.stripe.customers.retrieve(subject);
  return [seen.deleted ? undefined : seen.email, (await customers.erp.customer(number))?.email];
};

export const customerWalks: readonly Walk[] = [
  {
    code: 'customer-conflict',
    way: 'patch says which side is right',
    provoke: changedTwice,
    follow: async () => ['patch', '--set', 'customerFields.email=stripe'],
    after: async (place, made, id) => {
      expect(await emails(place, made)).toEqual([at('stripe', id), at('stripe', id)]);
    },
  },
  {
    code: 'customer-conflict',
    way: 'skip leaves both sides as they are',
    provoke: changedTwice,
    follow: async () => ['skip'],
    after: async (place, made, id) => {
      expect(await emails(place, made)).toEqual([at('stripe', id), at('erp', id)]);
    },
  },
];

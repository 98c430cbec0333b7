import { describe, expect, it } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import { ownerOf } from '../../src/activities/ownership.ts';
import { money } from '../../src/domain/money.ts';
import type { ShopOrder } from '../../src/domain/shop-order.ts';
import type { StripePayment } from '../../src/stripe/payment.ts';

const amount = money(119_00, 'EUR');
const paid = { id: 'pi_1', amount, metadata: {}, guest: {}, createdAt: '2026-01-30T10:00:00Z' } as StripePayment;

/** Who owns a payment that names no order, by what the profile says of such payments. */
const owner = (otherwise: 'same' | { readonly item: string }, posted?: Pick<ShopOrder, 'id'>) => {
  const company = {
    key: 'acme',
    mapperFor: async () => ({ profile: { items: { otherwise } } }),
    settings: { orders: { idKeys: [], sources: [] }, metadataKeys: { order: 'erporderid' } },
  } as unknown as Company;
  return ownerOf(company, paid, undefined, {
    postedOrder: async (_, order) => (order === 'pi_1' ? (posted as ShopOrder) : undefined),
    pushedOrder: async () => undefined,
    isOurs: async () => false,
  });
};

describe('a payment without an order', () => {
  it('is nobody’s, or one line of the item that the profile names', async () => {
    expect(await owner('same')).toEqual({ owner: 'nobody' });
    expect(await owner({ item: 'MISC' })).toMatchObject({ orderId: 'pi_1', order: { lines: [{ sku: 'MISC' }] } });
  });

  it('stays the sale that was posted of it when a later profile names no item', async () => {
    const posted = { id: 'pi_1' };
    expect(await owner('same', posted)).toEqual({
      owner: 'shop-order',
      orderId: 'pi_1',
      order: posted,
      source: 'posted',
    });
  });
});

import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ShopOrder } from '../../src/domain/shop-order.ts';
import { ErpError } from '../../src/erp/errors.ts';
import { createEffectRows } from '../../src/store/effects.ts';
import { createLedger, type EffectBook, type Ledger } from '../../src/store/ledger.ts';
import { createOrders, type Orders } from '../../src/store/orders.ts';
import { createVault } from '../../src/store/vault.ts';
import { ownDatabase } from './opened.ts';
import { sampleEffect } from './sample-effect.ts';

const { db } = ownDatabase();
let orders: Orders;
let ledger: Ledger;
let book: EffectBook;
beforeAll(() => {
  const vault = createVault({ current: randomBytes(32) });
  const rows = createEffectRows({ db: db(), vault });
  orders = createOrders({ db: db(), vault });
  ledger = createLedger(rows);
  book = rows;
});

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const sampleOrder = (wanted: Partial<ShopOrder> = {}): ShopOrder => ({
  id: randomUUID(),
  currency: 'EUR',
  created: '2026-01-30T10:00:00Z',
  customer: { name: 'Jane Roe', email: 'jane@example.com' },
  lines: [
    {
      sku: 'BOLT',
      description: 'Bolt',
      quantity: 1,
      unitAmount: eur(10_000),
      discount: eur(0),
      tax: eur(1_900),
      taxRate: '19',
    },
  ],
  tenders: [],
  total: eur(11_900),
  payments: 1,
  metadata: {},
  ...wanted,
});
const saleOf = ({ id }: ShopOrder) => sampleEffect({ kind: 'sale', subject: id, root: `order/${id}` });

describe('an order', () => {
  it('comes back as it was put, and lies unreadable in the database', async () => {
    const order = sampleOrder();
    expect(await orders.put('acme', order, 'pushed')).toBe('new');
    expect(await orders.get('acme', order.id)).toEqual(order);
    expect(await orders.get('globex', order.id)).toBeUndefined();
    const row = await db().selectFrom('orders').selectAll().where('order_id', '=', order.id).executeTakeFirstOrThrow();
    expect(row.details.toString('latin1')).not.toContain('Jane');
    expect(row.source).toBe('pushed');
  });

  it('may come again as often as it likes, whatever order its keys come in', async () => {
    const order = sampleOrder();
    await orders.put('acme', order, 'pushed');
    const reversed = Object.fromEntries(Object.entries(order).reverse()) as ShopOrder;
    expect(await Promise.all([orders.put('acme', reversed, 'pushed'), orders.put('acme', order, 'pushed')])).toEqual([
      'same',
      'same',
    ]);
  });

  it('may change until it is posted', async () => {
    const order = sampleOrder();
    await orders.put('acme', order, 'pushed');
    expect(await orders.put('acme', { ...order, total: eur(12_000) }, 'pushed')).toBe('replaced');
    expect(await orders.get('acme', order.id)).toMatchObject({ total: eur(12_000) });
  });

  it('is refused with what differs once it was posted, and the posted one is kept', async () => {
    const order = sampleOrder();
    await orders.put('acme', order, 'pushed');
    await ledger.once(saleOf(order));
    const [line] = order.lines;
    if (!line) throw new Error('no line');
    const changed = { ...order, total: eur(23_800), lines: [{ ...line, quantity: 2 }] };

    const error = await orders.put('acme', changed, 'pushed').catch((cause: unknown) => cause);

    expect(error).toBeInstanceOf(ErpError);
    expect(error).toMatchObject({
      code: 'conflict',
      differs: ['lines[0].quantity', 'total.minor'],
      where: 'lines[0].quantity',
    });
    expect(await orders.get('acme', order.id)).toEqual(order);
  });

  it('may name another address once it was posted: the posted one is kept, and nobody is bothered', async () => {
    const order = sampleOrder();
    await orders.put('acme', order, 'http');
    await ledger.once(saleOf(order));
    expect(await orders.put('acme', { ...order, customer: { name: 'Jane Doe' } }, 'http')).toBe('kept');
    expect(await orders.get('acme', order.id)).toEqual(order);
  });

  it('counts as posted from the moment that a sale of it is being made, and no longer once that was refused', async () => {
    const order = sampleOrder();
    await orders.put('acme', order, 'pushed');
    const changed = { ...order, total: eur(12_000) };
    const sale = saleOf(order);
    const refused = ledger.once({
      ...sale,
      prepare: async () => {
        await expect(orders.put('acme', changed, 'pushed')).rejects.toMatchObject({ code: 'conflict' });
        return {};
      },
      send: () => Promise.reject(new ErpError('rejected', 'credit hold')),
    });
    await expect(refused).rejects.toThrow('credit hold');

    expect(await orders.put('acme', changed, 'pushed')).toBe('replaced');
    await book.reopenRefused(sale, { by: 'ada', reason: 'order corrected' });
    await ledger.once(sale);
    await expect(orders.put('acme', order, 'pushed')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the payments of an order', () => {
  it('are remembered with what they last were, in one order', async () => {
    const id = randomUUID();
    await orders.notePayment('acme', id, { payment: 'pi_2', authorised: eur(4_000), state: 'captured' });
    await orders.notePayment('acme', id, { payment: 'pi_1', authorised: eur(7_900), state: 'pending' });
    await orders.notePayment('acme', id, { payment: 'pi_1', authorised: eur(7_900), state: 'captured' });
    expect(await orders.paymentsOf('acme', id)).toEqual([
      { payment: 'pi_1', authorised: eur(7_900), state: 'captured' },
      { payment: 'pi_2', authorised: eur(4_000), state: 'captured' },
    ]);
    expect(await orders.orderOfPayment('acme', 'pi_2')).toBe(id);
    expect(await orders.orderOfPayment('globex', 'pi_2')).toBeUndefined();
  });
});

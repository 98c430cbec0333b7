import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { createOrders } from '../../../../src/erp/p21/native/orders.ts';
import { createPosting } from '../../../../src/erp/p21/native/posting.ts';
import type { Site } from '../../../../src/erp/p21/native/site.ts';
import { line } from '../../samples.ts';
import { of } from '../ground.ts';
import { fakeBooks } from './fake-books.ts';

const reference = 'R000000000000001' as Reference;
const other = 'R000000000000002' as Reference;
const usd = money(119_07, 'USD');
const note = { state: 'captured', stripeId: 'ch_sample00000000000000002', paidOn: '2026-01-31' } as const;

async function standing(more: Partial<Site> = {}, order = of.salesOrder(usd)) {
  const fake = fakeBooks(more);
  const posting = createPosting(fake.native);
  const { number } = await posting.post(order, reference);
  fake.sent.length = 0;
  fake.asked.length = 0;
  return { ...fake, posting, number, erp: createOrders(fake.native) };
}

describe('a setting of an order', () => {
  it('is written once, and by nothing but its own field', async () => {
    const { erp, number, posting, sent } = await standing();

    await erp.hold(number, 'Review');
    await erp.hold(number, 'Review');
    expect(await posting.read('sales-order', number)).toMatchObject({ status: 'held' });
    await erp.release(number);
    await erp.release(number);
    expect(await posting.read('sales-order', number)).toMatchObject({ status: 'open' });

    const form = (approved: string) => ({
      service: 'Order',
      elements: [
        {
          name: 'TABPAGE_1.order',
          type: 'Form',
          keys: ['order_no'],
          rows: [
            [
              { name: 'order_no', value: number },
              { name: 'approved', value: approved },
            ],
          ],
        },
      ],
    });
    expect(sent.map(({ body }) => body)).toEqual([form('N'), form('Y')]);
  });

  it('that was accepted and does not show is a conflict', async () => {
    const { erp, number, books, habits } = await standing();
    habits.afterwards = () => void Object.assign(books['oe_hdr']?.[0] ?? {}, { approved: 'Y' });

    await expect(erp.hold(number, 'Review')).rejects.toMatchObject({ code: 'conflict', where: 'approved' });
  });

  it('of an order that is cancelled is not set free', async () => {
    const { erp, number, books, sent } = await standing();
    Object.assign(books['oe_hdr']?.[0] ?? {}, { cancel_flag: 'Y' });

    await expect(erp.release(number)).rejects.toMatchObject({ code: 'rejected' });
    expect(sent).toEqual([]);
  });

  it('of an order that is not there, or another company has, is not found', async () => {
    const { erp, native, number, sent } = await standing();
    const elsewhere = createOrders({ ...native, company: 'OTHER' });

    for (const asked of [
      erp.hold('999', ''),
      erp.release('999'),
      erp.showPayment('999', note),
      erp.reduce('999', [], other),
      elsewhere.hold(number, ''),
    ])
      await expect(asked).rejects.toMatchObject({ code: 'not-found' });
    expect(sent).toEqual([]);
  });
});

describe('the payment of an order', () => {
  it('is shown once, in the columns of the site', async () => {
    const { erp, number, books, sent } = await standing();

    await erp.showPayment(number, note);
    await erp.showPayment(number, note);

    expect(books['oe_hdr_ud']).toMatchObject([
      { stripe_id: note.stripeId, payment_state: 'captured', paid_on: note.paidOn },
    ]);
    expect(sent).toHaveLength(1);
  });

  it('is shown already where the day comes back as its midnight, and where the order was posted with it', async () => {
    const { erp, number, books, sent } = await standing();
    Object.assign(books['oe_hdr_ud']?.[0] ?? {}, { paid_on: '2026-01-30T00:00:00' });

    await erp.showPayment(number, { state: 'captured', stripeId: 'pi_sample00000000000000001', paidOn: '2026-01-30' });
    await erp.showPayment(number, { state: 'captured', stripeId: 'pi_sample00000000000000001' });

    expect(sent).toEqual([]);
  });

  it('that was accepted and does not show is a conflict', async () => {
    const { erp, number, books, habits } = await standing();
    habits.afterwards = () => void (books['oe_hdr_ud'] = []);

    await expect(erp.showPayment(number, note)).rejects.toMatchObject({ code: 'conflict', where: 'ufc_stripe_id' });
  });

  it('is refused before anything is sent where the site has no columns for it', async () => {
    const { erp, sent, asked, number } = await standing({ paymentColumns: undefined as never });

    await expect(erp.showPayment(number, note)).rejects.toMatchObject({
      code: 'rejected',
      where: 'payment_columns',
    });
    expect([...sent, ...asked]).toEqual([]);
  });
});

describe('reducing an order', () => {
  const three = of.salesOrder(money(100_00, 'USD'), {
    lines: [line('W-100', money(33_33, 'USD'), { quantity: 3, net: money(100_00, 'USD') })],
  });

  it('leaves its share of the net, to the cent, and changes nothing the second time', async () => {
    const { erp, number, sent } = await standing({}, three);

    const reduced = await erp.reduce(number, [{ item: 'W-100', quantity: 2 }], other);

    expect(reduced).toMatchObject({ total: money(66_67, 'USD') });
    expect(await erp.reduce(number, [{ item: 'W-100', quantity: 2 }], other)).toEqual(reduced);
    expect(sent).toHaveLength(1);
  });

  it('to nothing of a line is done where Prophet 21 deletes that line, and changes nothing the second time', async () => {
    const lines = [line('W-100', money(100_00, 'USD')), line('SHIPPING', money(19_07, 'USD'))];
    const { erp, number, habits, sent } = await standing({}, of.salesOrder(usd, { lines }));
    habits.afterwards = (all) => {
      for (const row of all['oe_line'] ?? []) if (row['unit_quantity'] === '0') row['delete_flag'] = 'Y';
    };

    const reduced = await erp.reduce(number, [{ item: 'W-100', quantity: 0 }], other);

    expect(reduced).toMatchObject({ number, total: money(19_07, 'USD'), status: 'open' });
    expect(await erp.reduce(number, [{ item: 'W-100', quantity: 0 }], other)).toEqual(reduced);
    expect(sent).toHaveLength(1);
    expect(await erp.reduce(number, [{ item: 'SHIPPING', quantity: 0 }], other)).toMatchObject({ status: 'cancelled' });
  });

  it('adds a rounding line once', async () => {
    const { erp, number, sent } = await standing();
    const add = { item: 'W-100', description: 'Rounding', amount: money(-1, 'USD'), taxCode: 'NOTAX' };

    const reduced = await erp.reduce(number, [{ add }], other);

    expect(reduced).toMatchObject({ total: money(119_06, 'USD') });
    expect(await erp.reduce(number, [{ add }], other)).toEqual(reduced);
    expect(sent).toHaveLength(1);
  });

  it('that was accepted and does not show is a conflict', async () => {
    const { erp, number, habits } = await standing();
    habits.drops.set('010', 1);

    await expect(erp.reduce(number, [{ item: 'W-100', quantity: 0 }], other)).rejects.toMatchObject({
      code: 'conflict',
      where: 'items',
    });
  });
});

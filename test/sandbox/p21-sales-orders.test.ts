import { describe, expect, it } from 'vitest';
import type { Body } from './p21-gateway.ts';
import { booksOf, orderOf, startSelling, widget } from './p21-gateway.ts';

const orders = '/api/v2/salesorders';
const lineOf = (order: Body, no: number): Body =>
  (order['Lines'] as { list: Body[] }).list.find((line) => line['LineNo'] === no) ?? {};

describe('sales orders of the Prophet 21 sandbox', () => {
  it('are stored with number, totals and lines, and found by reference, by shop number and by their own', async () => {
    const { gateway, customer } = await startSelling();

    const order = await gateway.post(orders, orderOf(customer));

    expect(order).toMatchObject({
      Status: 'open',
      Hold: 'N',
      Subtotal: '100.00',
      TaxAmount: '19.00',
      TotalAmount: '119.00',
      Taxes: { list: [{ TaxCode: 'STD19', TaxableAmount: '100.00', TaxAmount: '19.00' }] },
      Invoices: { list: [] },
    });
    expect(lineOf(order, 1)).toMatchObject({ UnitQuantity: '1', ExtendedAmount: '100.00', QuantityBackordered: '0' });
    expect(await gateway.get(`${orders}/${String(order['OrderNo'])}`)).toEqual(order);
    expect(await gateway.list(`${orders}?Reference=SORDER0000000001`)).toEqual([order]);
    expect(await gateway.list(`${orders}?WebReferenceNo=S-1001`)).toEqual([order]);
    expect(await gateway.list(`${orders}?Reference=SORDER0000000002`)).toEqual([]);
  });

  it('posted twice under one reference are two orders', async () => {
    const { gateway, customer } = await startSelling();

    await gateway.post(orders, orderOf(customer));
    await gateway.post(orders, orderOf(customer));

    expect(await gateway.list(`${orders}?Reference=SORDER0000000001`)).toHaveLength(2);
  });

  it('do not touch the books until they are invoiced', async () => {
    const { gateway, customer } = await startSelling();

    await gateway.post(orders, orderOf(customer));

    expect((await booksOf(gateway)).trialBalance).toEqual([]);
  });

  it('are taxed over the sum of a code, which may differ by a cent from taxing each line', async () => {
    const { gateway, customer } = await startSelling();
    const cheap = { ...widget, UnitPrice: '0.13', TaxCode: 'STD10' };

    const order = await gateway.post(orders, orderOf(customer, { Lines: { list: [cheap, cheap, cheap, cheap] } }));

    expect(order).toMatchObject({ Subtotal: '0.52', TaxAmount: '0.05', TotalAmount: '0.57' });
  });

  it('take discounts, fractions of a unit and negative rounding lines into account', async () => {
    const { gateway, customer } = await startSelling();
    const list = [
      { ...widget, UnitQuantity: '2.5', UnitPrice: '10.01', DiscountAmount: '5.00', TaxCode: 'CA825' },
      { ItemId: 'ROUNDING', UnitQuantity: '1', UnitPrice: '-0.01' },
    ];

    const order = await gateway.post(orders, orderOf(customer, { Lines: { list } }));

    expect(lineOf(order, 1)).toMatchObject({ ExtendedAmount: '20.03' });
    expect(order).toMatchObject({ Subtotal: '20.02', TaxAmount: '1.65', TotalAmount: '21.67' });
  });

  it.each([
    ['an unknown customer', 500, { CustomerId: '999999' }, 'Customer 999999 does not exist'],
    ['an unknown item', 500, { Lines: { list: [{ ...widget, ItemId: 'NOPE' }] } }, 'Item NOPE does not exist'],
    ['an unknown tax code', 500, { Lines: { list: [{ ...widget, TaxCode: 'NOPE' }] } }, 'Tax code NOPE'],
    ['an unknown currency', 500, { CurrencyId: 'XXX' }, 'Currency XXX is not set up'],
    ['a negative total', 500, { Lines: { list: [{ ...widget, UnitPrice: '-1.00' }] } }, 'cannot be negative'],
    ['a day that does not exist', 400, { OrderDate: '2026-02-30' }, 'OrderDate "2026-02-30"'],
    ['a date in another style', 400, { OrderDate: '30.01.2026' }, 'write a date as in'],
    ['an amount as a number', 400, { Lines: { list: [{ ...widget, UnitPrice: 100 }] } }, 'UnitPrice'],
    [
      'more decimals than the currency has',
      400,
      { Lines: { list: [{ ...widget, UnitPrice: '1.005' }] } },
      '2 decimals',
    ],
    ['a quantity of nought', 400, { Lines: { list: [{ ...widget, UnitQuantity: '0' }] } }, 'nought'],
    ['no line at all', 400, { Lines: { list: [] } }, 'at least one line'],
    [
      'two lines of one number',
      400,
      {
        Lines: {
          list: [
            { ...widget, LineNo: 1 },
            { ...widget, LineNo: 1 },
          ],
        },
      },
      'same LineNo',
    ],
    ['a reference that is too long', 400, { Reference: 'S0123456789ABCDEF' }, 'Reference'],
    ['a field that it does not know', 400, { Colour: 'red' }, 'Colour'],
    ['another company', 400, { CompanyId: 'OTHER' }, 'which is "ACME"'],
  ])('refuse %s', async (_what, status, changes, message) => {
    const { gateway, customer } = await startSelling();

    const reply = await gateway.call('POST', orders, orderOf(customer, changes));

    expect(reply.status).toBe(status);
    expect(reply.body['ErrorMessage']).toContain(message);
    expect(await gateway.list(orders)).toEqual([]);
  });

  it('refuse a customer on credit hold with HTTP 200: only the body tells', async () => {
    const { gateway, customer } = await startSelling();
    await gateway.put(`/api/v2/customers/${customer}`, { CreditHold: 'Y' });

    const reply = await gateway.call('POST', orders, orderOf(customer));

    expect(reply).toMatchObject({ status: 200, body: { ErrorMessage: `Customer ${customer} is on credit hold` } });
    expect(await gateway.list(orders)).toEqual([]);
  });

  it('refuse discontinued items and deleted customers', async () => {
    const { gateway, customer } = await startSelling({ items: [{ ItemId: 'OLD', Discontinued: 'Y' }] });

    const old = await gateway.call(
      'POST',
      orders,
      orderOf(customer, { Lines: { list: [{ ...widget, ItemId: 'OLD' }] } }),
    );
    expect(old.body['ErrorMessage']).toBe('Item OLD is discontinued');

    await gateway.put(`/api/v2/customers/${customer}`, { Deleted: 'Y' });
    const gone = await gateway.call('POST', orders, orderOf(customer));
    expect(gone.body['ErrorMessage']).toBe(`Customer ${customer} is deleted`);
  });
});

describe('an order of the Prophet 21 sandbox', () => {
  const placed = async (changes: Body = {}, options = {}) => {
    const { gateway, customer } = await startSelling(options);
    const order = await gateway.post(orders, orderOf(customer, changes));
    return { gateway, customer, order, path: `${orders}/${String(order['OrderNo'])}`, OrderNo: order['OrderNo'] };
  };

  it('is held and released, and doing so twice changes nothing', async () => {
    const { gateway, path } = await placed();

    const held = await gateway.post(`${path}/hold`, { Reason: 'review' });
    expect(held).toMatchObject({ Status: 'held', Hold: 'Y', HoldReason: 'review' });
    expect(await gateway.post(`${path}/hold`, {})).toEqual(held);
    const released = await gateway.post(`${path}/release`);
    expect(released).toMatchObject({ Status: 'open', Hold: 'N' });
    expect(await gateway.post(`${path}/release`)).toEqual(released);
  });

  it('is cancelled with a reason and a reference, keeps its totals, and gives its stock back', async () => {
    const { gateway, path } = await placed({ Lines: { list: [{ ...widget, ItemId: 'FEW', UnitQuantity: '3' }] } }, few);

    const cancelled = await gateway.post(`${path}/cancel`, { Reason: 'payment failed', Reference: 'SUNDO00000000001' });

    expect(cancelled).toMatchObject({
      Status: 'cancelled',
      CancelReason: 'payment failed',
      CancelReference: 'SUNDO00000000001',
      TotalAmount: '357.00',
    });
    expect(await gateway.get('/api/v2/items/FEW')).toMatchObject({ QuantityOnHand: '5' });
    expect(await gateway.post(`${path}/cancel`, { Reason: 'again', Reference: 'SUNDO00000000002' })).toEqual(cancelled);
  });

  it('cannot be cancelled, held or changed once it is invoiced', async () => {
    const { gateway, path, OrderNo } = await placed();
    await gateway.admin('ship', { OrderNo });

    const refusals = [
      await gateway.call('POST', `${path}/cancel`, { Reason: 'too late' }),
      await gateway.call('POST', `${path}/hold`, {}),
      await gateway.call('PUT', `${path}/lines`, { Lines: { list: [{ LineNo: 1, UnitQuantity: '0' }] } }),
    ];

    expect(refusals.map(({ status }) => status)).toEqual([500, 500, 500]);
    expect(refusals[0]?.body['ErrorMessage']).toBe('You cannot cancel an order that is fully invoiced');
  });

  it('can no longer be released after it was cancelled', async () => {
    const { gateway, path } = await placed({ Hold: 'Y' });
    await gateway.post(`${path}/cancel`, { Reason: 'fraud' });

    expect((await gateway.call('POST', `${path}/release`)).body['ErrorMessage']).toContain('it is cancelled');
  });

  it('shows what happened to its payment, in every status', async () => {
    const { gateway, path, OrderNo } = await placed();
    await gateway.admin('ship', { OrderNo });

    const note = { PaymentStatus: 'captured', StripeId: 'pi_2', PaymentDate: '2026-01-30' };

    expect(await gateway.put(`${path}/payment`, note)).toMatchObject(note);
    expect((await gateway.call('PUT', `${path}/payment`, { PaymentStatus: 'paid' })).status).toBe(400);
  });

  it('is reduced line by line, with new totals', async () => {
    const list = [
      { ...widget, UnitQuantity: '3', DiscountAmount: '30.00' },
      { ...widget, ItemId: 'W-200' },
    ];
    const { gateway, path } = await placed({ Lines: { list } });

    const changed = await gateway.put(`${path}/lines`, {
      Lines: {
        list: [
          { LineNo: 1, UnitQuantity: '1', DiscountAmount: '10.00' },
          { LineNo: 2, UnitQuantity: '0' },
        ],
      },
    });

    expect(changed).toMatchObject({ Subtotal: '90.00', TotalAmount: '107.10' });
    expect(lineOf(changed, 2)).toMatchObject({ UnitQuantity: '0', ExtendedAmount: '0.00' });
  });

  it('takes an added line, which is found by its reference', async () => {
    const { gateway, path } = await placed();
    const rounding = { ItemId: 'ROUNDING', UnitQuantity: '1', UnitPrice: '-0.01', Reference: 'SROUND0000000001' };

    const changed = await gateway.put(`${path}/lines`, { Lines: { list: [rounding] } });

    expect(changed).toMatchObject({ TotalAmount: '118.99' });
    expect(lineOf(changed, 2)).toMatchObject({ Reference: 'SROUND0000000001', UnitPrice: '-0.01' });
  });

  it('is cancelled when it is reduced to nothing', async () => {
    const { gateway, path } = await placed();

    const changed = await gateway.put(`${path}/lines`, { Lines: { list: [{ LineNo: 1, UnitQuantity: '0' }] } });

    expect(changed).toMatchObject({ Status: 'cancelled', TotalAmount: '0.00' });
  });

  it.each([
    ['a higher quantity', { LineNo: 1, UnitQuantity: '2' }, 'can only be lowered'],
    ['a line that is not there', { LineNo: 7, UnitQuantity: '1' }, 'no line 7'],
    ['another price', { LineNo: 1, UnitQuantity: '1', UnitPrice: '1.00' }, 'only UnitQuantity and DiscountAmount'],
    ['an addition without a price', { ItemId: 'ROUNDING', UnitQuantity: '1' }, 'UnitPrice'],
    ['an addition of nothing', { ItemId: 'ROUNDING', UnitQuantity: '0', UnitPrice: '1' }, 'nought'],
    ['an unknown item', { ItemId: 'NOPE', UnitQuantity: '1', UnitPrice: '1' }, 'Item NOPE'],
    ['a total below nought', { ItemId: 'ROUNDING', UnitQuantity: '1', UnitPrice: '-500' }, 'cannot be negative'],
  ])('refuses %s, and then changes nothing of the request', async (_what, change, message) => {
    const { gateway, path, order } = await placed();
    const addition = { ItemId: 'ROUNDING', UnitQuantity: '1', UnitPrice: '0.01' };

    const reply = await gateway.call('PUT', `${path}/lines`, { Lines: { list: [addition, change] } });

    expect(reply.body['ErrorMessage']).toContain(message);
    expect(await gateway.get(path)).toEqual(order);
  });

  it('answers 404 under a number that is not there', async () => {
    const { gateway } = await startSelling();

    const reply = await gateway.call('GET', `${orders}/42`);

    expect(reply).toMatchObject({
      status: 404,
      body: {
        ErrorType: 'P21.Common.Exceptions.ResourceNotFoundException',
        ErrorMessage: 'Sales order 42 was not found',
      },
    });
  });
});

const few = { items: [{ ItemId: 'FEW', ItemDesc: 'Scarce', QuantityOnHand: '5' }] };

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCustomer } from '../../sandbox/p21/customers.ts';
import { enteredOf } from '../../sandbox/p21/native/transactions/as-entered.ts';
import { netOf } from '../../sandbox/p21/sale-lines.ts';
import { divideHalfUp, printDecimal } from '../../sandbox/money.ts';
import { changed, facadeOf, form, head, headWithout, items, kit, startDesk, TODAY, widget } from './p21-native-desk.ts';
import type { Desk } from './p21-native-desk.ts';

const linesOf = (desk: Desk, order: string) =>
  desk.erp.orders.get(order).lines.map((line) => [line.item, line.quantity, netOf(line)] as const);
const ONE = 10_000n;

describe('orders of the native Prophet 21 sandbox', () => {
  it('are stored with everything that was entered', async () => {
    const desk = await startDesk();

    const number = await desk.post(
      'Order',
      head({
        delivery_instructions: 'Leave at the gate',
        approved: 'N',
        ufc_quittance_stripe_id: 'pi_1',
        ufc_quittance_payment_state: 'captured',
        ufc_quittance_paid_on: TODAY,
        ufc_channel: 'web',
      }),
      form('TP_SHIPTO.shipto', { ship_to_name: 'Jo Doe', phys_address1: '1 Main St', phys_country: 'US' }),
      items([{ ...widget, extended_desc: 'A widget' }]),
    );

    const { header, date, hold, lines } = desk.erp.orders.get(number);
    expect({ header, date, hold }).toEqual({
      header: {
        CustomerId: '100001',
        CurrencyId: 'USD',
        Reference: 'SORDER0000000001',
        WebReferenceNo: 'S-1001',
        Taker: 'SHOP',
        Notes: 'Leave at the gate',
        StripeId: 'pi_1',
        PaymentStatus: 'captured',
        PaymentDate: TODAY,
        ShipTo: { Name: 'Jo Doe', Address1: '1 Main St', Country: 'US' },
        UserDefined: { channel: 'web' },
      },
      date: TODAY,
      hold: true,
    });
    expect(lines).toMatchObject([{ no: 1, item: 'W-100', description: 'A widget', taxCode: 'STD19', quantity: ONE }]);
  });

  it('are found by the web reference where the site shows that column', async () => {
    const desk = await startDesk({ services: { Order: 'OrderByWebReference.json' } });

    const number = await desk.post('Order', head({ po_no: 'PO 7', web_reference_no: 'SORDER0000000009' }), items());

    expect(desk.erp.orders.get(number).header).toMatchObject({ PoNo: 'PO 7', Reference: 'SORDER0000000009' });
  });

  it.each([
    ['source_loc_id', 'Jurisdiction ID for Order Header Tax is required'],
    ['ship_to_id', 'This column is required.'],
    ['customer_id', "'Customer ID' is a required column."],
    ['requested_date', "'Requested Date' is a required column."],
  ])('need %s', async (field, message) => {
    const desk = await startDesk();

    expect(await desk.refusal('Order', headWithout(field), items())).toBe(message);
  });

  it.each([
    ['a day too early', { requested_date: TODAY }, 'Requested date must be after order date'],
    ['an unknown customer', { customer_id: '999999', ship_to_id: '1' }, 'Invalid customer_id: 999999 does not exist'],
    ['an unknown currency', { currency_id: '77' }, 'Invalid currency_id: 77 does not exist'],
    ['a currency that is not set up', { currency_id: '9' }, 'Invalid currency_id: XXX does not exist'],
    ['a cancelled beginning', { cancel_flag: 'Y' }, 'Column is disabled: cancel_flag'],
    ['a number of their own', { order_no: '1000001' }, 'Column is disabled: order_no'],
    ['a state that there is not', { ufc_quittance_payment_state: 'paid' }, 'Invalid ufc_quittance_payment_state: '],
    ['a long shop number', { job_name: 'x'.repeat(41) }, 'is longer than 40 characters'],
    ['a long reference', { po_no: 'x'.repeat(17) }, 'Invalid po_no: Too big'],
    ['no day', { order_date: '2026-02-30' }, 'order_date "2026-02-30" is no date'],
  ])('are refused for %s', async (_, changes, message) => {
    const desk = await startDesk();

    const order = ['customer_id', 'ship_to_id'].every((field) => !(field in changes))
      ? head(changes)
      : form('TABPAGE_1.order', { ...changes, sales_loc_id: '10', source_loc_id: '10', requested_date: '2099-01-01' });

    expect(await desk.refusal('Order', order, items())).toContain(message);
    expect(desk.documents().salesOrders).toEqual([]);
  });

  it.each([
    ['an unknown item', { oe_order_item_id: 'NOPE' }, 'Invalid oe_order_item_id: NOPE does not exist'],
    ['an unknown tax group', { tax_group_id: 'NOPE' }, 'Invalid tax_group_id: NOPE does not exist'],
    ['a price that is none', { unit_price: '1,00' }, 'Invalid unit_price: 1,00 is no price'],
    ['a price too fine', { unit_price: '0.0000001' }, 'Invalid unit_price: 0.0000001 is no price'],
    ['a quantity below nought', { unit_quantity: '-1' }, 'Invalid unit_quantity: -1 is no quantity'],
  ])('are refused for %s', async (_, changes, message) => {
    const desk = await startDesk();

    expect(await desk.refusal('Order', head(), items([{ ...widget, ...changes }]))).toBe(message);
  });

  it('are refused while the customer is on credit hold', async () => {
    const desk = await startDesk();
    const customer = addCustomer(desk.erp, { CustomerName: 'Slow Ltd', CurrencyId: 'USD', CreditHold: 'Y' }).number;
    const order = form('TABPAGE_1.order', {
      customer_id: customer,
      sales_loc_id: '10',
      source_loc_id: '10',
      ship_to_id: customer,
      requested_date: '2099-01-01',
    });

    expect(await desk.refusal('Order', order, items())).toBe(`Customer ${customer} is on credit hold`);
  });

  it('collapse rows of the same item into the last one when rows have no keys', async () => {
    const desk = await startDesk();
    const twice = [widget, { ...widget, user_line_no: '020', unit_quantity: '5' }];

    const collapsed = await desk.post('Order', head(), items(twice, []));
    const kept = await desk.post('Order', head(), items(twice));

    expect(linesOf(desk, collapsed)).toEqual([['W-100', 5n * ONE, 50_000n]]);
    expect(linesOf(desk, kept)).toEqual([
      ['W-100', ONE, 10_000n],
      ['W-100', 5n * ONE, 50_000n],
    ]);
  });

  it('become exact to the cent from prices of six decimals', async () => {
    const desk = await startDesk();
    const price = fc.bigInt({ min: -99_000_000n, max: 99_000_000_000n });
    const quantity = fc.bigInt({ min: 1n, max: 99_000_000n });
    const currency = fc.constantFrom(['1', 2n], ['3', 0n]);
    await fc.assert(
      fc.asyncProperty(price, quantity, currency, async (unitPrice, count, [currency_id, digits]) => {
        const net = divideHalfUp(unitPrice * count, 10n ** (10n - digits));
        fc.pre(net >= 0n);
        const row = {
          ...widget,
          unit_price: printDecimal(unitPrice, 6),
          unit_quantity: printDecimal(count, 4),
          tax_group_id: 'NOTAX',
        };

        const number = await desk.post('Order', head({ currency_id: currency_id }), items([row]));

        const order = desk.erp.orders.get(number);
        expect(linesOf(desk, number)).toEqual([['W-100', count, net]]);
        expect(order.lines.map((line) => enteredOf(desk.erp, order, line))).toEqual([{ userLineNo: '010', unitPrice }]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('changes of orders in the native Prophet 21 sandbox', () => {
  const started = async () => {
    const desk = await startDesk();
    return { desk, order: await desk.post('Order', head(), items([widget, { ...kit, unit_quantity: '3' }])) };
  };

  it('hold and release by the tick of approval', async () => {
    const { desk, order } = await started();
    const status = () => desk.documents().salesOrders[0]?.status;

    await desk.post('Order', changed(order, { approved: 'N' }));
    expect(status()).toBe('held');
    await desk.post('Order', changed(order, { approved: 'Y' }));
    expect(status()).toBe('open');
  });

  it('show the payment, the shop’s number and notes', async () => {
    const { desk, order } = await started();

    await desk.post(
      'Order',
      changed(order, {
        job_name: 'S-1002',
        delivery_instructions: 'Ring twice',
        ufc_quittance_stripe_id: 'pi_2',
        ufc_quittance_payment_state: 'captured',
        ufc_quittance_paid_on: TODAY,
      }),
    );

    expect(desk.erp.orders.get(order).header).toMatchObject({
      Reference: 'SORDER0000000001',
      WebReferenceNo: 'S-1002',
      Notes: 'Ring twice',
      StripeId: 'pi_2',
      PaymentStatus: 'captured',
      PaymentDate: TODAY,
    });
    await desk.post('Order', changed(order, { ufc_quittance_paid_on: '' }));
    expect(desk.erp.orders.get(order).header.PaymentDate).toBeUndefined();
  });

  it.each(['customer_id', 'ship_to_id', 'order_date', 'po_no', 'taker', 'currency_id', 'fc_create_invoice'])(
    'find %s disabled',
    async (field) => {
      const { desk, order } = await started();

      const value = field === 'fc_create_invoice' ? 'Y' : '1';

      expect(await desk.refusal('Order', changed(order, { [field]: value }))).toBe(`Column is disabled: ${field}`);
    },
  );

  it('find the ship-to disabled, and an order that is not there missing', async () => {
    const { desk, order } = await started();

    expect(await desk.refusal('Order', changed(order), form('TP_SHIPTO.shipto', { phys_city: 'Rome' }))).toBe(
      'Column is disabled: phys_city',
    );
    expect(await desk.refusal('Order', changed('1999999', { approved: 'N' }))).toBe(
      'Invalid order_no: 1999999 does not exist',
    );
  });

  it('cancel what is not invoiced, and only that', async () => {
    const { desk, order } = await started();
    const other = await desk.post('Order', head(), items());
    facadeOf(desk.site)('post', '/_sandbox/ship', { OrderNo: other });

    await desk.post('Order', changed(order, { cancel_flag: 'Y' }));

    const statuses = new Map(desk.documents().salesOrders.map(({ number, status }) => [number, status]));
    expect(statuses.get(order)).toBe('cancelled');
    expect(await desk.refusal('Order', changed(other, { cancel_flag: 'Y' }))).toBe(
      'You cannot cancel an order that is fully invoiced',
    );
  });

  it('update a keyed row that is there, and insert one that is not', async () => {
    const { desk, order } = await started();

    await desk.post(
      'Order',
      changed(order),
      items([
        { user_line_no: '020', oe_order_item_id: 'W-300', unit_quantity: '2' },
        { user_line_no: '030', oe_order_item_id: 'ROUNDING', unit_quantity: '1', unit_price: '-0.01' },
      ]),
    );

    expect(linesOf(desk, order)).toEqual([
      ['W-100', ONE, 10_000n],
      ['W-300', 2n * ONE, 4_000n],
      ['ROUNDING', ONE, -1n],
    ]);
  });

  it('change price and quantity, up as well as down', async () => {
    const { desk, order } = await started();
    const row = { user_line_no: '010', oe_order_item_id: 'W-100', unit_quantity: '3', unit_price: '33.333333' };

    await desk.post('Order', changed(order), items([row]));
    expect(linesOf(desk, order)[0]).toEqual(['W-100', 3n * ONE, 10_000n]);

    await desk.post('Order', changed(order), items([{ ...row, unit_quantity: '2', unit_price: '' }]));
    expect(linesOf(desk, order)[0]).toEqual(['W-100', 2n * ONE, 6_667n]);
    expect(desk.erp.orders.get(order).lines[0]?.allocated).toBe(2n * ONE);
  });

  it('without keys change the line of the same item', async () => {
    const { desk, order } = await started();

    await desk.post('Order', changed(order), items([{ oe_order_item_id: 'W-300', unit_quantity: '1' }], []));

    expect(linesOf(desk, order).map(([, quantity]) => quantity)).toEqual([ONE, ONE]);
  });

  it('leave a line’s item, text and tax alone', async () => {
    const { desk, order } = await started();
    const refusal = async (changes: Record<string, string>) =>
      desk.refusal('Order', changed(order), items([{ user_line_no: '010', ...changes }]));

    expect(await refusal({ oe_order_item_id: 'W-200' })).toBe('Column is disabled: oe_order_item_id');
    expect(await refusal({ extended_desc: 'Else' })).toBe('Column is disabled: extended_desc');
    expect(await refusal({ tax_group_id: 'RED7' })).toBe('Column is disabled: tax_group_id');
  });

  it('happen whole or not at all', async () => {
    const { desk, order } = await started();
    const before = desk.documents();

    const refusals = [
      await desk.refusal(
        'Order',
        changed(order, { approved: 'N', job_name: 'S-2' }),
        items([
          { user_line_no: '020', oe_order_item_id: 'W-300', unit_quantity: '1' },
          { ...kit, user_line_no: '030', oe_order_item_id: 'NOPE' },
        ]),
      ),
      await desk.refusal('Order', changed(order, { cancel_flag: 'Y', job_name: 'S-2' }), items([widget])),
      await desk.refusal('Order', changed(order, { cancel_flag: 'Y', approved: 'N' })),
      await desk.refusal('Order', changed(order, { approved: 'N', ufc_quittance_payment_state: 'paid' })),
    ];

    expect(refusals[0]).toBe('Invalid oe_order_item_id: NOPE does not exist');
    expect(desk.documents()).toEqual(before);
    expect(linesOf(desk, order)[1]).toEqual(['W-300', 3n * ONE, 6_000n]);
  });

  it('don’t reach what has shipped', async () => {
    const { desk, order } = await started();
    facadeOf(desk.site)('post', '/_sandbox/ship', { OrderNo: order });

    expect(await desk.refusal('Order', changed(order), items([{ ...widget, unit_quantity: '2' }]))).toBe(
      `Order ${order} can't change: it is invoiced`,
    );
    expect(await desk.refusal('Order', changed(order, { approved: 'N' }))).toContain('cannot be held');
  });
});

describe('orders that are invoiced at once in the native Prophet 21 sandbox', () => {
  const atOnce = () => head({ fc_create_invoice: 'Y' });

  it('are an invoice in the books, and a number of an order beside them', async () => {
    const desk = await startDesk();
    await desk.post('Order', head(), items());

    const order = await desk.post('Order', atOnce(), items());
    const next = await desk.post('Order', head(), items());

    const [invoice] = desk.documents().invoices;
    expect(invoice).toMatchObject({ reference: 'SORDER0000000001', webReferenceNo: 'S-1001', totalMinor: 11_900 });
    expect(desk.site.atOnce).toEqual(new Map([[order, invoice?.number]]));
    expect(desk.documents().salesOrders.map(({ number }) => number)).not.toContain(order);
    expect(BigInt(next) - BigInt(order)).toBe(1n);
  });

  it('can be neither cancelled nor changed', async () => {
    const desk = await startDesk();
    const order = await desk.post('Order', atOnce(), items());

    expect(await desk.refusal('Order', changed(order, { cancel_flag: 'Y' }))).toBe(
      'You cannot cancel an order that is fully invoiced',
    );
    expect(await desk.refusal('Order', changed(order, { approved: 'N' }))).toBe('Column is disabled: approved');
  });

  it('are refused in a closed period, and unless they are approved', async () => {
    const desk = await startDesk({ closedPeriods: [TODAY.slice(0, 7)] });

    expect(await desk.refusal('Order', atOnce(), items())).toBe(
      `Period ${TODAY.slice(5, 7).replace(/^0/, '')} is closed`,
    );
    expect(await desk.refusal('Order', head({ fc_create_invoice: 'Y', approved: 'N' }), items())).toBe(
      'An order that is not approved cannot be invoiced',
    );
    expect(desk.site.atOnce.size).toBe(0);
    expect(desk.documents().invoices).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { customerIn, TODAY } from './p21-gateway.ts';
import type { NativeSite } from './p21-native.ts';
import { number, startNative } from './p21-native.ts';

const edits = (values: Readonly<Record<string, string>>) => ({
  Edits: Object.entries(values).map(([Name, Value]) => ({ Name, Value })),
  RelativeDateEdits: [],
});
const tomorrow = new Date(Date.parse(`${TODAY}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

function orderFor(customer: string, more: Readonly<Record<string, string>> = {}) {
  const header = {
    customer_id: customer,
    sales_loc_id: '1',
    source_loc_id: '1',
    ship_to_id: customer,
    order_date: TODAY,
    requested_date: tomorrow,
    po_no: 'SORDER0000000001',
    job_name: 'S-1001',
    currency_id: '1',
    ...more,
  };
  const rows = ['010', '020'].map((user_line_no) =>
    edits({
      user_line_no,
      oe_order_item_id: 'W-100',
      unit_quantity: '3',
      unit_price: '33.333333',
      tax_group_id: 'STD19',
    }),
  );
  const DataElements = [
    { Name: 'TABPAGE_1.order', Type: 'Form', Keys: [], Rows: [edits(header)] },
    { Name: 'TP_ITEMS.items', Type: 'List', Keys: ['user_line_no'], Rows: rows },
  ];
  return { Name: 'Order', UseCodeValues: true, Transactions: [{ Status: 'New', DataElements }] };
}

const place = async (site: NativeSite, order: object) => {
  const { text } = await site.post('/uiserver0/api/v2/transaction', order);
  const number = /"Name":"order_no","Value":"(\d+)"/.exec(text)?.[1];
  if (number === undefined) throw new Error(text);
  return number;
};

describe('orders of the native Prophet 21 sandbox', () => {
  it('that a transaction made show prices of six digits and the numbers that their lines were given', async () => {
    const site = await startNative();
    const order = await place(site, orderFor(await customerIn(site.gateway), { ufc_quittance_stripe_id: 'pi_1' }));
    const where = { $filter: `order_no eq '${order}'` };

    expect(await site.rows('oe_hdr', { $filter: "po_no eq 'SORDER0000000001'" })).toMatchObject([
      { order_no: order, job_name: 'S-1001', approved: 'Y', front_counter: 'N' },
    ]);
    expect(await site.rows('oe_line', { ...where, $orderby: 'line_no' })).toMatchObject(
      ['010', '020'].map((user_line_no) => ({
        user_line_no,
        unit_quantity: number('3.0000'),
        unit_price: number('33.333333'),
        extended_price: number('100.0000'),
      })),
    );
    expect(await site.rows('oe_hdr_ud', where)).toMatchObject([{ quittance_stripe_id: 'pi_1' }]);
  });

  it('that are invoiced at once are orders here, and an invoice alone in the books', async () => {
    const site = await startNative();
    const order = await place(site, orderFor(await customerIn(site.gateway), { fc_create_invoice: 'Y' }));
    const where = { $filter: `order_no eq '${order}'` };

    expect(await site.gateway.list('/api/v2/salesorders')).toEqual([]);
    const [invoice] = await site.gateway.list('/api/v2/invoices');
    expect(await site.rows('oe_hdr', where)).toMatchObject([
      { po_no: 'SORDER0000000001', front_counter: 'Y', approved: 'Y', cancel_flag: 'N' },
    ]);
    expect(await site.rows('oe_line', { ...where, $select: 'qty_shipped,qty_invoiced,unit_price' })).toEqual(
      Array.from({ length: 2 }, () => ({
        qty_shipped: number('3.0000'),
        qty_invoiced: number('3.0000'),
        unit_price: number('33.333333'),
      })),
    );
    expect(await site.rows('oe_hdr_tax', where)).toMatchObject([{ tax_amount: number('38.0000') }]);
    expect(await site.rows('invoice_hdr', where)).toMatchObject([
      { invoice_no: invoice?.['InvoiceNo'], po_no: 'SORDER0000000001', total_amount: number('238.0000') },
    ]);
    expect(await site.ask('/api/sales/orders/')).toMatchObject({ body: [{ OrderNo: order }] });
  });

  it('that could not be read are refused by the Transaction API, in its own words', async () => {
    const site = await startNative();

    const reply = await site.raw('/uiserver0/api/v2/transaction', { method: 'POST', body: '{"Name":' });

    expect(reply.status).toBe(500);
    expect(JSON.parse(reply.text)).toMatchObject({ ErrorMessage: 'The transaction set could not be read' });
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('meet, with the habit contaminatedSessions %s, %i session that a failure left behind', async (habit, met) => {
    const site = await startNative({ native: { habits: { contaminatedSessions: habit } } });
    const customer = await customerIn(site.gateway);
    const send = async (order: object) => (await site.post('/uiserver0/api/v2/transaction', order)).text;
    expect(await send(orderFor('42'))).toContain('Invalid customer_id: 42 does not exist');

    const answers = [];
    for (let round = 0; round < 6; round += 1) answers.push(await send(orderFor(customer)));

    expect(answers.filter((text) => text.includes('Unexpected response window'))).toHaveLength(met);
    expect(await site.rows('oe_hdr')).toHaveLength(6 - met);
  });

  it('with the habit droppedLineEvery lose a line now and then, and say nothing', async () => {
    const site = await startNative({ native: { habits: { droppedLineEvery: 2 } } });
    const customer = await customerIn(site.gateway);

    const orders = [await place(site, orderFor(customer)), await place(site, orderFor(customer))];

    const lines = await Promise.all(
      orders.map(async (order) => (await site.rows('oe_line', { $filter: `order_no eq '${order}'` })).length),
    );
    expect(lines).toEqual([2, 1]);
  });

  it('of a site with its own services and windows are made by them alone', async () => {
    const site = await startNative({
      native: {
        services: { SalesOrderEntry: 'Order', CashReceipts: 'CashReceipts' },
        forbidden: { windows: ['CashReceipts'] },
      },
    });

    const services = await site.ask('/uiserver0/api/v2/services');
    expect(services.body).toEqual(['SalesOrderEntry', 'CashReceipts']);
    expect(await site.raw('/uiserver0/api/v2/definition/Order')).toMatchObject({ status: 500, text: '' });
    const forbidden = await site.raw('/uiserver0/api/v2/definition/CashReceipts');
    expect(forbidden.text).toContain('is not available or user does not have permission to open it');
  });
});

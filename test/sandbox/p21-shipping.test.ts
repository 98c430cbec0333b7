import { describe, expect, it, vi } from 'vitest';
import type { Body, Gateway } from './p21-gateway.ts';
import { balancesOf, orderOf, refusalOf, startSelling, widget } from './p21-gateway.ts';

const orders = '/api/v2/salesorders';
const fast = { shipAfterMs: 20, invoiceAfterMs: 20 };
const scarce = { items: [{ ItemId: 'FEW', QuantityOnHand: '2' }] };
const few = (quantity: string, more: Body = {}) => ({ ...widget, ItemId: 'FEW', UnitQuantity: quantity, ...more });

const statusOf = async (gateway: Gateway, order: Body) =>
  (await gateway.get(`${orders}/${String(order['OrderNo'])}`))['Status'];

vi.setConfig({ testTimeout: 30_000 });
const eventually = { timeout: 20_000 };

describe('the warehouse of the Prophet 21 sandbox', () => {
  it('ships free orders by itself and invoices them afterwards, with the references of the order', async () => {
    const { gateway, customer } = await startSelling(fast);
    const order = await gateway.post(orders, orderOf(customer));

    await expect.poll(() => statusOf(gateway, order), eventually).toBe('invoiced');

    const [invoice] = await gateway.list(`/api/v2/invoices?OrderNo=${String(order['OrderNo'])}`);
    expect(invoice).toMatchObject({
      OrderNo: order['OrderNo'],
      Reference: 'SORDER0000000001',
      StripeId: 'pi_0000000000000000000000001',
      WebReferenceNo: 'S-1001',
      TotalAmount: '119.00',
      OpenAmount: '119.00',
      AmountPaid: '0.00',
      Status: 'open',
    });
    expect(await gateway.get(`${orders}/${String(order['OrderNo'])}`)).toMatchObject({
      Invoices: { list: [invoice?.['InvoiceNo']] },
    });
    expect(await balancesOf(gateway)).toEqual({ '1100': 11_900, '2200': -1_900, '4000': -10_000 });
  });

  it('leaves held orders alone until they are released', async () => {
    const { gateway, customer } = await startSelling(fast);
    const held = await gateway.post(orders, orderOf(customer, { Hold: 'Y' }));
    const free = await gateway.post(orders, orderOf(customer));

    await expect.poll(() => statusOf(gateway, free), eventually).toBe('invoiced');
    expect(await statusOf(gateway, held)).toBe('held');

    await gateway.post(`${orders}/${String(held['OrderNo'])}/release`);
    await expect.poll(() => statusOf(gateway, held), eventually).toBe('invoiced');
  });

  it('does not ship what was held or cancelled in the meantime', async () => {
    const { gateway, customer } = await startSelling({ shipAfterMs: 2_000 });
    const cancelled = await gateway.post(orders, orderOf(customer));
    const held = await gateway.post(orders, orderOf(customer));
    const free = await gateway.post(orders, orderOf(customer));
    await gateway.post(`${orders}/${String(cancelled['OrderNo'])}/cancel`, { Reason: 'changed my mind' });
    await gateway.post(`${orders}/${String(held['OrderNo'])}/hold`, {});

    await expect.poll(() => statusOf(gateway, free), eventually).toBe('invoiced');

    expect([await statusOf(gateway, cancelled), await statusOf(gateway, held)]).toEqual(['cancelled', 'held']);
    expect(await gateway.list('/api/v2/invoices')).toHaveLength(1);
  });

  it('never ships by itself unless it was told when', async () => {
    const { gateway, customer } = await startSelling();
    const order = await gateway.post(orders, orderOf(customer));

    expect(await statusOf(gateway, order)).toBe('open');
    expect(await gateway.admin('ship', { OrderNo: order['OrderNo'] })).toMatchObject({ InvoiceNo: '3000001' });
    expect(await statusOf(gateway, order)).toBe('invoiced');
  });

  it('shows shortages at once, and promises stock to the first order', async () => {
    const { gateway, customer } = await startSelling(scarce);

    const first = await gateway.post(orders, orderOf(customer, { Lines: { list: [few('1.5')] } }));
    const second = await gateway.post(orders, orderOf(customer, { Lines: { list: [few('1.5')] } }));

    expect(first).toMatchObject({ Lines: { list: [{ QuantityBackordered: '0' }] } });
    expect(second).toMatchObject({ Lines: { list: [{ QuantityBackordered: '1' }] } });
  });

  it('ships in part, invoices the parts to the cent, and the rest when stock comes in', async () => {
    const { gateway, customer } = await startSelling({ ...scarce, shipAfterMs: 10 });
    const lines = [few('3', { UnitPrice: '9.99', DiscountAmount: '1.00', TaxCode: 'NOTAX' }), shipping];
    const order = await gateway.post(orders, orderOf(customer, { Lines: { list: lines } }));
    const invoices = () => gateway.list(`/api/v2/invoices?OrderNo=${String(order['OrderNo'])}`);
    const totals = async () => (await invoices()).map((invoice) => invoice['TotalAmount']);

    await expect.poll(totals, eventually).toEqual(['24.31']);
    expect(await statusOf(gateway, order)).toBe('open');

    await gateway.admin('items', { ItemId: 'FEW', QuantityOnHand: '10' });
    await expect.poll(totals, eventually).toEqual(['24.31', '9.66']);
    expect(await statusOf(gateway, order)).toBe('invoiced');
    expect(order['TotalAmount']).toBe('33.97');
    expect(await gateway.get('/api/v2/items/FEW')).toMatchObject({ QuantityOnHand: '9' });
  });

  it('does not ship services ahead of goods that are short', async () => {
    const { gateway, customer } = await startSelling({ items: [{ ItemId: 'FEW', QuantityOnHand: '0' }] });
    const order = await gateway.post(orders, orderOf(customer, { Lines: { list: [few('1'), shipping] } }));

    const reply = await gateway.send('POST', '/_sandbox/ship', { OrderNo: order['OrderNo'] });

    expect(reply.body['ErrorMessage']).toContain('nothing to ship: it is open');
  });

  it('cancels the rest of an order that was invoiced in part', async () => {
    const { gateway, customer } = await startSelling(scarce);
    const lines = [few('3', { UnitPrice: '10.00', DiscountAmount: '3.00', TaxCode: 'NOTAX' })];
    const order = await gateway.post(orders, orderOf(customer, { Lines: { list: lines } }));
    await gateway.admin('ship', { OrderNo: order['OrderNo'] });
    const path = `${orders}/${String(order['OrderNo'])}`;

    const reduced = await refusalOf(
      gateway.call('PUT', `${path}/lines`, { Lines: { list: [{ LineNo: 1, UnitQuantity: '1' }] } }),
    );
    const cancelled = await gateway.post(`${path}/cancel`, { Reason: 'no more to come' });

    expect(reduced).toContain('has shipped more than that');
    expect(cancelled).toMatchObject({ Status: 'invoiced', TotalAmount: '18.00', CancelReason: 'no more to come' });
  });

  it('holds an order whose first part would be invoiced below nought', async () => {
    const { gateway, customer } = await startSelling({ ...scarce, ...fast });
    const voucher = { ItemId: 'ROUNDING', UnitQuantity: '1', UnitPrice: '-250.00' };
    const order = await gateway.post(orders, orderOf(customer, { Lines: { list: [few('3'), voucher] } }));

    await expect.poll(() => statusOf(gateway, order), eventually).toBe('held');

    expect(await gateway.get(`${orders}/${String(order['OrderNo'])}`)).toMatchObject({
      HoldReason: 'The total of a document cannot be negative',
      Lines: { list: [{ QuantityShipped: '0' }, {}] },
    });
  });

  it('dates its invoices on the first open day', async () => {
    const { gateway, customer } = await startSelling();
    const month = new Date().toISOString().slice(0, 7);
    await gateway.admin('periods', { Period: month, Open: 'N' });
    const order = await gateway.post(orders, orderOf(customer));

    await gateway.admin('ship', { OrderNo: order['OrderNo'] });

    const [invoice] = await gateway.list('/api/v2/invoices');
    const period = await gateway.get(`/api/v2/gl/periods?Date=${month}-15`);
    expect(invoice?.['InvoiceDate']).toBe(period['NextOpenDate']);
    expect(String(invoice?.['InvoiceDate']).slice(0, 7) > month).toBe(true);
  });

  it('ships part of each line, and invoices it when it is told to: no sooner and once', async () => {
    const { gateway, customer } = await startSelling();
    const order = await gateway.post(
      orders,
      orderOf(customer, { Lines: { list: [{ ...widget, UnitQuantity: '3' }] } }),
    );
    const OrderNo = order['OrderNo'];

    expect(await gateway.admin('ship', { OrderNo, Quantity: '1', Invoice: 'N' })).toEqual({ OrderNo });
    expect(await gateway.get(`${orders}/${String(OrderNo)}`)).toMatchObject({
      Status: 'open',
      Lines: { list: [{ QuantityShipped: '1', QuantityInvoiced: '0' }] },
    });
    await gateway.admin('ship', { OrderNo, Invoice: 'N' });
    expect(await statusOf(gateway, order)).toBe('shipped');

    expect((await gateway.admin('invoice', { OrderNo }))['InvoiceNos']).toHaveLength(2);
    expect(await statusOf(gateway, order)).toBe('invoiced');
    expect(await gateway.admin('invoice', { OrderNo })).toMatchObject({ InvoiceNos: [] });
  });
});

const shipping = { ItemId: 'SHIPPING', UnitQuantity: '1', UnitPrice: '5.00' };

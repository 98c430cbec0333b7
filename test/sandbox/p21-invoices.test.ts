import { describe, expect, it } from 'vitest';
import type { Body } from './p21-gateway.ts';
import { balancesOf, customerIn, invoiceOf, receiptOf, refusalOf, startSelling, TODAY, widget } from './p21-gateway.ts';

const invoices = '/api/v2/invoices';
const memos = '/api/v2/creditmemos';
const memoOf = (invoice: Body, changes: Body = {}) => ({
  InvoiceNo: invoice['InvoiceNo'],
  CreditMemoDate: TODAY,
  CurrencyId: 'USD',
  Amount: '40.00',
  Reason: 'returned',
  Reference: 'SMEMO00000000001',
  ...changes,
});
const invoiced = async (changes: Body = {}) => {
  const { gateway, customer } = await startSelling();
  return { gateway, customer, invoice: await gateway.post(invoices, invoiceOf(customer, changes)) };
};

describe('direct invoices of the Prophet 21 sandbox', () => {
  it('post receivables, revenue and tax, and keep the proposed number beside their own', async () => {
    const { gateway, invoice } = await invoiced({ ExternalInvoiceNo: 'WEB-77' });

    expect(invoice).toMatchObject({
      InvoiceNo: '3000001',
      ExternalInvoiceNo: 'WEB-77',
      TotalAmount: '119.00',
      LedgerAmount: '119.00',
      OpenAmount: '119.00',
    });
    expect(invoice).not.toHaveProperty('OrderNo');
    expect(await gateway.list(`${invoices}?Reference=SINVOICE00000001`)).toEqual([invoice]);
    expect(await gateway.get(`${invoices}/3000001`)).toEqual(invoice);
    expect(await balancesOf(gateway)).toEqual({ '1100': 11_900, '2200': -1_900, '4000': -10_000 });
  });

  it('are converted at the rate of the ERP, to the minor unit', async () => {
    const { gateway } = await startSelling();
    const customer = await customerIn(gateway, 'EUR');

    const invoice = await gateway.post(invoices, invoiceOf(customer, { CurrencyId: 'EUR' }));

    expect(invoice).toMatchObject({ TotalAmount: '119.00', LedgerAmount: '128.52' });
    expect(await balancesOf(gateway)).toEqual({ '1100': 12_852, '2200': -2_052, '4000': -10_800 });
  });

  it('are refused in a closed period, on credit hold, and for unknown items', async () => {
    const { gateway, customer } = await startSelling({ closedPeriods: ['2025-12'] });
    const post = (changes: Body) => refusalOf(gateway.call('POST', invoices, invoiceOf(customer, changes)));

    expect(await post({ InvoiceDate: '2025-12-31' })).toBe('500 Period 12 of 2025 is closed (InvoiceDate 2025-12-31)');
    expect(await post({ Lines: { list: [{ ...widget, ItemId: 'NOPE' }] } })).toBe('500 Item NOPE does not exist');
    expect(await post({ InvoiceDate: '2025-13-01' })).toContain('400 InvoiceDate "2025-13-01"');
    await gateway.put(`/api/v2/customers/${customer}`, { CreditHold: 'Y' });
    expect(await post({})).toContain('200 Customer');
    expect(await gateway.list(invoices)).toEqual([]);
  });
});

describe('credit memos of the Prophet 21 sandbox', () => {
  it('by amount split revenue and tax as the invoice did, and pay what is open on it', async () => {
    const { gateway, invoice } = await invoiced();

    const memo = await gateway.post(memos, memoOf(invoice));

    expect(memo).toMatchObject({
      CreditMemoNo: '4000001',
      Subtotal: '33.61',
      TaxAmount: '6.39',
      TotalAmount: '40.00',
      AmountApplied: '40.00',
      OpenAmount: '0.00',
      Status: 'applied',
    });
    expect(await gateway.get(`${invoices}/3000001`)).toMatchObject({ OpenAmount: '79.00', AmountPaid: '40.00' });
    expect(await gateway.list(`${memos}?InvoiceNo=3000001`)).toEqual([memo]);
    expect(await gateway.list(`${memos}?Reference=SMEMO00000000001`)).toEqual([memo]);
    expect(await gateway.get(`${memos}/4000001`)).toEqual(memo);
  });

  it('by lines are taxed like an invoice', async () => {
    const { gateway, invoice } = await invoiced({ Lines: { list: [{ ...widget, UnitQuantity: '3' }] } });

    const memo = await gateway.post(memos, memoOf(invoice, { Amount: undefined, Lines: { list: [widget] } }));

    expect(memo).toMatchObject({ TotalAmount: '119.00', Lines: { list: [{ ItemId: 'W-100' }] } });
    expect(memo).not.toHaveProperty('Amount');
  });

  it('stay open as a credit of the customer where the invoice is paid', async () => {
    const { gateway, customer, invoice } = await invoiced();
    const Applications = { list: [{ InvoiceNo: invoice['InvoiceNo'], Amount: '119.00' }] };
    await gateway.post('/api/v2/cashreceipts', receiptOf(customer, { Applications }));

    const memo = await gateway.post(memos, memoOf(invoice));

    expect(memo).toMatchObject({ AmountApplied: '0.00', OpenAmount: '40.00', Status: 'open' });
    expect(await balancesOf(gateway)).toMatchObject({ '1100': -4_000 });
  });

  it('together give the invoice back to nought, tax included', async () => {
    const { gateway, invoice } = await invoiced({ Lines: { list: [{ ...widget, UnitPrice: '99.99' }] } });

    for (const Amount of ['33.33', '33.33', '52.33']) await gateway.post(memos, memoOf(invoice, { Amount }));

    expect(invoice['TotalAmount']).toBe('118.99');
    expect(await balancesOf(gateway)).toEqual({});
  });

  it.each([
    ['more than is left of the invoice', { Amount: '119.01' }, '500 Invoice 3000001 has only 119.00 left to credit'],
    ['another currency', { CurrencyId: 'EUR' }, '500 Invoice 3000001 is in USD'],
    ['an unknown invoice', { InvoiceNo: '42' }, '500 Invoice 42 does not exist'],
    ['nothing', { Amount: '0.00' }, '400 A credit memo must be worth more than nought'],
    ['lines and amount at once', { Lines: { list: [widget] } }, '400 Give either Amount or Lines'],
    ['a closed period', { CreditMemoDate: '2025-12-31' }, '500 Period 12 of 2025 is closed'],
  ])('refuse %s', async (_what, changes, message) => {
    const { gateway, invoice } = await invoiced();
    await gateway.admin('periods', { Period: '2025-12', Open: 'N' });

    expect(await refusalOf(gateway.call('POST', memos, memoOf(invoice, changes)))).toContain(message);
    expect(await gateway.list(memos)).toEqual([]);
  });
});

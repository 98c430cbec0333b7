import { describe, expect, it } from 'vitest';
import { balancesOf, booksOf, invoiceOf, orderOf, refusalOf, startSelling, TODAY } from './p21-gateway.ts';
import type { Body, Gateway } from './p21-gateway.ts';

const orders = '/api/v2/salesorders';
const memos = '/api/v2/creditmemos';
const line = (price: string, more: object = {}) => ({ ItemId: 'W-100', UnitQuantity: '1', UnitPrice: price, ...more });

/** What each account of revenue holds, in minor units; credits are negative. */
async function revenue(gateway: Gateway): Promise<Readonly<Record<string, number>>> {
  expect((await booksOf(gateway)).trialBalanceMinor).toBe(0);
  return Object.fromEntries(Object.entries(await balancesOf(gateway)).filter(([account]) => account.startsWith('4')));
}

const invoiced = async (gateway: Gateway, customer: string, list: readonly object[]): Promise<string> =>
  String((await gateway.post('/api/v2/invoices', invoiceOf(customer, { Lines: { list } })))['InvoiceNo']);

const memoOf = (InvoiceNo: string, more: object) => ({
  InvoiceNo,
  CreditMemoDate: TODAY,
  CurrencyId: 'USD',
  ...more,
});

describe('revenue in the Prophet 21 sandbox', () => {
  it('goes to the account of its line, also when the ERP invoices the order later', async () => {
    const { gateway, customer } = await startSelling();
    const list = [line('10.00', { RevenueAccount: '4010' }), line('5.00')];
    const order = await gateway.post(orders, { ...orderOf(customer), Lines: { list } });

    const { InvoiceNo } = await gateway.admin('ship', { OrderNo: order['OrderNo'] });

    expect(await revenue(gateway)).toEqual({ '4000': -500, '4010': -1000 });
    const stored = await gateway.get(`/api/v2/invoices/${String(InvoiceNo)}`);
    expect((stored['Lines'] as { list: Body[] }).list.map((one) => one['RevenueAccount'])).toEqual(['4010', undefined]);
  });

  it('goes back by amount as it came, to the cent, however many memos there are', async () => {
    const { gateway, customer } = await startSelling();
    const number = await invoiced(gateway, customer, [
      line('10.01', { RevenueAccount: '4010', TaxCode: 'STD19' }),
      line('5.03', { RevenueAccount: '4020', TaxCode: 'STD19' }),
      line('3.33', { TaxCode: 'RED7' }),
    ]);
    for (const Amount of ['7.77', '0.01', '13.68']) await gateway.post(memos, memoOf(number, { Amount }));

    expect((await booksOf(gateway)).openItemsMinor).toBe(0);
    expect(await revenue(gateway)).toEqual({});
  });

  it('goes back by lines to the account that the line names, or that its item was invoiced to', async () => {
    const { gateway, customer } = await startSelling();
    const number = await invoiced(gateway, customer, [line('10.00', { RevenueAccount: '4010' })]);
    await gateway.post(memos, memoOf(number, { Lines: { list: [line('4.00')] } }));
    await gateway.post(memos, memoOf(number, { Lines: { list: [line('1.00', { RevenueAccount: '4020' })] } }));

    expect(await revenue(gateway)).toEqual({ '4010': -600, '4020': 100 });
  });

  it.each([
    ['40100', 'RevenueAccount 40100 does not exist'],
    ['1100', 'RevenueAccount 1100 is a control account'],
    ['9999', 'RevenueAccount 9999 is blocked for posting'],
  ])('is refused on account %s', async (RevenueAccount, message) => {
    const { gateway, customer } = await startSelling();
    const order = { ...orderOf(customer), Lines: { list: [line('10.00', { RevenueAccount })] } };

    expect(await refusalOf(gateway.call('POST', orders, order))).toContain(message);
  });
});

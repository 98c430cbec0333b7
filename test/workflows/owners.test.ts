import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reference } from '../../src/domain/documents.ts';
import { money } from '../../src/domain/money.ts';
import { createP21Facade } from '../../src/erp/p21/facade/adapter.ts';
import { samples } from '../erp/samples.ts';
import { startProduct, until, type Product } from '../support/product.ts';
import { salesOf } from '../support/sales.ts';

const house = 'HOUSE';
const customers = [
  { CustomerId: house, CustomerName: 'Web sales', CurrencyId: 'USD' },
  { CustomerId: 'PEOPLE', CustomerName: 'Made by people', CurrencyId: 'USD' },
  { CustomerId: 'TWIN-1', CustomerName: 'Twin One', Email: 'twin@buyers.example', CurrencyId: 'USD' },
  { CustomerId: 'TWIN-2', CustomerName: 'Twin Two', Email: 'twin@buyers.example', CurrencyId: 'USD' },
];

let product: Product;
let sales: ReturnType<typeof salesOf>;
beforeAll(async () => {
  product = await startProduct({
    orders: 'grace_minutes: 0\nother_payments_hours: 0',
    profile: { customers: { settings: { house_account: house } } },
    stripe: { settlementCurrencies: ['usd'] },
    p21: { customers, items: [{ ItemId: 'SCARCE', QuantityOnHand: '0' }] },
  });
  sales = salesOf(product);
}, 120_000);
afterAll(() => product.stop());

const stuck = async (payment: string) => {
  await product.nudge(payment);
  return product.parked(payment);
};
const settle = (payment: string, outcome: 'succeeded' | 'failed') =>
  product.stripeAdmin('/_sandbox/settle', { payment_intent: payment, outcome });

describe('a payment belongs to', () => {
  it('nobody yet when it pays a Billing invoice: it waits for a person, and nothing is posted', async () => {
    const { id: customer } = await product.stripe.customers.create({ email: 'subscriber@buyers.example' });
    await product.stripeAdmin('/_sandbox/invoices', { customer, amount: 4_900, currency: 'usd' });
    const [intent] = (await product.stripe.paymentIntents.list({ customer })).data;
    const payment = intent?.id ?? '';

    expect(await stuck(payment)).toMatchObject({ kind: 'business', code: 'billing-invoice' });
    expect((await sales.held('none', payment)).receipts).toHaveLength(0);
  });

  it('the ERP order of people that its metadata names: a receipt only, applied to the invoice made before', async () => {
    const number = await orderOfPeople('W-100');
    await invoiced(number);
    const payment = await sales.pay(undefined, { metadata: { erporderid: number } });

    expect(await sales.dealtWith(payment)).toBe('settled');
    expect(await ofPeople(number, payment)).toMatchObject({ orders: 1, applied: [11_900], customers: ['PEOPLE'] });
  });

  it('the ERP order of people, also when the ERP invoices it only afterwards', async () => {
    const number = await orderOfPeople('SCARCE');
    const payment = await sales.pay(undefined, { metadata: { erporderid: number } });
    expect(await sales.dealtWith(payment)).toBe('settled');
    expect((await sales.held('', payment)).receipts).toMatchObject([{ unappliedMinor: 11_900 }]);

    await product.admin('/_sandbox/items', { ItemId: 'SCARCE', QuantityOnHand: '10' });
    await sales.applied('', payment);
    expect(await ofPeople(number, payment)).toMatchObject({ orders: 1, applied: [11_900] });
  });

  it('nobody when neither order nor invoice is named: no order is invented', async () => {
    const payment = await sales.pay(undefined);

    expect(await stuck(payment)).toMatchObject({ kind: 'business', code: 'no-order-source' });
    expect((await sales.held(payment, payment)).orders).toHaveLength(0);
  });

  it('nobody while its metadata holds what looks like a card number, which is shown nowhere', async () => {
    const card = ['4242', '4242', '4242', '4242'].join(' ');
    await sales.push('O-CARD');
    const payment = await sales.pay('O-CARD', { metadata: { ecommerceorderid: 'O-CARD', note: `paid by ${card}` } });

    expect(await stuck(payment)).toMatchObject({ kind: 'business', code: 'invalid' });
    const shown = JSON.stringify([await sales.cases(payment), await product.seen(payment), product.logged]);
    expect(shown).toContain('metadata.note');
    expect(shown).not.toContain(card);
    expect(shown).not.toContain(card.replaceAll(' ', ''));

    await product.stripe.paymentIntents.update(payment, { metadata: { note: '' } });
    const [charge] = (await product.stripe.charges.list({ payment_intent: payment })).data;
    await product.stripe.charges.update(charge?.id ?? '', { metadata: { note: '' } });
    expect(await sales.dealtWith(payment)).toBe('settled');
  });

  it('nobody at all once a person skipped what could not even be read', async () => {
    const note = ['4242', '4242', '4242', '4242'].join(' ');
    await sales.push('O-SKIP');
    const payment = await sales.pay('O-SKIP', { metadata: { ecommerceorderid: 'O-SKIP', note } });
    await stuck(payment);
    await sales.decide(payment, 'skip');

    expect(await product.settled(payment)).toBe('settled');
    expect((await sales.held('O-SKIP', payment)).orders).toHaveLength(0);
  });
});

describe('the customer of a sale', () => {
  it('is created once for a guest who gives an e-mail, however often the guest comes back', async () => {
    const customer = { customer: { name: 'Guest', email: 'Guest@Buyers.Example' } };
    await sales.push('C-1', customer);
    await sales.push('C-2', customer);
    await sales.dealtWith(await sales.pay('C-1'));
    await sales.dealtWith(await sales.pay('C-2'));

    const { customers: all = [], salesOrders = [] } = await product.erp();
    const [guest, ...others] = all.filter(({ email }) => email === 'guest@buyers.example');
    expect(others).toHaveLength(0);
    const orders = salesOrders.filter(({ webReferenceNo }) => webReferenceNo === 'C-1' || webReferenceNo === 'C-2');
    expect(orders.map(({ customer: number }) => number)).toEqual([guest?.['number'], guest?.['number']]);
  });

  it('is the house account when nobody is named', async () => {
    await sales.push('C-3', { customer: null });
    const payment = await sales.pay('C-3');
    expect(await sales.dealtWith(payment)).toBe('settled');

    expect((await sales.held('C-3', payment)).orders).toMatchObject([{ customer: house }]);
  });

  it('is a case when two share the e-mail, until a person says which one', async () => {
    await sales.push('C-4', { customer: { name: 'Twin', email: 'twin@buyers.example' } });
    const payment = await sales.pay('C-4');
    const { caseId = '', code } = await stuck(payment);
    expect(code).toBe('conflict');
    expect((await sales.cases(payment))[0]?.words).toContain('TWIN-1, TWIN-2');
    await product.store.cases.storePatch(caseId, { customer: 'TWIN-2' }, { by: 'ann', reason: 'asked them' });
    await sales.decide(payment, 'patch', { caseId });

    expect(await product.settled(payment)).toBe('settled');
    const { orders, receipts } = await sales.applied('C-4', payment);
    expect(orders).toMatchObject([{ customer: 'TWIN-2' }]);
    expect(receipts).toMatchObject([{ customer: 'TWIN-2' }]);
  });
});

describe('the money of a sale', () => {
  it.each([
    { currency: 'JPY', total: 11_900, settled: 7_973 },
    { currency: 'KWD', total: 12_340, settled: 4_011 },
  ])(
    'arrives to the digit in $currency, with what Stripe settled in the ledger',
    async ({ currency, total, settled }) => {
      const lines = [{ sku: 'SKU-1', description: 'Widget', quantity: 2, unit_amount: total / 2 }];
      await sales.push(`M-${currency}`, { currency, lines, total });
      const payment = await sales.pay(`M-${currency}`, { amount: total, currency: currency.toLowerCase() });
      expect(await sales.dealtWith(payment)).toBe('settled');

      const { orders, invoices, receipts } = await sales.applied(`M-${currency}`, payment);
      expect(orders).toMatchObject([{ currency, totalMinor: total }]);
      expect(invoices).toMatchObject([{ currency, totalMinor: total, status: 'paid' }]);
      const settlement = { settlementCurrency: 'USD', settlementMinor: settled, homeMinor: settled };
      expect(receipts).toMatchObject([{ currency, totalMinor: total, ...settlement }]);
      expect((await product.books()).trialBalanceMinor).toBe(0);
    },
  );

  it('is a case when Stripe settled it in another currency than the ledger keeps', async () => {
    await sales.push('M-EUR');
    const payment = await sales.pay('M-EUR', { metadata: { ecommerceorderid: 'M-EUR', sandbox_settlement: 'eur' } });

    expect(await stuck(payment)).toMatchObject({ kind: 'business', code: 'settlement-currency' });
    expect(await sales.held('M-EUR', payment)).toMatchObject({ orders: [], receipts: [] });
  });

  it('waits as a deposit when the second payment of an order fails, until another one completes it', async () => {
    await sales.push('M-1', { payments: 2 });
    const first = await sales.pay('M-1', { amount: 4_000 });
    expect(await stuck(first)).toMatchObject({ kind: 'business', code: 'paid-too-little' });
    const second = await sales.pay('M-1', { amount: 7_900, payment_method: 'pm_sepa_debit' });
    expect(await sales.dealtWith(second)).toBe('settled');
    await settle(second, 'failed');
    expect(await sales.dealtWith(second)).toBe('settled');
    expect(await product.parked(first)).toMatchObject({ code: 'paid-too-little' });
    const { orders: before, receipts } = await sales.held('M-1', first);
    expect(before.filter(({ status }) => status !== 'cancelled' && status !== 'held')).toHaveLength(0);
    expect(receipts).toMatchObject([{ totalMinor: 4_000, unappliedMinor: 4_000 }]);
    expect((await sales.held('M-1', second)).receipts).toHaveLength(0);

    const third = await sales.pay('M-1', { amount: 7_900 });
    expect(await sales.dealtWith(third)).toBe('settled');
    const { orders } = await sales.applied('M-1', first);
    await sales.applied('M-1', third);
    expect(orders.filter(({ status }) => status !== 'cancelled')).toHaveLength(1);
  });

  it('goes back when a bank debit fails late: the receipt is returned, the order and its invoice stay', async () => {
    await sales.push('M-2');
    const payment = await sales.pay('M-2', { payment_method: 'pm_sepa_debit' });
    expect(await sales.dealtWith(payment)).toBe('settled');
    await settle(payment, 'succeeded');
    expect(await sales.dealtWith(payment)).toBe('settled');
    await sales.applied('M-2', payment);
    await settle(payment, 'failed');
    expect(await sales.dealtWith(payment)).toBe('settled');

    const { orders, invoices, receipts } = await sales.held('M-2', payment);
    expect(receipts).toMatchObject([{ status: 'reversed', applications: [] }]);
    expect(invoices).toMatchObject([{ status: 'open', unappliedMinor: 11_900 }]);
    expect(orders).toHaveLength(1);
    expect(orders[0]?.['status']).not.toBe('cancelled');
    expect((await product.books()).trialBalanceMinor).toBe(0);
  });
});

/** Somebody enters an order at the ERP; the web shop knows nothing of it. */
async function orderOfPeople(item: string): Promise<string> {
  const auth = {
    kind: 'client_credentials',
    clientId: 'quittance',
    clientSecret: () => 'sandbox-client-secret',
  } as const;
  const erp = createP21Facade({ baseUrl: product.p21.url, company: 'ACME', requestMs: 5_000, auth });
  const accounts = { clearing: '1010', expense: '6000', balance: '1015', control: '1100', ledgerCurrency: 'USD' };
  const day = new Date().toISOString().slice(0, 10);
  const order = samples({
    ...accounts,
    customer: 'PEOPLE',
    item,
    service: item,
    noTax: 'NOTAX',
    taxed: 'STD19',
    day,
    closedDay: day,
  }).salesOrder(money(11_900, 'USD'), {
    payment: 'incomplete',
  });
  return (await erp.post(order, `BYPEOPLE${item}` as Reference)).number;
}

const invoiced = (order: string) =>
  until(
    () => product.erp(),
    ({ invoices = [] }) => invoices.some(({ orderNo }) => orderNo === order),
  );

async function ofPeople(number: string, payment: string) {
  const { salesOrders = [], invoices = [] } = await product.erp();
  const { receipts } = await sales.held('', payment);
  const own = invoices.filter(({ orderNo }) => orderNo === number).map((invoice) => invoice['number']);
  const applications = receipts.flatMap(
    (receipt) => receipt['applications'] as readonly { invoiceNo: string; amountMinor: number }[],
  );
  return {
    orders: salesOrders.filter((order) => order['number'] === number || order['stripeId'] === payment).length,
    applied: applications.filter(({ invoiceNo }) => own.includes(invoiceNo)).map(({ amountMinor }) => amountMinor),
    customers: receipts.map(({ customer }) => customer),
  };
}

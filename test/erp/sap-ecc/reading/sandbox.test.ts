import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { connected, given, ground, of } from '../system.ts';

let references = 0;
const newReference = (): Reference => `SANDBOX${String((references += 1)).padStart(9, '0')}` as Reference;
const usual = money(119_07, 'EUR');
const { customer } = ground;

const all = async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
  const seen = [];
  for await (const item of items) seen.push(item);
  return seen;
};
const wrapped = async () => {
  const { erp, tell } = await connected({ default: 'soap-wrapper' });
  const ship = async (order: string) => tell('ship', { OrderNo: order });
  return { erp, tell, ship };
};

describe('the simulated SAP, read', () => {
  it.each([usual, money(1_191, 'JPY'), money(119_073, 'KWD'), money(5_000_00, 'UGX')])(
    'gives every document as it was posted: %o',
    async (amount) => {
      const { erp } = await wrapped();
      const receipt = await erp.post(of.cashReceipt(amount), newReference());
      const invoice = await erp.post(of.invoice(amount), newReference());
      const documents = [
        receipt,
        invoice,
        await erp.post(of.salesOrder(amount), newReference()),
        await erp.post(of.creditMemo(amount, invoice.number), newReference()),
        await erp.post(of.customerRefund(amount, receipt.number), newReference()),
        await erp.post(of.journalEntry(amount), newReference()),
      ];

      for (const document of documents) {
        const kind = document.kind as 'invoice';
        expect(document.total).toEqual(amount);
        expect(await erp.read(kind, document.number)).toEqual(document);
        expect(await erp.find(kind, document.reference as Reference)).toEqual(document);
      }
    },
  );

  it('reads an invoice in a currency of which SAP keeps fewer digits than Stripe', async () => {
    const { erp, ship } = await wrapped();
    const total = money(5_000_00, 'UGX');
    const { number } = await erp.post(of.salesOrder(total), newReference());
    await ship(number);

    expect(await erp.invoicesOf(number)).toMatchObject([{ total }]);
  });

  it('follows an order from open over invoiced, and gives its invoice', async () => {
    const { erp, ship } = await wrapped();
    const since = new Date(Date.now() - 1_000).toISOString();
    const { number } = await erp.post(of.salesOrder(usual), newReference());
    expect(await erp.read('sales-order', number)).toMatchObject({ status: 'open', total: usual, customer });
    expect(await erp.invoicesOf(number)).toEqual([]);

    await ship(number);
    const invoices = await erp.invoicesOf(number);

    expect(await erp.read('sales-order', number)).toMatchObject({ status: 'invoiced' });
    expect(invoices).toMatchObject([{ order: number, total: usual }]);
    expect(await all(erp.changes(since))).toEqual(invoices);
    expect(await all(erp.changes(new Date(Date.now() + 3_600_000).toISOString()))).toEqual([]);
    expect(await erp.read('invoice', invoices[0]?.number ?? '')).toMatchObject({ kind: 'invoice', total: usual });
  });

  it('clears a deposit in parts, shows the rest as of the deposit, and takes it back', async () => {
    const { erp, ship } = await wrapped();
    const order = (await erp.post(of.salesOrder(usual), newReference())).number;
    const deposit = newReference();
    const receipt = (await erp.post(of.cashReceipt(usual), deposit)).number;
    await ship(order);
    const [{ number: invoice } = { number: '' }] = await erp.invoicesOf(order);
    const [first, second, undoing] = [newReference(), newReference(), newReference()];
    const part = { receipt, invoice, amount: money(19_07, 'EUR') };
    const rest = { receipt, invoice, amount: money(100_00, 'EUR') };

    const applied = await erp.apply(part, first);
    expect(await erp.apply(part, first)).toEqual(applied);
    const open = await erp.openItems({ customer });
    expect(open).toHaveLength(2);
    expect(open).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'cash-receipt',
          number: receipt,
          reference: deposit,
          open: money(-100_00, 'EUR'),
        }),
        expect.objectContaining({ kind: 'invoice', number: invoice, open: money(100_00, 'EUR') }),
      ]),
    );

    await erp.apply(rest, second);
    expect(await erp.openItems({ customer })).toEqual([]);
    await expect(erp.apply(part, newReference())).rejects.toMatchObject({ code: 'rejected' });

    const taken = await erp.unapply(rest, undoing);
    expect(await erp.unapply(rest, undoing)).toEqual(taken);
    expect(await erp.findApplication(rest, undoing)).toEqual(taken);
    expect(await erp.findApplication(rest, second)).toMatchObject({ kind: 'application', status: 'reversed' });
    expect(await erp.findApplication(part, first)).toEqual(applied);
    expect(await erp.read('cash-receipt', receipt)).toMatchObject({ status: 'open', total: usual });
  });

  it.each(['soap-wrapper', 'odata'] as const)(
    'gives receipts as receipts where credit memos are of their type, by %s',
    async (way) => {
      const documentTypes = { invoice: 'DR', receipt: 'DG', creditMemo: 'DG', journal: 'SA' };
      const { erp } = await connected({ default: way }, { organisation: { ...given, documentTypes } });
      const reference = newReference();

      const receipt = await erp.post(of.cashReceipt(usual), reference);

      expect(receipt).toMatchObject({ kind: 'cash-receipt', total: usual });
      expect(await erp.find('cash-receipt', reference)).toEqual(receipt);
    },
  );

  it('leaves alone what F.13 has cleared already, and can take it back', async () => {
    const { erp, ship, tell } = await wrapped();
    const order = (await erp.post(of.salesOrder(usual), newReference())).number;
    const receipt = (await erp.post(of.cashReceipt(usual, { order }), newReference())).number;
    await ship(order);
    const [{ number: invoice } = { number: '' }] = await erp.invoicesOf(order);
    expect(await tell('clearing-run', {})).toEqual({ Cleared: 1 });
    const application = { receipt, invoice, amount: usual };

    const applied = await erp.apply(application, newReference());

    expect(applied).toMatchObject({ kind: 'application', status: 'open', total: usual });
    expect(await erp.openItems({ customer })).toEqual([]);
    expect(await erp.unapply(application, newReference())).toMatchObject({ kind: 'undoing' });
    expect(await erp.openItems({ customer })).toHaveLength(2);
  });

  it('knows its customers, items, accounts, periods and itself', async () => {
    const { erp, tell } = await wrapped();
    await tell('customers', {
      CustomerId: '100600',
      CustomerName: 'Blocked',
      Email: 'b@example.com',
      CreditBlocked: 'Y',
    });

    expect(await erp.customers({ email: 'B@example.com' })).toMatchObject([{ number: '100600', creditHold: true }]);
    expect(await erp.customers({ number: customer })).toMatchObject([{ number: customer, creditHold: false }]);
    expect(await erp.items({ number: ground.item })).toMatchObject([{ number: ground.item }]);
    expect(await erp.items({ number: 'NO-SUCH-ITEM' })).toEqual([]);
    for (const [number, kind] of [
      [ground.clearing, 'bank'],
      [ground.expense, 'profit-and-loss'],
      ['140000', 'control'],
      ['113000', 'balance'],
    ])
      expect(await erp.accounts({ number: number ?? '' })).toEqual([{ number, kind, blocked: false }]);
    expect(await erp.openPeriod(ground.closedDay)).toBe('2026-01-01');
    expect(await erp.openPeriod(ground.day)).toBe(ground.day);
    expect(await erp.ping()).toMatchObject({ ledgerCurrency: 'EUR' });
    expect(await erp.openItems({ customer: '99999999' })).toEqual([]);
  });
});

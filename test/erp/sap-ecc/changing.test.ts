import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { newReference } from '../contract.ts';
import { connected, given, ground, of } from './system.ts';

const eur = money(119_07, 'EUR');
const how = (because: 'mistake' | 'returned' = 'mistake') => ({
  because,
  reason: 'Posted twice',
  reference: newReference(),
  date: ground.day,
});

describe.each(['soap-stateful', 'soap-wrapper'] as const)('changing by %s', (way) => {
  const start = (more = {}) => connected({ default: way }, more);

  it('holds an order once and releases it once, with the reason on it meanwhile', async () => {
    const { erp, seen } = await start();
    const { number } = await erp.post(of.salesOrder(eur), newReference());

    await erp.hold(number, 'Payment is under review');
    const before = seen.length;
    await erp.hold(number, 'Payment is under review');
    expect(seen.length - before).toBe(1);
    expect(await erp.read('sales-order', number)).toMatchObject({ status: 'held' });

    await erp.release(number);
    await erp.release(number);
    expect(await erp.read('sales-order', number)).toMatchObject({ status: 'open', total: eur });
  });

  it('leaves a delivery block alone that is not ours', async () => {
    const { erp, open } = await start();
    const somebody = open({ organisation: { ...given, holdBlock: '02' } });
    const { number } = await erp.post(of.salesOrder(eur), newReference());
    await somebody.hold(number, 'Export licence');

    await erp.hold(number, 'Payment is under review');
    await expect(erp.release(number)).rejects.toMatchObject({ code: 'rejected' });

    expect(await erp.read('sales-order', number)).toMatchObject({ status: 'held' });
  });

  it('finds no order that does not exist', async () => {
    const { erp } = await start();

    await expect(erp.hold('99999999', 'Review')).rejects.toMatchObject({ code: 'not-found' });
    await expect(erp.undo({ kind: 'cash-receipt', number: '1400000999-1000-2026' }, how())).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('shows a payment, and asks only once when it shows already', async () => {
    const { erp, seen } = await start();
    const { number } = await erp.post(
      of.salesOrder(eur, { payment: 'pending', extra: { Notes: 'Ring twice' } }),
      newReference(),
    );
    const note = { state: 'captured', stripeId: 'ch_sample00000000000000002', paidOn: ground.day } as const;

    await erp.showPayment(number, note);
    const before = seen.length;
    await erp.showPayment(number, note);
    await erp.showPayment(number, { state: 'captured', stripeId: note.stripeId });

    expect(seen.length - before).toBe(2);
  });

  it('reduces an order with its discount, and rejects what nothing is left of', async () => {
    const { erp } = await start();
    const lines = of.salesOrder(eur).lines.map((line) => ({
      ...line,
      quantity: 3,
      discount: money(3_00, 'EUR'),
      net: money(3 * 119_07 - 3_00, 'EUR'),
    }));
    const { number } = await erp.post(of.salesOrder(eur, { lines }), newReference());

    const two = await erp.reduce(number, [{ item: ground.item, quantity: 2 }], newReference());
    expect(two.total).toEqual(money(2 * 119_07 - 2_00, 'EUR'));
    expect(await erp.reduce(number, [{ item: ground.item, quantity: 2 }], newReference())).toEqual(two);

    const none = await erp.reduce(number, [{ item: ground.item, quantity: 0 }], newReference());
    expect(none).toMatchObject({ status: 'cancelled', total: money(0, 'EUR') });
    expect(await erp.reduce(number, [{ item: ground.item, quantity: 0 }], newReference())).toEqual(none);
    await expect(erp.reduce(number, [{ item: ground.item, quantity: 1 }], newReference())).rejects.toMatchObject({
      code: 'rejected',
    });
  });

  it.each([-1, 1])('adds a rounding item of %s once', async (minor) => {
    const { erp } = await start();
    const { number } = await erp.post(of.salesOrder(eur), newReference());
    const add = { item: 'ROUNDING', description: 'Rounding', amount: money(minor, 'EUR'), taxCode: ground.noTax };
    const reference = newReference();

    const first = await erp.reduce(number, [{ add }], reference);

    expect(first.total).toEqual(money(eur.minor + minor, 'EUR'));
    expect(await erp.reduce(number, [{ add }], reference)).toEqual(first);
  });

  it('cancels an order, and refuses once it is invoiced', async () => {
    const { erp, tell } = await start();
    const { number } = await erp.post(of.salesOrder(eur), newReference());
    const undoing = how();

    const undone = await erp.undo({ kind: 'sales-order', number }, undoing);
    expect(undone).toEqual({ kind: 'undoing', number, reference: undoing.reference, status: 'cancelled' });
    expect(await erp.findUndoing({ kind: 'sales-order', number }, undoing.reference)).toEqual(undone);
    expect(await erp.findUndoing({ kind: 'sales-order', number }, newReference())).toBeUndefined();

    const second = (await erp.post(of.salesOrder(eur), newReference())).number;
    await tell('ship', { OrderNo: second });
    await expect(erp.undo({ kind: 'sales-order', number: second }, how())).rejects.toMatchObject({ code: 'rejected' });
  });

  it.each(['invoice', 'cash-receipt', 'journal-entry', 'customer-refund', 'credit-memo'] as const)(
    'reverses a %s, once',
    async (kind) => {
      const { erp } = await start();
      const invoice = await erp.post(of.invoice(eur), newReference());
      const documents = {
        invoice: of.invoice(eur),
        'cash-receipt': of.cashReceipt(money(1_191, 'JPY'), { date: '2026-01-20' }),
        'journal-entry': of.journalEntry(eur),
        'customer-refund': of.customerRefund(eur, '1'),
        'credit-memo': of.creditMemo(eur, invoice.number),
      };
      const { number, total } = await erp.post(documents[kind], newReference());
      const undoing = how();

      const undone = await erp.undo({ kind, number }, undoing);

      expect(undone).toMatchObject({ kind: 'undoing', reference: undoing.reference, total });
      expect(await erp.findUndoing({ kind, number }, undoing.reference)).toEqual(undone);
      expect(await erp.read(kind, number)).toMatchObject({ status: 'reversed' });
      await expect(erp.undo({ kind, number }, how())).rejects.toMatchObject({ code: 'conflict' });
    },
  );

  it('keeps a receipt whose money was returned, and debits the customer instead', async () => {
    const { erp } = await start();
    const { number } = await erp.post(of.cashReceipt(money(1_191, 'JPY')), newReference());
    const undoing = how('returned');

    const undone = await erp.undo({ kind: 'cash-receipt', number }, undoing);

    expect(undone).toMatchObject({ kind: 'undoing', reference: undoing.reference, total: money(1_191, 'JPY') });
    expect(await erp.findUndoing({ kind: 'cash-receipt', number }, undoing.reference)).toEqual(undone);
    expect(await erp.read('cash-receipt', number)).toMatchObject({ status: 'open' });
  });

  it('bills and cancels a direct invoice in SD where a company wants that, taxed as SAP does', async () => {
    const { erp } = await start({ organisation: { ...given, invoices: 'billing' } });
    const reference = newReference();

    const posted = await erp.post(of.invoice(eur), reference);
    expect(posted).toMatchObject({ kind: 'invoice', reference, total: money(141_69, 'EUR') });
    expect(await erp.find('invoice', reference)).toEqual(posted);
    const memo = await erp.post(of.creditMemo(money(40_00, 'EUR'), posted.number), newReference());
    expect(memo.total).toEqual(money(40_00, 'EUR'));

    const undoing = how();
    const undone = await erp.undo({ kind: 'invoice', number: posted.number }, undoing);
    expect(await erp.findUndoing({ kind: 'invoice', number: posted.number }, undoing.reference)).toEqual(undone);
  });
});

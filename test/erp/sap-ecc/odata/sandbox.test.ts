import { describe, expect, it } from 'vitest';
import type { ErpDocument, Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import type { ErpReceipt } from '../../../../src/erp/port.ts';
import { connected, of } from '../system.ts';

let references = 0;
const newReference = (): Reference => `T${String((references += 1)).padStart(15, '0')}` as Reference;
const usual = money(119_07, 'EUR');
const how = (reference: Reference, because: 'mistake' | 'returned' = 'mistake') =>
  ({ because, reason: 'Posted by mistake', reference, date: '2026-01-30' }) as const;

async function started() {
  const { erp, tell, seen } = await connected({ default: 'odata' }, { requestMs: 5_000 });
  const post = (document: ErpDocument, reference = newReference()): Promise<ErpReceipt> =>
    erp.post(document, reference);
  return { erp, tell, post, seen };
}

describe('SAP by OData', () => {
  it('takes every financial document back, once', async () => {
    const { erp, post } = await started();
    const financial = [
      of.invoice(usual),
      of.creditMemo(usual, (await post(of.invoice(usual))).number),
      of.cashReceipt(usual),
      of.customerRefund(usual, (await post(of.cashReceipt(usual))).number),
      of.journalEntry(usual),
    ];
    for (const document of financial) {
      const { kind } = document;
      const { number } = await post(document);
      const reference = newReference();
      const undone = await erp.undo({ kind, number }, how(reference));

      expect(undone).toMatchObject({ kind: 'undoing', reference, total: usual });
      expect(await erp.findUndoing({ kind, number }, reference)).toEqual(undone);
      expect(await erp.read(kind, number)).toMatchObject({ status: 'reversed' });
    }
  });

  it('keeps a receipt whose money the bank took back, and posts the return beside it', async () => {
    const { erp, post } = await started();
    const { number } = await post(of.cashReceipt(usual));
    const reference = newReference();
    const returned = await erp.undo({ kind: 'cash-receipt', number }, how(reference, 'returned'));

    expect(returned).toMatchObject({ kind: 'undoing', reference, total: usual });
    expect(await erp.findUndoing({ kind: 'cash-receipt', number }, reference)).toEqual(returned);
    expect(await erp.read('cash-receipt', number)).toMatchObject({ status: 'open' });
  });

  it('cancels an order, and refuses that of one that is invoiced', async () => {
    const { erp, post, tell } = await started();
    const first = (await post(of.salesOrder(usual))).number;
    const reference = newReference();
    const undone = await erp.undo({ kind: 'sales-order', number: first }, how(reference));
    const second = (await post(of.salesOrder(usual))).number;
    await tell('ship', { OrderNo: second });

    expect(undone).toMatchObject({ kind: 'undoing', reference, status: 'cancelled' });
    expect(await erp.findUndoing({ kind: 'sales-order', number: first }, reference)).toEqual(undone);
    await expect(erp.undo({ kind: 'sales-order', number: second }, how(newReference()))).rejects.toMatchObject({
      code: 'rejected',
    });
  });

  it('holds, releases and shows the payment, each without a write the second time', async () => {
    const { erp, post, seen } = await started();
    const { number } = await post(of.salesOrder(usual, { payment: 'pending' }));
    const note = { state: 'captured', stripeId: 'ch_2', paidOn: '2026-02-01' } as const;
    const steps = [() => erp.hold(number, 'Review'), () => erp.release(number), () => erp.showPayment(number, note)];
    for (const step of steps) {
      await step();
      const before = seen.length;
      await step();
      expect(seen.length - before).toBe(1);
    }
    expect(await erp.read('sales-order', number)).toMatchObject({ status: 'open' });
    await expect(erp.hold('99999999', 'Review')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('reduces a line and its discount, adds a rounding line once, and never grows', async () => {
    const { erp, post } = await started();
    const [line] = of.salesOrder(usual).lines;
    if (!line) throw new Error('The sample has a line');
    const lines = [{ ...line, quantity: 3, discount: money(3_00, 'EUR'), net: money(3 * 119_07 - 3_00, 'EUR') }];
    const { number } = await post(of.salesOrder(money(3 * 119_07 - 3_00, 'EUR'), { lines }));
    const reference = newReference();
    const add = { item: line.item, description: 'Rounding', amount: money(-1, 'EUR'), taxCode: 'A0' };

    const reduced = await erp.reduce(number, [{ item: line.item, quantity: 2 }], newReference());
    const rounded = await erp.reduce(number, [{ add }], reference);

    expect(reduced.total).toEqual(money(2 * 119_07 - 2_00, 'EUR'));
    expect(rounded.total).toEqual(money(2 * 119_07 - 2_01, 'EUR'));
    expect(await erp.reduce(number, [{ add }], reference)).toEqual(rounded);
    await expect(erp.reduce(number, [{ item: line.item, quantity: 3 }], newReference())).rejects.toMatchObject({
      code: 'rejected',
    });
  });

  it('takes an item to nothing, once, and finds it so', async () => {
    const { erp, post, seen } = await started();
    const order = of.salesOrder(usual);
    const { number } = await post(order);
    const none = [{ item: order.lines[0]?.item ?? '', quantity: 0 }];

    const reduced = await erp.reduce(number, none, newReference());
    const before = seen.length;

    expect(reduced.total).toEqual(money(0, 'EUR'));
    expect(await erp.reduce(number, none, newReference())).toEqual(reduced);
    expect(seen.length - before).toBe(1);
  });

  it('applies a deposit to what SAP invoiced, once, and takes that back', async () => {
    const { erp, post, tell } = await started();
    const receipt = (await post(of.cashReceipt(usual))).number;
    const order = (await post(of.salesOrder(usual))).number;
    const { InvoiceNo: invoice } = (await tell('ship', { OrderNo: order })) as { InvoiceNo: string };
    const application = { receipt, invoice, amount: usual };
    const [reference, undoing] = [newReference(), newReference()];

    const applied = await erp.apply(application, reference);
    expect(await erp.apply(application, reference)).toEqual(applied);
    expect(applied).toMatchObject({ kind: 'application', reference, total: usual, status: 'open' });
    expect(await erp.findApplication(application, reference)).toEqual(applied);
    await expect(erp.undo({ kind: 'cash-receipt', number: receipt }, how(newReference()))).rejects.toMatchObject({
      code: 'rejected',
    });

    const taken = await erp.unapply(application, undoing);
    expect(taken).toMatchObject({ kind: 'undoing', reference: undoing });
    expect(await erp.findApplication(application, undoing)).toEqual(taken);
    expect(await erp.findApplication(application, reference)).toMatchObject({ status: 'reversed' });
  });

  it('refuses what SAP refuses, by the table of its messages', async () => {
    const { erp } = await started();
    const unknown = of.salesOrder(usual);
    const lines = unknown.lines.map((each) => ({ ...each, item: 'NO-SUCH-ITEM' }));

    await expect(erp.post({ ...unknown, lines }, newReference())).rejects.toMatchObject({
      code: 'invalid',
      where: expect.stringContaining('Material') as string,
    });
    await expect(erp.post(of.salesOrder(usual, { customer: '88888888' }), newReference())).rejects.toMatchObject({
      code: 'invalid',
      where: 'Customer',
    });
    await expect(erp.post(of.cashReceipt(usual, { date: '2025-12-15' }), newReference())).rejects.toMatchObject({
      code: 'rejected',
      where: 'Date',
    });
  });
});

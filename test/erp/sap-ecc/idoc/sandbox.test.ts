import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money, type Money } from '../../../../src/domain/money.ts';
import { everyKind, totalOf } from '../../samples.ts';
import { startedSap } from './sandboxed.ts';

let references = 0;
const newReference = (): Reference => `I${String((references += 1)).padStart(15, '0')}` as Reference;
const usual = money(119_07, 'EUR');

async function started(requestMs?: number) {
  const sap = await startedSap('idoc', { idocDelayMs: 50 }, requestMs);
  const { erp, of } = sap;
  const make = {
    customer: async ({ currency }: Money) => Promise.resolve(of.customer(currency)),
    'sales-order': async (amount: Money) => Promise.resolve(of.salesOrder(amount)),
    invoice: async (amount: Money) => Promise.resolve(of.invoice(amount)),
    'credit-memo': async (amount: Money) =>
      of.creditMemo(amount, (await erp.post(of.invoice(amount), newReference())).number),
    'cash-receipt': async (amount: Money) => Promise.resolve(of.cashReceipt(amount)),
    'customer-refund': async (amount: Money) =>
      of.customerRefund(amount, (await erp.post(of.cashReceipt(amount), newReference())).number),
    'journal-entry': async (amount: Money) => Promise.resolve(of.journalEntry(amount)),
  };
  return { ...sap, make };
}

describe('SAP by IDoc', () => {
  for (const kind of everyKind)
    for (const amount of [money(1_191, 'JPY'), usual, money(119_073, 'KWD')])
      it(`posts one ${kind} over ${amount.minor} minor units of ${amount.currency}, and finds it again`, async () => {
        const { erp, make } = await started();
        const reference = newReference();
        const document = await make[kind](amount);
        const receipt = await erp.post(document, reference);

        expect(receipt).toMatchObject({ kind, reference });
        expect(receipt.total).toEqual(totalOf(document, amount));
        expect(await erp.find(kind, reference)).toEqual(receipt);
        expect(await erp.read(kind, receipt.number)).toEqual(receipt);
        expect(await erp.find(kind, newReference())).toBeUndefined();
      });

  it('never sends again what SAP has stored: it is busy until its status decides', async () => {
    const { erp, of, admin } = await started(1_000);
    const reference = newReference();
    await admin('behaviour', { holdIdocs: true });

    await expect(erp.post(of.cashReceipt(usual), reference)).rejects.toMatchObject({ code: 'outcome-unknown' });
    await expect(erp.find('cash-receipt', reference)).rejects.toMatchObject({ code: 'busy' });

    await admin('behaviour', { holdIdocs: false });
    const found = await untilFound(() => erp.find('cash-receipt', reference));
    expect(found).toMatchObject({ kind: 'cash-receipt', reference, total: usual });
  });

  it('tells why SAP refused, lets a person end that IDoc, and posts what was mended under the same reference', async () => {
    const { erp, of } = await started();
    const reference = newReference();

    await expect(erp.post(of.cashReceipt(usual, { date: '2025-12-15' }), reference)).rejects.toMatchObject({
      code: 'rejected',
      where: 'Date',
    });
    await expect(erp.find('cash-receipt', reference)).rejects.toMatchObject({ code: 'conflict', where: 'STATUS' });
    const posted = await erp.post(of.cashReceipt(usual), reference);
    expect(await erp.find('cash-receipt', reference)).toEqual(posted);
  });

  it('refuses to choose between two IDocs that both posted', async () => {
    const { erp, of } = await started();
    const reference = newReference();
    await erp.post(of.cashReceipt(usual), reference);
    await erp.post(of.cashReceipt(usual), reference);

    await expect(erp.find('cash-receipt', reference)).rejects.toMatchObject({ code: 'conflict' });
  });
});

async function untilFound<T>(find: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await find();
    } catch (error) {
      if (tries > 20) throw error;
      await pause(100);
    }
  }
}

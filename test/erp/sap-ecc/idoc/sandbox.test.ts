import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { connected, idoc, of } from '../system.ts';

let references = 0;
const newReference = (): Reference => `I${String((references += 1)).padStart(15, '0')}` as Reference;
const usual = money(119_07, 'EUR');

const started = (requestMs = 5_000) =>
  connected({ default: 'idoc', changes: 'soap-wrapper' }, { idoc, requestMs }, { idocDelayMs: 50 });

describe('SAP by IDoc', () => {
  it('never sends again what SAP has stored: it is busy until its status decides', async () => {
    const { erp, tell } = await started(1_000);
    const reference = newReference();
    await tell('behaviour', { holdIdocs: true });

    await expect(erp.post(of.cashReceipt(usual), reference)).rejects.toMatchObject({ code: 'outcome-unknown' });
    await expect(erp.find('cash-receipt', reference)).rejects.toMatchObject({ code: 'busy' });

    await tell('behaviour', { holdIdocs: false });
    const found = await untilFound(() => erp.find('cash-receipt', reference));
    expect(found).toMatchObject({ kind: 'cash-receipt', reference, total: usual });
  });

  it('tells why SAP refused, lets a person end that IDoc, and posts what was mended under the same reference', async () => {
    const { erp, put } = await started();
    const reference = newReference();

    await expect(erp.post(of.cashReceipt(usual, { date: '2025-12-15' }), reference)).rejects.toMatchObject({
      code: 'rejected',
      where: 'Date',
    });
    const asked = await erp.find('cash-receipt', reference).catch((error: unknown) => error);
    expect(asked).toMatchObject({ code: 'conflict', where: 'STATUS' });
    const [, idocNumber = ''] = /set IDoc (\d{16}) to 68/.exec(String(asked)) ?? [];
    await put(`idocs/${idocNumber}`, { Status: '68' });
    expect(await erp.find('cash-receipt', reference)).toBeUndefined();

    const posted = await erp.post(of.cashReceipt(usual), reference);
    expect(await erp.find('cash-receipt', reference)).toEqual(posted);
  });

  it('refuses to choose between two IDocs that both posted', async () => {
    const { erp } = await started();
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

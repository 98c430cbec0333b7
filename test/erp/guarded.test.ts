import { describe, expect, it } from 'vitest';
import type { Reference } from '../../src/domain/documents.ts';
import { guarded } from '../../src/erp/guarded.ts';
import { paged } from '../../src/erp/paged.ts';
import type { ErpInvoice, ErpPort } from '../../src/erp/port.ts';

const invoice = (number: string): ErpInvoice => ({
  number,
  order: '1',
  total: { minor: 1, currency: 'USD' },
  changedAt: '2026-01-30T09:00:00.000Z',
});
const twoPages = () =>
  paged(async function* () {
    yield [invoice('1'), invoice('2')];
    yield [invoice('3')];
  });

function guardedErp(erp: Partial<ErpPort>) {
  const names: string[] = [];
  const around = <T>(name: string, call: () => Promise<T>): Promise<T> => {
    names.push(name);
    return call();
  };
  return { erp: guarded(erp as ErpPort, around), names };
}

const numbersOf = async (invoices: AsyncIterable<ErpInvoice>): Promise<readonly string[]> => {
  const numbers = [];
  for await (const { number } of invoices) numbers.push(number);
  return numbers;
};

describe('a guarded ERP', () => {
  it('passes each call through, with its arguments and its answer', async () => {
    const find: ErpPort['find'] = (kind, reference) => Promise.resolve({ kind, number: '7', reference });
    const { erp, names } = guardedErp({ find });

    expect(await erp.find('invoice', 'R1' as Reference)).toEqual({ kind: 'invoice', number: '7', reference: 'R1' });
    expect(names).toEqual(['find']);
  });

  it('passes each page of changes through, not each invoice', async () => {
    const { erp, names } = guardedErp({ changes: twoPages });

    expect(await numbersOf(erp.changes('2026-01-30'))).toEqual(['1', '2', '3']);
    expect(names).toEqual(['changes', 'changes', 'changes']);
  });

  it('can be guarded twice', async () => {
    const inner = guardedErp({ changes: twoPages });
    const outer = guardedErp(inner.erp);

    expect(await numbersOf(outer.erp.changes('2026-01-30'))).toEqual(['1', '2', '3']);
    expect([inner.names.length, outer.names.length]).toEqual([3, 3]);
  });

  it('reads sequences that know no pages', async () => {
    async function* changes() {
      yield invoice('1');
    }
    const { erp } = guardedErp({ changes });

    expect(await numbersOf(erp.changes('2026-01-30'))).toEqual(['1']);
  });

  it('ends the pages when the reader has enough', async () => {
    let ended = false;
    const changes = () =>
      paged(async function* () {
        try {
          yield [invoice('1')];
          yield [invoice('2')];
        } finally {
          ended = true;
        }
      });
    const { erp } = guardedErp({ changes });
    for await (const _first of erp.changes('2026-01-30')) break;

    expect(ended).toBe(true);
  });

  it('lets no call past: every method of the port is guarded', async () => {
    const answer = () => Promise.resolve('answer');
    const methods =
      'find read post undo findUndoing apply findApplication unapply hold release showPayment reduce customers items accounts openItems openPeriod invoicesOf ping'.split(
        ' ',
      );
    const { erp, names } = guardedErp(Object.fromEntries(methods.map((name) => [name, answer])));
    for (const name of methods) await (erp as unknown as Record<string, () => Promise<unknown>>)[name]?.();

    expect(names).toEqual(methods);
  });
});

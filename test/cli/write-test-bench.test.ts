import { describe, expect, it } from 'vitest';
import type { ErpDocument, Reference } from '../../src/domain/documents.ts';
import { money } from '../../src/domain/money.ts';
import { createBench, undoing, type Deed } from '../../src/cli/write-test/bench.ts';
import { tryAll } from '../../src/cli/write-test/trials.ts';
import { ErpError } from '../../src/erp/errors.ts';
import type { Capability, ErpPort, ErpReceipt } from '../../src/erp/port.ts';

const entry: ErpDocument = {
  kind: 'journal-entry',
  date: '2026-01-30',
  text: 'try',
  stripeId: 'try',
  postings: [],
  extra: {},
};
const receipt: ErpReceipt = { kind: 'journal-entry', number: '7', total: money(100, 'USD') };
const means = {
  amount: money(100, 'USD'),
  item: 'W',
  taxCode: 'N',
  clearing: '1010',
  debit: '1010',
  credit: '1010',
  customer: '5',
  customerReference: 'C' as Reference,
};

/** An ERP of which only the given methods are there. */
function benchOn(erp: Partial<ErpPort>) {
  const deeds: Deed[] = [];
  const waits: number[] = [];
  const bench = createBench({
    erp: { settleMs: 30_000, capabilities: new Set<Capability>(['journal-entry']), ...erp } as ErpPort,
    day: '2026-01-30',
    tell: (did, what) => void deeds.push({ did, what }),
    wait: async (ms) => void waits.push(ms),
  });
  return { bench, deeds, waits, told: () => deeds.map(({ did, what }) => `${did} ${what}`) };
}
const fails = (code: ErpError['code'], message: string) => () => Promise.reject(new ErpError(code, message));
const gives =
  <T>(answer: T) =>
  () =>
    Promise.resolve(answer);

describe('the bench of the write test', () => {
  it('looks a document up whose reply was lost, once nothing can arrive any more, and takes that one back', async () => {
    const { bench, waits, told } = benchOn({
      post: fails('outcome-unknown', 'no reply'),
      find: gives(receipt),
      read: gives(receipt),
    });
    expect(await bench.post(entry, 'R' as Reference)).toBe(receipt);
    expect(waits).toEqual([30_000]);
    expect(told()).toEqual(['posted journal entry 7, reference R', 'read journal entry 7, 1.00 USD']);
  });

  it('says so when it did not arrive', async () => {
    const { bench } = benchOn({ post: fails('outcome-unknown', 'no reply'), find: gives(undefined) });
    await expect(bench.post(entry)).rejects.toThrow('no reply; it did not arrive');
  });

  it('says what may still arrive, as a file that waits for its import', async () => {
    const { bench, told } = benchOn({
      post: fails('outcome-unknown', 'R.csv was written'),
      find: fails('busy', 'R.csv waits'),
    });
    await expect(bench.post(entry, 'R' as Reference)).rejects.toThrow('R.csv was written');
    expect(told()).toEqual(['left journal entry of reference R, which may still arrive: R.csv waits']);
  });

  it('takes back at once what was posted otherwise than it was sent', async () => {
    const undone: string[] = [];
    const { bench, told } = benchOn({
      post: fails('conflict', 'a line is missing'),
      find: gives(receipt),
      undo: async ({ number }) => {
        undone.push(number);
        return { kind: 'undoing', number: '8' };
      },
    });
    await expect(bench.post(entry)).rejects.toThrow('a line is missing');
    expect(undone).toEqual(['7']);
    expect(told()).toEqual([expect.stringMatching(/^undone journal entry 7: taken back, by 8, reference /)]);
  });

  it('says where to look for it when it can not be found', async () => {
    const { bench, told } = benchOn({ post: fails('conflict', 'two of them'), find: fails('conflict', 'two of them') });
    await expect(bench.post(entry, 'R' as Reference)).rejects.toThrow('two of them');
    expect(told()).toEqual([
      'left journal entry of reference R: it may stand there; look for it, and take it back by hand',
    ]);
  });

  it('takes back last first, and goes on when one stays', async () => {
    const { bench, told } = benchOn({});
    bench.owe({ what: 'first', undo: gives('gone') });
    bench.owe({ what: 'second', undo: fails('rejected', 'closed') });
    await bench.undoAll();
    await bench.undoAll();
    expect(told()).toEqual(['left second: closed', 'undone first: gone']);
  });

  it('says of a document that it can not be read back', async () => {
    const { bench, told } = benchOn({ post: gives(receipt), read: gives(undefined) });
    await bench.post(entry, 'R' as Reference);
    expect(told()).toContain("left journal entry 7, 1.00 USD, which can't be read back");
  });

  it('takes back what was posted although it could not be read afterwards, and says that', async () => {
    const { bench, told } = benchOn({
      post: gives(receipt),
      read: fails('unavailable', 'away'),
      undo: gives({ kind: 'undoing', number: '8' }),
    });
    await tryAll(bench, means);
    expect(told().slice(-3)).toEqual([
      expect.stringMatching(/^posted journal entry 7, reference /),
      "left journal entry 7, 1.00 USD, which can't be read back: away",
      expect.stringMatching(/^undone journal entry 7: taken back, by 8, reference /),
    ]);
  });

  it('does not call undone what only another document brings to nothing', async () => {
    const { bench, told } = benchOn({
      capabilities: new Set<Capability>(['cash-receipt', 'customer-refund']),
      post: async ({ kind }) => ({ kind, number: kind === 'cash-receipt' ? '7' : '8' }),
      read: async (kind, number) => ({ kind, number }),
      undo: gives({ kind: 'undoing', number: '9' }),
    });
    await tryAll(bench, means);
    expect(told().filter((did) => did.startsWith('undone'))).toHaveLength(1);
    expect(told()).toContain(
      'offset cash receipt 7: by customer refund 8; both may stay open until something clears them',
    );
  });

  it('names the field that a refusal names', async () => {
    const { bench, told } = benchOn({
      post: () => Promise.reject(new ErpError('invalid', 'unknown account', { where: 'AccountNumber' })),
    });
    await tryAll(bench, means);
    expect(told()).toContain('refused journal entry: unknown account (AccountNumber)');
  });

  it('tries nothing that the ERP can not do, and says so', async () => {
    const { bench, told } = benchOn({ capabilities: new Set<Capability>() });
    await tryAll(bench, means);
    expect(told()).toHaveLength(6);
    expect(told()[0]).toBe("not tried sales order: this ERP can't, as it is configured: sales-order");
  });

  it('stops where there is no customer', async () => {
    const { bench, told } = benchOn({ find: fails('unauthorized', 'no'), capabilities: new Set<Capability>() });
    const { customer: _unused, ...nobody } = means;
    await tryAll(bench, nobody);
    expect(told()).toEqual(['refused customer: no']);
  });

  it('undoes as a mistake, under a reference of its own', async () => {
    const seen: unknown[] = [];
    const { bench } = benchOn({
      undo: async (document, how) => {
        seen.push(document, how);
        return { kind: 'undoing', number: '7', status: 'cancelled' };
      },
    });
    expect(await undoing(bench, 'sales-order', '7').undo()).toMatch(/^cancelled, reference [A-Z2-7]{16}$/);
    expect(seen).toMatchObject([
      { kind: 'sales-order', number: '7' },
      { because: 'mistake', reason: 'quittance write test', date: '2026-01-30' },
    ]);
  });
});

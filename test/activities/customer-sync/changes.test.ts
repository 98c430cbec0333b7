import { describe, expect, it } from 'vitest';
import { readCustomers, readItems, type MasterDataDeps } from '../../../src/activities/customer-sync/changes.ts';

const mark = '2026-11-20T08:00:00.000Z';
const ahead = '2099-01-01T00:00:00.000Z';

function reading(parts: object) {
  const marks = new Map([
    ['erp-customers', mark],
    ['erp-items', mark],
  ]);
  const woken: string[] = [];
  const deps = {
    hmac: (text: string) => text,
    crosswalk: {
      watermark: async (_company: string, name: string) => marks.get(name),
      setWatermark: async (_company: string, name: string, value: string) => void marks.set(name, value),
    },
    nudgeFlow: async ({ subject }: { readonly subject: string }) => void woken.push(subject),
    ...parts,
  } as unknown as MasterDataDeps;
  return { deps, marks, woken };
}

async function* listed<T>(...records: readonly T[]) {
  yield* records;
}

describe('reading which master data was changed', () => {
  it('goes on from now, not from a date in the future that one record bears', async () => {
    const records = () => listed({ number: '100001', name: 'Ann', blocked: false, changedAt: ahead });
    const { deps, marks } = reading({
      companies: () => ({
        key: 'acme',
        settings: { overlapSeconds: 60 },
        erp: { capabilities: new Set(['customer-changes']), customerRecords: records },
      }),
      customerLinks: { linked: async () => [] },
    });
    await readCustomers(deps, 'acme');
    const reached = Date.parse(marks.get('erp-customers') ?? '');
    expect(reached).toBeGreaterThan(Date.parse(mark));
    expect(reached).toBeLessThanOrEqual(Date.now());
  });

  it('wakes a product once for an item that is dated ahead', async () => {
    const item = { number: 'A-1', description: 'Shirt', discontinued: false, changedAt: ahead };
    let known: typeof item | undefined;
    const { deps, woken } = reading({
      companies: () => ({
        key: 'acme',
        settings: { overlapSeconds: 60 },
        erp: { capabilities: new Set(['item-changes']), itemRecords: () => listed(item) },
      }),
      itemRecords: {
        linked: async () => new Map([['A-1', ['prod_1']]]),
        note: async (_company: string, record: typeof item) => void (known = record),
        find: async () => known,
      },
    });
    await readItems(deps, 'acme');
    await readItems(deps, 'acme');
    expect(woken).toEqual(['prod_1']);
  });
});

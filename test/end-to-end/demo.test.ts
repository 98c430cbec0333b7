import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'quittance-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const facts = z.looseObject({
  ending: z.string(),
  receivedMinor: z.int(),
  refunds: z.int(),
  sentBack: z.int(),
  disputeEntries: z.int(),
  parked: z.boolean(),
});
const sums = z.object({
  lost: z.int(),
  duplicated: z.int(),
  parked: z.int(),
  mended: z.int(),
  good: z.boolean(),
  trialBalanceMinor: z.record(z.string(), z.int()),
  differenceMinor: z.record(z.string(), z.int()),
  events: z.int(),
  documents: z.int(),
  alerts: z.object({ raised: z.int(), recovered: z.int() }),
  wrong: z.array(z.string()),
});
const company = sums.extend({
  erp: z.string(),
  orders: z.array(
    z.object({
      order: z.string(),
      variant: z.string(),
      expected: facts,
      found: facts,
      wrong: z.array(z.string()),
    }),
  ),
});
const outcome = sums.extend({
  recovered: z.int(),
  faults: z.array(z.string()),
  companies: z.record(z.string(), company),
  seed: z.int(),
  seconds: z.int(),
});
const erps = { shop: 'Prophet 21', laden: 'SAP ECC', depot: 'Prophet 21, native' };
/** Three of SAP's own besides those of every company, and the worker that all share. */
const troubles = { shop: 9, depot: 9, laden: 12, all: 31 };

describe('a day of three companies, with everything that goes wrong on it', () => {
  it(
    'ends with nothing lost, nothing posted twice and every cent where it belongs',
    { timeout: 1_500_000 },
    async () => {
      const json = join(folder, 'outcome.json');
      const args = ['--import', 'tsx', 'sandbox/demo.ts', '--once', '--orders', '40', '--seed', '1', '--json', json];
      // What the judge found stands in the report, which a failure alone does not show.
      const { stdout } = await run(process.execPath, args, { maxBuffer: 16 * 1_024 * 1_024 }).catch(
        (error: Error & { readonly stdout?: string }) => {
          throw new Error(`${error.stdout ?? ''}\n${error.message.slice(-4_000)}`, { cause: error });
        },
      );
      const found = outcome.parse(JSON.parse(readFileSync(json, 'utf8')));

      expect(Object.entries(found.companies).map(([key, { erp }]) => [key, erp])).toEqual(Object.entries(erps));
      const faultsOf = (key: string) => found.faults.filter((name) => name.startsWith(`${key}: `)).length;
      expect({
        shop: faultsOf('shop'),
        depot: faultsOf('depot'),
        laden: faultsOf('laden'),
        all: found.faults.length,
      }).toEqual(troubles);
      for (const [key, one] of Object.entries(found.companies)) {
        expect(one.orders.flatMap(({ order, wrong }) => wrong.map((what) => `${key} ${order}: ${what}`))).toEqual([]);
        expect(one).toMatchObject({
          good: true,
          lost: 0,
          duplicated: 0,
          parked: 3,
          wrong: [],
        });
        expect(one.orders.length).toBeGreaterThanOrEqual(40);
        expect(one.orders.filter(({ found: { parked } }) => parked)).toHaveLength(3);
        expect(one.mended).toBeGreaterThanOrEqual(2);
        const together = (of: (found: z.output<typeof facts>) => number) =>
          one.orders.reduce((sum, { found: held }) => sum + of(held), 0);
        expect(together(({ refunds }) => refunds)).toBeGreaterThanOrEqual(14);
        expect(together(({ sentBack }) => sentBack)).toBeGreaterThanOrEqual(1);
        expect(together(({ disputeEntries }) => disputeEntries)).toBe(8);
        // The five disputes, what was mended, and what still waits: of each people heard, and of all but three that it is over.
        expect(one.alerts.raised).toBeGreaterThanOrEqual(9);
        expect(one.alerts.recovered).toBe(one.alerts.raised - 3);
        expect(one.events).toBeGreaterThan(100);
        expect(one.documents).toBeGreaterThan(80);
      }
      const count = Object.keys(erps).length;
      expect(found).toMatchObject({
        good: true,
        lost: 0,
        duplicated: 0,
        parked: 3 * count,
        wrong: [],
        seed: 1,
      });
      expect(found.trialBalanceMinor).toEqual({ CAD: 0, EUR: 0, USD: 0 });
      expect(Object.values(found.differenceMinor).every((minor) => minor === 0)).toBe(true);
      expect(Object.keys(found.differenceMinor)).toEqual(['CAD', 'EUR', 'JPY', 'KWD', 'USD']);
      expect(stdout).toContain('trial balance');
      expect(stdout).toMatch(/refund that the bank sent back +│ sold +│ 1 of 1/);
    },
  );
});

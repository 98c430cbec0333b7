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

const facts = z.looseObject({ ending: z.string(), receivedMinor: z.int(), parked: z.boolean() });
const outcome = z.object({
  lost: z.int(),
  duplicated: z.int(),
  recovered: z.int(),
  parked: z.int(),
  mended: z.int(),
  trialBalanceMinor: z.record(z.string(), z.int()),
  differenceMinor: z.record(z.string(), z.int()),
  events: z.int(),
  documents: z.int(),
  wrong: z.array(z.string()),
  faults: z.array(z.string()),
  orders: z.array(
    z.object({
      order: z.string(),
      variant: z.string(),
      expected: facts,
      found: facts,
      wrong: z.array(z.string()),
    }),
  ),
  seed: z.int(),
  seconds: z.int(),
});

describe('a day of the shop, with everything that goes wrong on it', () => {
  it('ends with nothing lost, nothing posted twice and every cent where it belongs', { timeout: 600_000 }, async () => {
    const json = join(folder, 'outcome.json');
    const args = ['--import', 'tsx', 'sandbox/demo.ts', '--once', '--orders', '40', '--seed', '1', '--json', json];
    const { stdout } = await run(process.execPath, args, { maxBuffer: 16 * 1_024 * 1_024 });
    const found = outcome.parse(JSON.parse(readFileSync(json, 'utf8')));

    expect(found.orders.flatMap(({ order, wrong }) => wrong.map((what) => `${order}: ${what}`))).toEqual([]);
    expect(found).toMatchObject({
      lost: 0,
      duplicated: 0,
      parked: 3,
      wrong: [],
      seed: 1,
      trialBalanceMinor: { USD: 0 },
    });
    expect(Object.values(found.differenceMinor).every((minor) => minor === 0)).toBe(true);
    expect(Object.keys(found.differenceMinor)).toEqual(['EUR', 'JPY', 'KWD', 'USD']);
    expect(found.orders.length).toBeGreaterThanOrEqual(40);
    expect(found.orders.filter(({ found: { parked } }) => parked)).toHaveLength(3);
    expect(found.mended).toBeGreaterThanOrEqual(2);
    expect(found.faults).toHaveLength(10);
    expect(found.events).toBeGreaterThan(100);
    expect(found.documents).toBeGreaterThan(80);
    expect(stdout).toContain('trial balance');
  });
});

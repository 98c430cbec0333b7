import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startStripeSandbox, type StripeSandbox } from '../../sandbox/stripe/index.ts';
import { itemMatching, type ItemDeps } from '../../src/cli/matching/items.ts';
import { apply, review } from '../../src/cli/matching/run.ts';
import { createStripeClient } from '../../src/stripe/client.ts';
import { links } from './links.ts';

let sandbox: StripeSandbox;
let folder: string;
let printed: string[];
let deps: ItemDeps;
const terminal = { env: {}, out: (text: string) => void printed.push(text), err: () => undefined, interactive: false };
const numbers = ['W-100', 'W-200', 'W-300'];

beforeAll(async () => {
  sandbox = await startStripeSandbox();
  folder = mkdtempSync(join(tmpdir(), 'quittance-match-'));
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  printed = [];
  deps = {
    company: 'acme',
    stripe: createStripeClient({
      apiKey: { read: () => sandbox.secretKey },
      apiVersion: '2026-10-28.endive',
      baseUrl: sandbox.url,
    }),
    erp: {
      items: ({ number }) =>
        Promise.resolve(numbers.includes(number) ? [{ number, description: number, available: '1' }] : []),
      async *itemRecords() {
        for (const number of numbers)
          yield { number, description: `Thing ${number}`, discontinued: false, changedAt: '2026-11-01T00:00:00Z' };
      },
    },
    crosswalk: links(),
    entries: [],
  };
});

const file = () => join(folder, 'items.csv');
const applied = () => apply(itemMatching(deps), file(), {}, terminal);
const place = { file: 'items.yaml', line: 1, column: 1 };

describe('quittance items match', () => {
  it("proposes by items.yaml, by SKU and by Stripe's metadata, and writes the item into the product's", async () => {
    const { stripe } = deps;
    const crossed = await stripe.products.create({ name: 'Crossed' });
    const price = await stripe.prices.create({ product: crossed.id, currency: 'usd', unit_amount: 100 });
    const numbered = await stripe.products.create({ name: 'Numbered', metadata: { sku: 'w-200' } });
    deps = { ...deps, entries: [{ match: { price: price.id }, item: 'W-100', place }] };
    expect(await review(itemMatching(deps), { out: file(), force: true }, terminal)).toBe(0);
    const text = readFileSync(file(), 'utf8');
    expect(text).toContain(`exact,items.yaml says so,${crossed.id},Crossed,,W-100,Thing W-100,,link`);
    expect(text).toContain(`exact,same number,${numbered.id},Numbered,w-200,W-200,Thing W-200,,link`);
    expect(await applied()).toBe(0);
    expect(await stripe.products.retrieve(numbered.id)).toMatchObject({
      metadata: { erp_item: 'W-200', sku: 'w-200' },
    });
    const link = await deps.crosswalk.find({ company: 'acme', kind: 'item', stripeId: numbered.id });
    expect(link).toMatchObject({ erpId: 'W-200', origin: 'theirs' });
    printed = [];
    expect(await applied()).toBe(0);
    expect(printed.at(-1)).toBe('0 done, 2 done before, 0 skipped, 0 refused.');
  });

  it('refuses to create an item: that is done by hand', async () => {
    writeFileSync(file(), 'stripe_id,erp_number,decision\nprod_1,,create\n');
    await expect(applied()).rejects.toThrow(':2:9 create is for customers');
  });

  it('refuses an item that the ERP does not have', async () => {
    const { id } = await deps.stripe.products.create({ name: 'Lost' });
    writeFileSync(file(), `stripe_id,erp_number,decision\n${id},W-999,link\n`);
    expect(await applied()).toBe(1);
    expect(printed[0]).toContain('The ERP has no item W-999');
  });
});

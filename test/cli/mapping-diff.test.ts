import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startP21Sandbox, type P21Sandbox } from '../../sandbox/p21/server.ts';
import { startStripeSandbox, type StripeSandbox } from '../../sandbox/stripe/index.ts';
import { diffMapping } from '../../src/cli/mapping/diff.ts';
import type { Diff } from '../../src/cli/mapping/diff-shown.ts';
import { tryMapping } from '../../src/cli/mapping/try.ts';
import { loadConfig } from '../../src/config.ts';
import { parseShopOrder } from '../../src/mapping/shop-order-schema.ts';
import { readProfileFiles } from '../../src/mapping/profile/files.ts';
import { createTelemetry } from '../../src/runtime/telemetry.ts';
import { createStripeClient } from '../../src/stripe/client.ts';
import { openStore, type Store } from '../../src/worker/store.ts';
import { createDatabase, type TestDatabase } from '../support/servers.ts';
import { dryCompany, order } from './dry-company.ts';

let stripe: StripeSandbox;
let erp: P21Sandbox;
let database: TestDatabase;
let store: Store;
let company: ReturnType<typeof dryCompany>;
let payment: string;

beforeAll(async () => {
  [stripe, erp, database] = await Promise.all([
    startStripeSandbox(),
    startP21Sandbox({ company: 'ACME' }),
    createDatabase(),
  ]);
  company = dryCompany({ stripe: stripe.url, erp: erp.url, database: true });
  cpSync(resolve('mappings/acme'), join(company.folder, 'mappings/acme'), { recursive: true });
  const config = loadConfig({ path: company.config, env: env() });
  store = await openStore(config, createTelemetry());
  const files = readProfileFiles(join(company.folder, 'mappings/acme'));
  await store.profiles.promote({ company: 'acme', name: 'acme', version: 1, files, by: 'ann', reason: 'the first' });
  payment = await paid('S-1');
  await store.orders.put('acme', parseShopOrder(JSON.parse(order)), 'pushed');
});
afterAll(async () => {
  await store.close();
  await Promise.all([stripe.close(), erp.close(), database.drop()]);
  company.remove();
});

const env = () => ({ ...company.env, DATABASE_URL: database.url });
async function paid(orderId: string): Promise<string> {
  const { apiKey, apiVersion, baseUrl } = {
    apiKey: { read: () => stripe.secretKey },
    apiVersion: '2026-10-28.endive',
    baseUrl: stripe.url,
  };
  const { id } = await createStripeClient({ apiKey, apiVersion, baseUrl }).paymentIntents.create({
    amount: 11_900,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_visa',
    metadata: { ecommerceorderid: orderId, delivery: 'digital' },
  });
  return id;
}
async function ran<O>(
  command: (config: ReturnType<typeof loadConfig>, options: O, terminal: never) => Promise<number>,
  options: O,
) {
  const printed: string[] = [];
  const terminal = {
    env: {},
    out: (text: string) => void printed.push(text),
    err: () => undefined,
    interactive: false,
  };
  const status = await command(loadConfig({ path: company.config, env: env() }), options, terminal as never);
  return { status, text: printed.join('\n') };
}
/** Whatever the ERP holds of ours, and whatever the ledger does. */
async function posted(): Promise<{ journals: number; effects: number }> {
  const books = (await (await fetch(`${erp.url}/_sandbox/books`)).json()) as { journals: number };
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from effects`.execute(store.db);
  return { journals: books.journals, effects: rows[0]?.n ?? -1 };
}

describe('a dry run of real payments', () => {
  it('maps a payment of Stripe with its pushed order, by a version that went live', async () => {
    const { text, status } = await ran(tryMapping, { stripeId: payment, version: '1' });
    expect(text).toContain('Mapped by acme@1; nothing was posted.');
    expect(text).toMatch(/4010\s+│\s+│ 100\.00 USD/);
    expect(status).toBe(0);
  });

  it('finds no difference between a version and the same files on disk', async () => {
    const { text, status } = await ran(diffMapping, { from: '1', to: 'draft', days: 30, limit: 100 });
    expect(text).toMatch(/^1 payments, 3 documents by acme@1 and by acme@1: 0 differ/);
    expect(status).toBe(0);
  });

  it('shows what another account would change, field by field and from account to account', async () => {
    const accounts = join(company.folder, 'mappings/acme/accounts.yaml');
    writeFileSync(accounts, readFileSync(accounts, 'utf8').replace("account: '4010'", "account: '4020'"));
    const { text, status } = await ran(diffMapping, { from: '1', to: 'draft', days: 30, limit: 100, json: true });
    const diff = JSON.parse(text) as Diff;
    expect(diff.differing).toEqual([
      {
        payment,
        name: 'sale of S-1',
        differences: [{ field: 'lines[0].revenue_account', before: '4010', after: '4020' }],
        moves: [{ from: '4010', to: '4020', amount: { minor: 10_000, currency: 'USD' } }],
      },
    ]);
    expect(status).toBe(1);
  });

  it('posts nothing: the books of the ERP are empty, and so is the ledger', async () => {
    expect(await posted()).toEqual({ journals: 0, effects: 0 });
  });

  it('says which versions there are where one never went live', async () => {
    await expect(ran(diffMapping, { from: '7', to: 'draft', days: 30, limit: 100 })).rejects.toThrow(
      'Version 7 of acme never went live; there are 1',
    );
  });
});

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startStripeSandbox, type StripeSandbox } from '../../sandbox/stripe/index.ts';
import { customerMatching, type CustomerDeps } from '../../src/cli/matching/customers.ts';
import { apply, review } from '../../src/cli/matching/run.ts';
import type { CustomerRecord } from '../../src/erp/port.ts';
import { createStripeClient } from '../../src/stripe/client.ts';
import { links } from './links.ts';

let sandbox: StripeSandbox;
let folder: string;
let printed: string[];
let deps: CustomerDeps;
let records: CustomerRecord[];
const terminal = { env: {}, out: (text: string) => void printed.push(text), err: () => undefined, interactive: false };
const record = (number: string, facts: Partial<CustomerRecord> = {}): CustomerRecord => ({
  number,
  name: `Customer ${number}`,
  blocked: false,
  changedAt: '2026-11-01T00:00:00Z',
  ...facts,
});

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
  records = [];
  const stripe = createStripeClient({
    apiKey: { read: () => sandbox.secretKey },
    apiVersion: '2026-10-28.endive',
    baseUrl: sandbox.url,
  });
  deps = {
    company: 'acme',
    clientele: 'acme',
    stripe,
    erp: {
      customer: (number) => Promise.resolve(records.find((one) => one.number === number)),
      async *customerRecords() {
        yield* records;
      },
    },
    crosswalk: links(),
    locks: { with: (_name, _how, work) => work() },
    hmac: (text) => text,
    metadataKey: 'erpcustomerid',
    givenKey: 'customer_id',
  };
});

const buyer = (name: string, email: string, metadata = {}) => deps.stripe.customers.create({ name, email, metadata });
const eventIds = async () => (await deps.stripe.events.list({ limit: 100 })).data.map(({ id }) => id);
const file = () => join(folder, 'customers.csv');
const reviewed = () => review(customerMatching(deps), { out: file(), force: true }, terminal);
const applied = (text?: string) => {
  if (text !== undefined) writeFileSync(file(), text);
  return apply(customerMatching(deps), file(), {}, terminal);
};

describe('quittance customers match', () => {
  it('writes a review for its owner only, and links what it decided by itself when it is applied', async () => {
    const ada = await buyer('Ada', 'ada-1@example.com');
    records = [record('100', { email: 'ADA-1@example.com' })];
    expect(await reviewed()).toBe(0);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readFileSync(file(), 'utf8')).toContain(
      `exact,same e-mail,${ada.id},Ada,ada-1@example.com,100,Customer 100,ADA-1@example.com,link\r\n`,
    );
    expect(await applied()).toBe(0);
    expect(await deps.crosswalk.find({ company: 'acme', kind: 'customer', stripeId: ada.id })).toMatchObject({
      erpId: '100',
      origin: 'theirs',
    });
    expect((await deps.stripe.customers.retrieve(ada.id)) as { metadata: object }).toMatchObject({
      metadata: { erpcustomerid: '100' },
    });
  });

  it('does nothing again when the same review is applied again, and says so', async () => {
    const { id } = await buyer('Bo', 'bo@example.com');
    records = [record('200')];
    const text = `stripe_id,erp_number,decision\n${id},200,link\n`;
    await applied(text);
    const events = await eventIds();
    printed = [];
    expect(await applied(text)).toBe(0);
    expect(printed).toEqual([
      `${file()}:2 already ${id} is linked to 200`,
      '0 done, 1 done before, 0 skipped, 0 refused.',
    ]);
    expect(await eventIds()).toEqual(events);
  });

  it('refuses a line whose sides were linked otherwise meanwhile, and goes on with the others', async () => {
    const [one, other] = [await buyer('Cy', 'cy@example.com'), await buyer('Di', 'di@example.com')];
    records = [record('300'), record('301')];
    await deps.crosswalk.link({ company: 'acme', kind: 'customer', stripeId: one.id, erpId: '999', origin: 'theirs' });
    expect(await applied(`stripe_id,erp_number,decision\n${one.id},300,link\n${other.id},301,link\n`)).toBe(1);
    expect(printed.slice(0, 2)).toEqual([
      `${file()}:2 refused ${one.id} is linked to 999 by now`,
      `${file()}:3 done    ${other.id} linked to 301`,
    ]);
  });

  it.each([
    ['that the ERP no longer has', [], 'The ERP has no customer 400'],
    ['that keeps another Stripe id', [record('400', { stripeId: 'cus_other' })], 'keeps the Stripe id cus_other'],
  ])('refuses a customer %s', async (_what, known, words) => {
    const { id } = await buyer('Ed', 'ed@example.com');
    records = known;
    expect(await applied(`stripe_id,erp_number,decision\n${id},400,link\n`)).toBe(1);
    expect(printed[0]).toContain(words);
  });

  it('refuses a customer that was deleted at Stripe', async () => {
    const { id } = await buyer('Flo', 'flo@example.com');
    await deps.stripe.customers.del(id);
    records = [record('500')];
    expect(await applied(`stripe_id,erp_number,decision\n${id},500,link\n`)).toBe(1);
    expect(printed[0]).toContain(`${id} was deleted at Stripe`);
  });

  it('creates at Stripe what only the ERP has, once', async () => {
    records = [record('600', { email: 'gil@example.com', address: { city: 'Bonn', postalCode: '53111' } })];
    const text = 'stripe_id,erp_number,decision\n,600,create\n';
    await applied(text);
    expect(await applied(text)).toBe(0);
    const made = await deps.stripe.customers.list({ email: 'gil@example.com' });
    expect(made.data).toMatchObject([
      { address: { city: 'Bonn', postal_code: '53111' }, metadata: { erpcustomerid: '600' } },
    ]);
  });

  it('leaves a customer that only Stripe has to the flow that creates it in the ERP', async () => {
    const { id } = await buyer('Jo', 'jo@example.com');
    expect(await applied(`stripe_id,erp_number,decision\n${id},,create\n`)).toBe(1);
    expect(printed[0]).toContain('A customer is created in the ERP by his first payment');
  });

  it.each([
    ['a decision that is none', ',600,maybe', ':2:6 "maybe" is no decision: write link, create, skip or nothing'],
    ['a link without an id', ',600,link', ':2:6 link needs both ids: write the missing one into its column'],
    ['a line that is too short', 'cus_1,600', ':2:1 The line has 2 cells, the first line has 3'],
    ['one customer linked twice', 'cus_1,600,link\ncus_2,600,link', ':3:7 600 is linked in line 2 already'],
    ['a quote that is never closed', '"cus_1,600,link', ':2:1 This quote is never closed'],
  ])('refuses a file with %s before anything happens', async (_what, lines, message) => {
    const linked = await buyer('Hal', 'hal@example.com');
    records = [record('700')];
    const text = `stripe_id,erp_number,decision\n${lines}\n${linked.id},700,link\n`;
    await expect(applied(text)).rejects.toThrow(`${file()}${message}`);
    expect(await deps.crosswalk.all('acme', 'customer')).toEqual(new Map());
  });

  it('keeps a review that exists, because a person may have decided in it', async () => {
    writeFileSync(file(), 'mine');
    await expect(review(customerMatching(deps), { out: file() }, terminal)).rejects.toThrow(/exists, and may hold/);
    expect(readFileSync(file(), 'utf8')).toBe('mine');
  });
});

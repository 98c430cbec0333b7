import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startP21Sandbox } from '../../sandbox/p21/server.ts';
import { parseConfig } from '../../src/config.ts';
import { writeTest, type WriteTestOptions } from '../../src/cli/write-test.ts';
import { openErp } from '../../src/worker/erp.ts';
import { writeProfile, type ProfileChoices } from '../support/profiles.ts';
import { quittance } from './terminal.ts';

let p21: Awaited<ReturnType<typeof startP21Sandbox>>;
const folder = mkdtempSync(join(tmpdir(), 'quittance-write-test-'));
const file = join(folder, 'quittance.yaml');
const env = { P21: 'sandbox-client-secret', KEY: 'sk_test_1' };
const text = () => `version: 1
companies:
  acme:
    stripe: { account: acct_1Abc, api_key: env:KEY, webhook_secrets: [env:KEY], livemode: false }
    erp:
      adapter: p21
      dialect: facade
      base_url: ${p21.url}
      company: ACME
      auth: { kind: client_credentials, client_id: quittance, client_secret: env:P21 }
    ledger_currency: USD
    time_zone: UTC
    profile: ${join(folder, 'profile')}
`;
const right = {
  items: { otherwise: { item: 'WIDGET' }, shipping: 'SHIPPING', rounding: 'ROUNDING' },
  taxCodes: { tax_codes: [{ rate: '0', code: 'NOTAX' }], otherwise: 'ask' },
} as const;
const post = (path: string, body: object) =>
  fetch(`${p21.url}/_sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
type Told = { readonly did: string; readonly what: string };

beforeAll(async () => {
  p21 = await startP21Sandbox({ company: 'ACME' });
  await post('items', { ItemId: 'WIDGET' });
  writeFileSync(file, text());
  writeProfile(join(folder, 'profile'), right);
});
afterEach(() => fetch(`${p21.url}/_sandbox/faults`, { method: 'DELETE' }));
afterAll(async () => {
  await p21.close();
  rmSync(folder, { recursive: true });
});

const run = (...flags: readonly string[]) =>
  quittance(['-c', file, 'doctor', '--company', 'acme', '--write-test', ...flags], env);
async function deeds(...flags: readonly string[]) {
  const { status, out } = await run('--yes', '--json', ...flags);
  return { status, ...(JSON.parse(out) as { readonly ok: boolean; readonly deeds: readonly Told[] }) };
}
const erp = () => {
  const settings = parseConfig(text(), { file, env }).companies['acme']?.erp;
  if (!settings) throw new Error('There is no company acme');
  return openErp(settings, { gate: { run: async (work) => work() }, seen: () => {} });
};
const documents = async () => (await (await fetch(`${p21.url}/_sandbox/documents`)).text()).length;

describe('quittance doctor --write-test', () => {
  it('posts one of each document, reads it back, and takes it back', async () => {
    const { status, ok, deeds: told } = await deeds();
    expect(told.filter(({ did }) => did === 'refused' || did === 'left')).toEqual([]);
    expect({ status, ok }).toEqual({ status: 0, ok: true });
    const posted = told.filter(({ did }) => did === 'posted').map(({ what }) => what.replace(/ \d.*/, ''));
    expect(posted).toEqual([
      'customer',
      'sales order',
      'invoice',
      'credit memo',
      'cash receipt',
      'cash receipt',
      'customer refund',
      'invoice',
      'cash receipt',
      'application of cash receipt',
      'journal entry',
    ]);
  });

  it('leaves nothing on the account of its customer, which serves every test', async () => {
    const { deeds: told } = await deeds();
    expect(told.filter(({ what }) => /^customer \d/.test(what)).map(({ did }) => did)).toEqual(['kept']);
    const customer = /\d+/.exec(told[0]?.what ?? '')?.[0] ?? 'none';
    expect(await erp().openItems({ customer })).toEqual([]);
    expect(await erp().read('customer', customer)).toMatchObject({ kind: 'customer' });
  });

  it('says line by line what was posted, read and undone', async () => {
    const { status, out } = await run('--yes');
    expect(status).toBe(0);
    for (const line of [
      /^posted {5}sales order \d+, reference [A-Z2-7]{16}$/m,
      /^read {7}sales order \d+, 1\.00 USD, open$/m,
      /^undone {5}sales order \d+: cancelled, .*reference [A-Z2-7]{16}$/m,
      /^offset {5}invoice \d+: by credit memo \d+; both may stay open until something clears them$/m,
      /^offset {5}cash receipt \d+: by customer refund \d+; both may stay open until something clears them$/m,
      /^undone {5}cash receipt \d+: reversed/m,
      /^undone {5}journal entry \d+: taken back, by \d+/m,
      /^Everything was posted and taken back, or offset\.$/m,
    ])
      expect(out).toMatch(line);
  });

  it('takes back what was posted before when a document is refused, and goes on with the others', async () => {
    await post('faults', {
      kind: 'status',
      status: 400,
      match: { method: 'POST', path: '/creditmemos' },
      count: 1,
      body: refusal,
    });
    const { status, deeds: told } = await deeds();
    expect(status).toBe(1);
    const at = told.findIndex(({ did }) => did === 'refused');
    expect(told[at]?.what).toMatch(/^direct invoice and credit memo: .*not today/);
    expect(told[at + 1]).toMatchObject({ did: 'undone', what: expect.stringMatching(/^invoice \d+: /) as string });
    expect(told.at(-1)).toMatchObject({ did: 'undone', what: expect.stringMatching(/^journal entry/) as string });
  });

  it('says what stays when it can not be taken back', async () => {
    await post('faults', { kind: 'status', status: 400, match: { path: '/reverse' }, count: 9, body: refusal });
    const { status, deeds: told } = await deeds();
    expect(status).toBe(1);
    expect(told.filter(({ did }) => did === 'left')[0]?.what).toMatch(/^cash receipt \d+: .*not today/);
  });
});

describe('quittance doctor --write-test posts nothing', () => {
  const refused: readonly (readonly [string, string, string, readonly string[], RegExp])[] = [
    ['in live mode', 'livemode: false', 'livemode: true', ['--yes'], /stripe\.livemode is true: nothing is posted/],
    [
      'without a word from a person',
      '',
      '',
      [],
      /^Documents over 1\.00 are posted into company ACME at .*\. Add --yes$/,
    ],
  ];
  it.each(refused)('%s', async (_, from, to, flags, says) => {
    const before = await documents();
    const other = join(folder, 'other.yaml');
    writeFileSync(other, text().replace(from, to));
    const { status, err } = await quittance(
      ['-c', other, 'doctor', '--company', 'acme', '--write-test', ...flags],
      env,
    );
    expect({ status, err }).toEqual({ status: 2, err: expect.stringMatching(says) as string });
    expect(await documents()).toBe(before);
  });

  const lacking: readonly (readonly [string, ProfileChoices, RegExp])[] = [
    ['an item', { items: { shipping: 'SHIPPING', rounding: 'ROUNDING' } }, /^Which item .*--item <number>/],
    ['a tax code', { taxCodes: { tax_codes: [] } }, /^Which tax code\? Add --tax-code <code>/],
    [
      'an account of the ledger currency',
      { accounts: { stripe_clearing: { ask: true, cases: [{ when: { currency: 'EUR' }, account: '1010' }] } } },
      /has no stripe_clearing for USD/,
    ],
  ];
  it.each(lacking)('without %s', async (_, choices, says) => {
    const [other, profile] = [join(folder, 'lacking.yaml'), join(folder, 'lacking')];
    writeProfile(profile, { ...right, ...choices });
    writeFileSync(other, text().replace(join(folder, 'profile'), profile));
    const told = await quittance(['-c', other, 'doctor', '--company', 'acme', '--write-test', '--yes'], env);
    expect(told).toMatchObject({ status: 2, err: expect.stringMatching(says) as string });
  });

  it('without a company, or for one that is not there', async () => {
    const ask = (...flags: readonly string[]) => quittance(['-c', file, 'doctor', '--write-test', ...flags], env);
    expect(await ask()).toMatchObject({ status: 2, err: 'Which company? Add --company <key>' });
    expect(await ask('--company', 'nobody')).toMatchObject({
      status: 2,
      err: expect.stringContaining('nobody') as string,
    });
  });

  it.each([
    ['an item', '--item', 'NOSUCH', 'acme: item NOSUCH: it does not exist'],
    ['a customer', '--customer', '999', 'acme: customer 999: it does not exist'],
    ['an account to debit', '--debit', '8888', 'acme: account 8888: it does not exist'],
    ['an account to credit', '--credit', '8888', 'acme: account 8888: it does not exist'],
    ['a blocked account', '--debit', '9999', 'acme: account 9999: it is blocked'],
  ])('when a check before it fails: %s', async (_, flag, value, says) => {
    const before = await documents();
    const { status, out } = await run('--yes', flag, value);
    expect(status).toBe(1);
    expect(out).toContain(says);
    expect(out).toContain(`Name one that the ERP has: ${flag} <number>`);
    expect(out).toContain('Nothing was posted.');
    expect(await documents()).toBe(before);
  });

  it('when the company of the ERP is another than was configured', async () => {
    const other = join(folder, 'other.yaml');
    writeFileSync(other, text().replace('company: ACME', 'company: OTHER'));
    const { status, out } = await quittance(['-c', other, 'doctor', '--company', 'acme', '--write-test', '--yes'], env);
    expect(status).toBe(1);
    expect(out).toContain('FAILED  acme: ERP');
    expect(out).toContain('Nothing was posted.');
  });
});

describe('a person in front of it', () => {
  const asked = async (answer: string | undefined, options: WriteTestOptions = {}) => {
    const out: string[] = [];
    const terminal = { env, out: (line: string) => void out.push(line), err: () => {}, interactive: true };
    const status = await writeTest(
      parseConfig(text(), { file, env }),
      { company: 'acme', ...options },
      terminal,
      async () => answer,
    );
    return { status, out: out.join('\n') };
  };

  it('types the name of the company to go on', async () => {
    expect(await asked('acme')).toMatchObject({
      status: 0,
      out: expect.stringContaining('Everything was posted') as string,
    });
  });

  it.each(['', 'yes', undefined])('posts nothing by typing %s', async (answer) => {
    const before = await documents();
    await expect(asked(answer)).rejects.toThrow('Nothing was posted');
    expect(await documents()).toBe(before);
  });
});

const refusal = { ErrorMessage: 'not today', ErrorType: 'P21.Business.Common.BusinessException' };

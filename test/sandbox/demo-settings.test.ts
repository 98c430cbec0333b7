import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companies } from '../../sandbox/demo/companies/index.ts';
import { configuration, secretsOf, writeFilesOf } from '../../sandbox/demo/settings.ts';
import { parseConfig } from '../../src/config.ts';

const url = 'http://127.0.0.1:9';
const sites = companies.map((company) => ({ company, stripe: { url }, erp: { url }, shop: { url } }));
const env = {
  ...secretsOf(companies, 'key'),
  ...Object.fromEntries(companies.map(({ stripe }) => [stripe.webhookSecretVariable, 'whsec_1'])),
};

describe('the configuration of the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quittance-settings-'));
  beforeAll(() => writeFilesOf(sites, folder));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'quittance.yaml');
  const text = configuration(sites, { webhookPort: 8480, apiPort: 8481 });

  it('is one that the product takes, and holds no secret itself', () => {
    const config = parseConfig(text, { file, env });
    expect(Object.keys(config.companies)).toEqual(companies.map(({ key }) => key));
    for (const secret of Object.values(env)) expect(text).not.toContain(`: ${secret}\n`);
  });

  it.each(companies)('settles $key in the currency of its ledger, at an account of its own', (company) => {
    const config = parseConfig(text, { file, env });
    const { ledgerCurrency, clearingAccounts, stripe } = config.companies[company.key] ?? {};
    expect(Object.keys(clearingAccounts ?? {})).toEqual([ledgerCurrency]);
    expect(stripe?.account).toBe(company.stripe.account);
    expect(new Set(companies.map(({ stripe: { account } }) => account)).size).toBe(companies.length);
  });
});

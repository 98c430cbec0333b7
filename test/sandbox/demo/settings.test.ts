import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companies } from '../../../sandbox/demo/companies/index.ts';
import {
  alertSecretsOf,
  configuration,
  secretsOf,
  writeEnvironment,
  writeFilesOf,
} from '../../../sandbox/demo/settings.ts';
import { parseConfig } from '../../../src/config.ts';
import { draftOf, profileIn } from '../../../src/worker/mapping.ts';

const url = 'http://127.0.0.1:9';
const sites = companies.map((company) => ({ company, stripe: { url }, erp: { url }, shop: { url } }));
const env = {
  ...secretsOf(companies, 'key'),
  ...alertSecretsOf({ webhookUrl: 'http://127.0.0.1:8/alerts', smtpUrl: 'smtp://127.0.0.1:9' }),
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

  it.each(companies)('gives $key an account at Stripe of its own, and a profile that is right', (company) => {
    const config = parseConfig(text, { file, env }).companies[company.key];
    if (!config) throw new Error(`${company.key} is not configured`);
    expect(config.stripe.account).toBe(company.stripe.account);
    expect(new Set(companies.map(({ stripe: { account } }) => account)).size).toBe(companies.length);
    const { accounts, items } = profileIn(draftOf(config) ?? {}, config);
    expect(accounts.stripe_clearing.otherwise).toEqual({ account: company.ledger.clearingAccount });
    expect(accounts.revenue.cases).toMatchObject([{ when: { product_class: 'digital' } }]);
    expect(items.entries.filter(({ kit }) => kit)).toHaveLength(1);
  });

  it('leaves a shell what it must know, for its owner only', () => {
    const environment = join(folder, 'demo.env');
    writeEnvironment(environment, { QUITTANCE_CONFIG: "/srv/it's here/quittance.yaml", SHOP_TOKEN: '$HOME' });
    expect(statSync(environment).mode & 0o777).toBe(0o600);
    const said = execFileSync('sh', ['-c', '. "$0"; env', environment], { encoding: 'utf8' }).split('\n');
    expect(said).toContain("QUITTANCE_CONFIG=/srv/it's here/quittance.yaml");
    expect(said).toContain('SHOP_TOKEN=$HOME');
  });
});

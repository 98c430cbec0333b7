import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConfig, type Company } from '../../src/config.ts';
import { parseSite } from '../../src/config/p21-site.ts';
import { p21NativeAbilities } from '../../src/erp/capabilities.ts';
import { draftOf, profileIn } from '../../src/worker/mapping.ts';
import { quittance } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'quittance-init-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const newFile = () => {
  const own = join(folder, String(++count));
  mkdirSync(own);
  return join(own, 'quittance.yaml');
};
/** Of the profile that was written beside it, which must be right. */
const clearingIn = (company: Company | undefined) =>
  company && profileIn(draftOf(company) ?? {}, company).accounts.stripe_clearing.otherwise;

describe('quittance init', () => {
  it('writes a configuration that is valid and holds no secret, and says what comes next', async () => {
    const file = newFile();
    const { status, out } = await quittance(['-c', file, 'init', '--yes']);
    expect(status).toBe(0);
    expect(out).toContain('export STRIPE_API_KEY=…');
    expect(out).toContain('quittance doctor');
    const { companies } = parseConfig(readFileSync(file, 'utf8'), { file, env: {} });
    expect(companies['acme']).toMatchObject({ stripe: { livemode: false } });
    expect(clearingIn(companies['acme'])).toEqual({ account: '1010' });
  });

  it('takes what it is told, however it is spelt', async () => {
    const file = newFile();
    const flags = [
      '--company',
      'globex',
      '--mode',
      'live',
      '--erp-auth',
      'user_token',
      '--erp-user',
      `o'neil: "x"`,
      '--erp-company',
      '07',
      '--currency',
      'EUR',
      '--clearing-account',
      '0815',
      '--public-url',
      'https://hooks.example.com',
    ];
    await quittance(['-c', file, 'init', '--yes', ...flags]);
    const { companies, webhook } = parseConfig(readFileSync(file, 'utf8'), { file, env: {} });
    expect(webhook.publicUrl).toBe('https://hooks.example.com');
    expect(companies['globex']).toMatchObject({
      stripe: { livemode: true },
      erp: { company: '07', auth: { kind: 'user_token', username: `o'neil: "x"` } },
    });
    expect(clearingIn(companies['globex'])).toEqual({ account: '0815' });
  });

  it('writes the file of a Prophet 21 site beside it, and keeps one that is there', async () => {
    const file = newFile();
    const own = dirname(file);
    const site = join(own, 'mappings', 'initech', 'prophet-21.yaml');
    const flags = ['--company', 'initech', '--p21-location', '42', '--p21-journal', 'QT', '--currency', 'CAD'];
    const init = (...more: readonly string[]) => quittance(['-c', file, 'init', '--yes', ...flags, ...more]);
    const { status, out } = await init('--p21-currency-number', '7');
    expect({ status, out }).toEqual({
      status: 0,
      out: expect.stringContaining(`Wrote ${file} and ${site} and ${own}/mappings/initech. Next:`) as string,
    });
    expect(out).toContain('export P21_CONSUMER_KEY=…');
    expect(out).toContain('quittance erp services --company initech --write');
    const read = () => parseConfig(readFileSync(file, 'utf8'), { file, env: {} }).companies['initech']?.erp;
    expect(read()).toMatchObject({
      dialect: 'native',
      auth: { kind: 'client_credentials' },
      site: { file: site, profile: { salesLocation: '42', journal: 'QT', currencies: { CAD: '7' } } },
    });
    expect(JSON.stringify(read())).not.toContain('username');

    rmSync(file);
    expect((await init('--p21-currency-number', '8', '--erp-user', 'q')).out).toContain(
      `Wrote ${file}; kept ${site}; kept ${own}/mappings/initech.`,
    );
    expect(read()).toMatchObject({ auth: { username: 'q' }, site: { profile: { currencies: { CAD: '7' } } } });
    await init('--p21-currency-number', '8', '--force');
    expect(read()).toMatchObject({ site: { profile: { currencies: { CAD: '8' } } } });
  });

  it('tells a site without columns of its own what is then missing, and that is all; its own lines are right', async () => {
    const file = newFile();
    await quittance(['-c', file, 'init', '--yes', '--company', 'umbrella']);
    const site = join(dirname(file), 'mappings', 'umbrella', 'prophet-21.yaml');
    const written = readFileSync(site, 'utf8');
    expect(written).toContain("orders are held and released all the same, but don't say what became of their payment");
    const able = (content: string) => Object.entries(p21NativeAbilities(parseSite(content, site)));
    expect(able(written).flatMap(([what, { can }]) => (can ? [] : [what]))).toEqual(['payment-note']);
    const uncommented = written.replaceAll(/^# (?=payment_columns:|customer_column:)/gm, '');
    expect(able(uncommented).every(([, { can }]) => can)).toBe(true);
    expect(parseSite(uncommented, site)).toMatchObject({ customerColumn: 'quittance_stripe_id' });
  });

  it('names examples that are shipped', async () => {
    const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly files: readonly string[] };
    const file = newFile();
    await quittance(['-c', file, 'init', '--yes', '--company', 'tyrell']);
    const written = [file, join(dirname(file), 'mappings', 'tyrell', 'prophet-21.yaml')].map((path) =>
      readFileSync(path, 'utf8'),
    );
    const named = written.flatMap((text) => /\S+\.example\.yaml/.exec(text) ?? []);
    expect(named).toEqual(['quittance.example.yaml', 'mappings/p21-native.example.yaml']);
    for (const path of named) {
      expect(readFileSync(path, 'utf8')).not.toBe('');
      expect(files).toContain(path.replace(/^mappings\/.*/, 'mappings'));
    }
  });

  it('writes neither file when an answer about the site is wrong', async () => {
    const file = newFile();
    const { status, err } = await quittance([
      '-c',
      file,
      'init',
      '--yes',
      '--company',
      'hooli',
      '--p21-currency-number',
      'dollar',
    ]);
    const site = join(dirname(file), 'mappings', 'hooli', 'prophet-21.yaml');
    expect(status).toBe(2);
    expect(err).toContain(`${site}:11:15 currencies.USD is not a number of Prophet 21`);
    for (const path of [file, site]) expect(() => readFileSync(path)).toThrow('ENOENT');
  });

  it('writes one for a gateway in front of Prophet 21', async () => {
    const file = newFile();
    await quittance(['-c', file, 'init', '--yes', '--dialect', 'facade']);
    expect(parseConfig(readFileSync(file, 'utf8'), { file, env: {} }).companies['acme']?.erp).toMatchObject({
      dialect: 'facade',
      auth: { kind: 'client_credentials', clientId: 'quittance' },
    });
  });

  it('writes one for SAP ECC', async () => {
    const file = newFile();
    const flags = ['--erp', 'sap-ecc', '--sap-sales-area', '2000/20/01', '--erp-auth', 'x509', '--sap-client', '300'];
    const { status, out } = await quittance(['-c', file, 'init', '--yes', '--currency', 'EUR', ...flags]);
    expect(status).toBe(0);
    expect(out).toContain('export SAP_CERTIFICATE=…');
    const { companies } = parseConfig(readFileSync(file, 'utf8'), { file, env: {} });
    expect(companies['acme']).toMatchObject({
      erp: {
        adapter: 'sap-ecc',
        client: '300',
        companyCode: '1000',
        salesOrganisation: '2000',
        distributionChannel: '20',
        division: '01',
        interfaces: { default: 'soap-wrapper' },
        auth: { kind: 'x509', username: 'QUITTANCE' },
      },
    });
    expect(clearingIn(companies['acme'])).toEqual({ account: '113100' });
  });

  it('writes nothing for an ERP that it does not know', async () => {
    const { status, err } = await quittance(['-c', newFile(), 'init', '--yes', '--erp', 'r3']);
    expect(status).toBe(2);
    expect(err).toContain('companies.acme.erp.adapter must be one of p21, sap-ecc');
  });

  it('writes nothing when an answer is wrong, and says which', async () => {
    const file = newFile();
    const { status, err } = await quittance(['-c', file, 'init', '--yes', '--time-zone', 'Mars/Olympus']);
    expect(status).toBe(2);
    expect(err).toContain('companies.acme.time_zone is not an IANA time zone');
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });

  it('keeps a file that exists, unless it is forced', async () => {
    const file = newFile();
    writeFileSync(file, 'mine');
    expect(await quittance(['-c', file, 'init', '--yes'])).toMatchObject({ status: 2 });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(await quittance(['-c', file, 'init', '--yes', '--force'])).toMatchObject({ status: 0 });
  });
});

describe('every command', () => {
  it('says what is wrong with the configuration, and does nothing', async () => {
    const file = newFile();
    writeFileSync(file, 'version: 2\ncompanies: {}\n');
    for (const command of ['doctor', 'migrate', 'webhook', 'api', 'worker', 'up']) {
      const { status, err } = await quittance(['-c', file, command]);
      expect([command, status]).toEqual([command, 2]);
      expect(err).toContain(`${file}:1:1 version must be 1`);
    }
  });

  it('says how to get a configuration where there is none', async () => {
    expect((await quittance(['-c', newFile(), 'doctor'])).err).toContain('quittance init');
  });

  it('refuses what it does not know with status 2, and explains itself with status 0', async () => {
    expect(await quittance(['dcotor'])).toMatchObject({ status: 2 });
    const { status, out } = await quittance(['--help']);
    expect(status).toBe(0);
    for (const verb of [
      'up',
      'webhook',
      'worker',
      'api',
      'migrate',
      'doctor',
      'init',
      'stripe',
      'cases',
      'mapping',
      'erp',
    ])
      expect(out).toMatch(new RegExp(`^  ${verb}\\b`, 'm'));
  });

  it('does not start where a secret cannot be read', async () => {
    const file = newFile();
    await quittance(['-c', file, 'init', '--yes']);
    const { status, err } = await quittance(['-c', file, 'webhook']);
    expect(status).toBe(2);
    expect(err).toContain('env:STRIPE_WEBHOOK_SECRET, wanted by companies.acme.stripe.webhook_secrets');
  });
});

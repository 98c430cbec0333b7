import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startP21Sandbox } from '../../sandbox/p21/server.ts';
import { examine } from '../../src/cli/doctor/check.ts';
import { erpChecks } from '../../src/cli/doctor/erp.ts';
import { parseConfig } from '../../src/config.ts';
import { writeProfile } from '../support/profiles.ts';
import { quittance } from './terminal.ts';

type Native = NonNullable<NonNullable<Parameters<typeof startP21Sandbox>[0]>['native']>;
const key = '{ kind: client_credentials, client_secret: env:P21 }';
const user = '{ kind: user_token, username: quittance, password: env:P21_PASSWORD }';
const env = { KEY: 'sk_test_1', P21: 'sandbox-client-secret', P21_PASSWORD: 'sandbox' };
const least = `# Our site.
sales_location: '10' # main
salesrep: '1001'
journal: GJ
time_zone: America/New_York
currencies: { USD: '1' }
`;
const usual = ['Order', 'CashReceipts', 'CustomerRefund', 'ARCreditMemo', 'OpenCreditApplication', 'ReverseARPayment'];
const servicesWithout = (...left: readonly string[]) =>
  Object.fromEntries(usual.filter((name) => !left.includes(name)).map((name) => [name, name]));

type Choices = {
  readonly native?: Native;
  readonly site?: string;
  readonly auth?: string;
  readonly company?: string;
  readonly more?: string;
};
/** A Prophet 21 of this kind, and a company on it. */
async function siteWith({ native = {}, site = least, auth = user, company = 'ACME', more = '' }: Choices = {}) {
  const p21 = await startP21Sandbox({ company: 'ACME', native });
  const folder = mkdtempSync(join(tmpdir(), 'quittance-p21-'));
  onTestFinished(async () => {
    await p21.close();
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'quittance.yaml');
  const siteFile = join(folder, 'mappings', 'acme', 'prophet-21.yaml');
  mkdirSync(join(folder, 'mappings', 'acme'), { recursive: true });
  writeFileSync(siteFile, site, { mode: 0o640 });
  writeProfile(join(folder, 'mappings', 'acme'), {
    items: { otherwise: { item: 'W-100' }, shipping: 'SHIPPING', rounding: 'ROUNDING' },
    taxCodes: { tax_codes: [{ rate: '0', code: 'NOTAX' }], otherwise: 'ask' },
  });
  writeFileSync(
    file,
    `version: 1
companies:
  acme:
    stripe: { account: acct_1Abc, api_key: env:KEY, webhook_secrets: [env:KEY], livemode: false }
    erp:
      adapter: p21
      dialect: native
      base_url: ${p21.url}
      company: ${company}
      auth: ${auth}
      site: mappings/acme/prophet-21.yaml
    ledger_currency: USD
    time_zone: UTC
${more}`,
  );
  const run = (...args: readonly string[]) => quittance(['-c', file, ...args], env);
  const doctor = async () => {
    const { acme } = parseConfig(readFileSync(file, 'utf8'), { file, env }).companies;
    if (!acme) throw new Error('There is no company acme');
    return Promise.all(erpChecks('acme', acme).map(examine));
  };
  return {
    siteFile,
    run,
    doctor,
    wrong: async () => (await doctor()).filter(({ ok }) => !ok).map(({ name, text, mend }) => ({ name, text, mend })),
    writeTest: () => run('doctor', '--company', 'acme', '--write-test', '--yes'),
    documents: async () => (await fetch(`${p21.url}/_sandbox/documents`)).text(),
  };
}

describe('doctor, of a Prophet 21 site where all is well', () => {
  it.each([
    ['a user', user],
    ['a consumer key', key],
  ])('looks at tables, currencies and services, by %s', async (_, auth) => {
    const { doctor } = await siteWith({ auth });
    expect((await doctor()).map(({ name, ok, text }) => [name, ok, text])).toEqual([
      ['acme: ERP', true, 'company Acme Supply, ledger in USD'],
      ['acme: accounts', true, '15 accounts of acme@1'],
      ['acme: Prophet 21 tables', true, 'all that are needed can be read'],
      ['acme: Prophet 21 currencies', true, 'USD'],
      ['acme: cash receipts', true, 'CashReceipts'],
      ['acme: customer refunds', true, 'CustomerRefund'],
      ['acme: credit memos', true, 'ARCreditMemo'],
      ['acme: applications', true, 'OpenCreditApplication'],
      ['acme: orders', true, 'Order'],
      ['acme: reversals', true, 'ReverseARPayment'],
    ]);
  });

  it('leaves nothing behind', async () => {
    const { doctor, documents } = await siteWith();
    const before = await documents();
    await doctor();
    expect(await documents()).toBe(before);
  });

  it('says what the site takes by files, or not at all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quittance-import-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const name of ['in', 'done', 'failed']) mkdirSync(join(folder, name));
    const site = `${least}services: { customer_refund: { by: import, folder: ${folder} }, application: { by: none } }\n`;
    const at = await siteWith({
      site,
      native: { services: servicesWithout('CustomerRefund', 'OpenCreditApplication') },
    });
    expect(await at.wrong()).toEqual([]);
    expect((await at.doctor()).map(({ text }) => text)).toEqual(
      expect.arrayContaining([`by files in ${folder}`, `none are taken, as ${at.siteFile} says`]),
    );
    rmSync(join(folder, 'in'), { recursive: true });
    expect(await at.wrong()).toEqual([
      {
        name: 'acme: customer refunds',
        text: `${folder}/in is not there, or may not be written`,
        mend: `Create ${folder}/in for quittance and for the scheduled import of Prophet 21; src/erp/p21/native/README.md, scheduled import`,
      },
    ]);
  });
});

describe('a site where a service takes what files brought before', () => {
  it('is told of files that nobody has read yet, until there are none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quittance-import-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'in'));
    const { wrong, doctor, siteFile } = await siteWith({
      site: `${least}services: { cash_receipt: { import_folder: ${folder} } }\n`,
    });
    expect(await wrong()).toEqual([]);
    expect((await doctor()).map(({ text }) => text)).toContain('CashReceipts');

    writeFileSync(join(folder, 'in', 'R000000000000001.csv'), 'customer_id\r\n1\r\n');
    expect(await wrong()).toEqual([
      {
        name: 'acme: cash receipts',
        text: `${folder}/in still holds files (1), and a service takes cash receipts now`,
        mend: `Let the scheduled import of Prophet 21 read them; then services.cash_receipt.import_folder may leave ${siteFile}`,
      },
    ]);

    rmSync(join(folder, 'in'), { recursive: true });
    expect(await wrong()).toMatchObject([{ text: `${folder}/in is not there, or may not be read` }]);
  });
});

describe('a site without a service for cash receipts', () => {
  const native = { services: servicesWithout('CashReceipts') };

  it('is told so by doctor, with both ways out', async () => {
    const { wrong, siteFile } = await siteWith({ native });
    expect(await wrong()).toEqual([
      {
        name: 'acme: cash receipts',
        text: expect.stringMatching(
          /^none of this site's 5 services takes them(; \w+ comes closest, but lacks .+)?$/,
        ) as string,
        mend: `Ask whoever runs Prophet 21 for a service of the Transaction API that takes them (src/erp/p21/native/README.md names its fields), or set services.cash_receipt.by: import in ${siteFile} and let the scheduled import bring them`,
      },
    ]);
  });

  it('gets nothing posted by the write test, not even in part', async () => {
    const { writeTest, documents } = await siteWith({ native });
    const before = await documents();
    const { status, out } = await writeTest();
    expect(status).toBe(1);
    expect(out).toContain("FAILED  acme: cash receipts: none of this site's 5 services takes them");
    expect(out).toContain('Nothing was posted.');
    expect(await documents()).toBe(before);
  });

  it('is told so by erp services, which writes nothing about them', async () => {
    const { run, siteFile } = await siteWith({ native });
    const { status, out } = await run('erp', 'services', '--company', 'acme', '--write');
    expect(status).toBe(1);
    expect(out).toContain("cash receipts: none of this site's 5 services takes them");
    expect(readFileSync(siteFile, 'utf8')).toBe(least);
  });
});

describe('a site with another name for cash receipts', () => {
  const native = { services: { ...servicesWithout('CashReceipts'), ARCashReceiptEntry: 'ARCashReceiptEntry' } };

  it('is told by doctor which, and what writes it down', async () => {
    const { wrong } = await siteWith({ native });
    expect(await wrong()).toEqual([
      {
        name: 'acme: cash receipts',
        text: 'the service is called ARCashReceiptEntry here, not CashReceipts',
        mend: 'Run quittance erp services --company acme --write',
      },
    ]);
  });

  it('gets nothing posted by the write test before', async () => {
    const { writeTest, documents } = await siteWith({ native });
    const before = await documents();
    expect((await writeTest()).out).toContain('the service is called ARCashReceiptEntry here');
    expect(await documents()).toBe(before);
  });

  it('is shown by erp services how it differs, and nothing is written without being asked', async () => {
    const { run, siteFile } = await siteWith({ native });
    const { status, out } = await run('erp', 'services', '--company', 'acme');
    expect(status).toBe(1);
    expect(out).toContain('services.cash_receipt.service: CashReceipts -> ARCashReceiptEntry');
    expect(out).toMatch(/lines of .* would change: quittance erp services --company acme --write$/);
    expect(readFileSync(siteFile, 'utf8')).toBe(least);
  });

  it('has it written into its file, which keeps its comments and its mode; then all is well, and can be posted', async () => {
    const { run, siteFile, wrong, writeTest } = await siteWith({ native });
    const { status, out } = await run('erp', 'services', '--company', 'acme', '--write');
    expect({ status, last: out.split('\n').at(-1) }).toEqual({
      status: 0,
      last: expect.stringMatching(/^Wrote \d+ lines into .*prophet-21\.yaml\.$/) as string,
    });
    const written = readFileSync(siteFile, 'utf8');
    expect(written).toContain('# Our site.\n');
    expect(written).toContain("sales_location: '10' # main\n");
    expect(written).toContain('service: ARCashReceiptEntry');
    expect(written).not.toContain('credit_memo');
    expect(statSync(siteFile).mode & 0o777).toBe(0o640);
    expect(await wrong()).toEqual([]);
    expect(await run('erp', 'services', '--company', 'acme')).toMatchObject({ status: 0 });
    const tested = await writeTest();
    expect({ status: tested.status, last: tested.out.split('\n').at(-1) }).toEqual({
      status: 0,
      last: 'Everything was posted and taken back, or offset.',
    });
  });

  it('gets all of it as JSON too', async () => {
    const { run, siteFile } = await siteWith({ native });
    const { out } = await run('erp', 'services', '--company', 'acme', '--json');
    const { services, ...rest } = JSON.parse(out) as { services: readonly { readonly role: string }[] };
    expect(rest).toEqual({ company: 'acme', file: siteFile, written: false });
    expect(services.find(({ role }) => role === 'cash-receipt')).toMatchObject({
      found: 'under another name',
      service: 'ARCashReceiptEntry',
      differs: expect.arrayContaining([
        { path: 'services.cash_receipt.service', from: 'CashReceipts', to: 'ARCashReceiptEntry' },
      ]) as unknown,
    });
  });
});

describe('a user without a permission', () => {
  it.each([
    [
      user,
      'Prophet 21: give user quittance Dataservice permission for table ar_receipts, and “Allow OData API Service”',
    ],
    [key, 'Add table ar_receipts to the scope of the consumer key: /odata:ar_receipts,…'],
  ])('for a table is told which, and how to get it: %s', async (auth, mend) => {
    const { wrong } = await siteWith({ auth, native: { forbidden: { tables: ['ar_receipts'] } } });
    expect(await wrong()).toEqual([
      { name: 'acme: Prophet 21 tables', text: 'table ar_receipts may not be read', mend },
    ]);
  });

  it('for several tables is told all of them at once', async () => {
    const { wrong } = await siteWith({ native: { forbidden: { tables: ['gl', 'periods'] } } });
    const [found] = await wrong();
    expect(found?.text).toBe('table periods may not be read; table gl may not be read');
    expect(found?.mend?.split('\n')).toHaveLength(2);
  });

  it('for the very first table that is read is told that too, and is asked for nothing else', async () => {
    const { wrong } = await siteWith({ native: { forbidden: { tables: ['company'] } } });
    const [first, ...others] = await wrong();
    expect(first?.mend).toMatch(/^Prophet 21: give user quittance Dataservice permission for table company/);
    expect(new Set(others.map(({ text }) => text))).toEqual(new Set(['not checked: the ERP can not be asked']));
  });

  it.each([
    [user, 'Prophet 21: let user quittance open the window of CashReceipts; or ask for a licence of its module'],
    [
      key,
      'Prophet 21: let the consumer key open the window of CashReceipts, and the consumer key the scope /uiserver0; or ask for a licence of its module',
    ],
  ])('for a window is told which, and how to get it: %s', async (auth, mend) => {
    const { wrong, writeTest, documents } = await siteWith({
      auth,
      native: { forbidden: { windows: ['CashReceipts'] } },
    });
    expect(await wrong()).toEqual([
      { name: 'acme: cash receipts', text: 'CashReceipts is there, but may not be opened', mend },
    ]);
    const before = await documents();
    expect((await writeTest()).out).toContain('Nothing was posted.');
    expect(await documents()).toBe(before);
  });

  it('for orders or reversals is told so, although their names do not differ', async () => {
    const { wrong } = await siteWith({ native: { forbidden: { windows: ['Order', 'ReverseARPayment'] } } });
    expect((await wrong()).map(({ name, text }) => `${name}: ${text}`)).toEqual([
      'acme: orders: Order is there, but may not be opened',
      'acme: reversals: ReverseARPayment is there, but may not be opened',
    ]);
  });
});

describe('doctor says what else differs from the file of a site:', () => {
  it('a ledger in a currency whose number it does not have', async () => {
    const { wrong, siteFile } = await siteWith({ site: least.replace("'1'", "'7'") });
    const [found] = await wrong();
    expect(found).toMatchObject({
      name: 'acme: ERP',
      mend: `Add the ledger's currency to currencies of ${siteFile}`,
    });
  });

  it('a company that Prophet 21 does not have', async () => {
    const { wrong } = await siteWith({ company: 'OTHER' });
    const [found] = await wrong();
    expect(found).toMatchObject({
      name: 'acme: ERP',
      text: 'Prophet 21 has no company OTHER',
      mend: 'Change companies.acme.erp.company',
    });
  });

  it('a currency that Prophet 21 calls otherwise', async () => {
    const { wrong, siteFile } = await siteWith({
      site: least.replace("USD: '1'", "USD: '1', EUR: '7', CAD: '2'"),
      native: { currencies: { '1': 'USD', '2': 'EUR', '7': 'CAD' } },
    });
    expect(await wrong()).toEqual([
      {
        name: 'acme: Prophet 21 currencies',
        text: `EUR is 7 in ${siteFile}, which Prophet 21 calls CAD`,
        mend: `Set currencies.EUR to '2' in ${siteFile}`,
      },
    ]);
  });

  it('a currency that Prophet 21 does not have', async () => {
    const { wrong, siteFile } = await siteWith({
      site: least.replace("USD: '1'", "USD: '1', CHF: '99'"),
      native: { currencies: { '1': 'USD' } },
    });
    expect(await wrong()).toMatchObject([
      {
        text: `CHF is 99 in ${siteFile}, which Prophet 21 does not have`,
        mend: `Create CHF in Prophet 21, or take it out of ${siteFile}`,
      },
    ]);
  });

  it('a reference in a field that the order window does not have', async () => {
    const { wrong, siteFile } = await siteWith({ site: `${least}order_reference: web_reference_no\n` });
    expect(await wrong()).toEqual([
      { name: 'acme: orders', text: 'Order lacks web_reference_no', mend: `Set order_reference: po_no in ${siteFile}` },
    ]);
  });

  it('a service that was deployed without a licence of its module, whose name never differs', async () => {
    const { wrong } = await siteWith({ native: { services: servicesWithout('ReverseARPayment') } });
    expect(await wrong()).toMatchObject([
      {
        name: 'acme: reversals',
        text: 'this site has no service ReverseARPayment',
        mend: expect.stringMatching(/^Ask whoever runs Prophet 21 to deploy ReverseARPayment/) as string,
      },
    ]);
  });

  it('credit memos that no service takes, which no import can bring', async () => {
    const { wrong, siteFile } = await siteWith({ native: { services: servicesWithout('ARCreditMemo') } });
    const [found] = await wrong();
    expect(found).toMatchObject({
      name: 'acme: credit memos',
      mend: expect.stringContaining(
        `or set services.credit_memo.by: none in ${siteFile}: they are then made by hand`,
      ) as string,
    });
  });

  it('a wrong consumer key, or a wrong password', async () => {
    for (const [auth, mend] of [
      [
        '{ kind: client_credentials, client_secret: env:KEY }',
        /^See that the consumer key of env:KEY is active .*\/odata/,
      ],
      ['{ kind: user_token, username: quittance, password: env:KEY }', /^Check companies\.acme\.erp\.base_url/],
    ] as const) {
      const [found] = await (await siteWith({ auth })).wrong();
      expect(found).toMatchObject({ name: 'acme: ERP', mend: expect.stringMatching(mend) as string });
      expect(JSON.stringify(found)).not.toContain('sk_test_1');
    }
  });
});

describe('the write test at a Prophet 21 site', () => {
  it('says what each field became, the columns of the site too', async () => {
    const { writeTest } = await siteWith({
      site: `${least}payment_columns: { stripe_id: quittance_stripe_id, state: quittance_payment_state, paid_on: quittance_paid_on }
customer_column: quittance_stripe_id
`,
    });
    const { status, out } = await writeTest();
    expect(status).toBe(0);
    for (const line of [
      /^fields {5}oe_hdr: order_no \d+, company_id ACME, .*po_no [A-Z2-7]{16}, job_name quittance-write-test/m,
      /^fields {5}oe_line: .*item_id W-100, extended_desc quittance write test, unit_quantity 1\.0000/m,
      /^fields {5}oe_hdr_ud: .*quittance_stripe_id quittance_write_test/m,
      /^fields {5}ar_payment_details: .*check_number [A-Z2-7]{16}, payment_desc quittance write test/m,
      /^fields {5}ar_refunds: /m,
      /^fields {5}customer_ud: .*quittance_stripe_id quittance_write_test/m,
      /^fields {5}gl: .*account_number 1010, .*amount -1\.0000/m,
    ])
      expect(out).toMatch(line);
  });

  it('does not try what the file says the site does not take', async () => {
    const { writeTest } = await siteWith({
      site: `${least}services: { application: { by: none }, customer_refund: { by: none } }\n`,
    });
    const { status, out } = await writeTest();
    expect(status).toBe(0);
    expect(out).toMatch(/^not tried {2}application: this ERP can't, as it is configured: apply, unapply$/m);
    expect(out).toMatch(/^not tried {2}cash receipt and refund: .*customer-refund$/m);
  });
});

describe('quittance erp services', () => {
  it('is for the native dialect of Prophet 21 only', async () => {
    const { run } = await siteWith({
      more: `  other:
    stripe: { account: acct_2Def, api_key: env:KEY, webhook_secrets: [env:KEY], livemode: false }
    erp:
      adapter: p21
      dialect: facade
      base_url: http://127.0.0.1:1
      company: ACME
      auth: { kind: user_token, username: q, password: env:KEY }
    ledger_currency: USD
    time_zone: UTC
`,
    });
    expect(await run('erp', 'services', '--company', 'other')).toMatchObject({
      status: 2,
      err: 'Company other is not on the native dialect of Prophet 21, whose services alone differ from site to site',
    });
    expect(await run('erp', 'services', '--company', 'nobody')).toMatchObject({ status: 2 });
    expect(await run('erp', 'services')).toMatchObject({ status: 2 });
  });

  it('leaves alone what the file takes by other means', async () => {
    const { run, siteFile } = await siteWith({ site: `${least}services: { cash_receipt: { by: none } }\n` });
    expect(await run('erp', 'services', '--company', 'acme', '--write')).toMatchObject({ status: 0 });
    expect(readFileSync(siteFile, 'utf8')).toContain('cash_receipt: { by: none }');
  });
});

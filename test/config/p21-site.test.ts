import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { ConfigError, parseConfig } from '../../src/config.ts';
import { siteExamples } from '../../src/config/p21-site-fields.ts';
import { siteSchema } from '../../src/config/p21-site-schema.ts';
import { parseSite } from '../../src/config/p21-site.ts';
import { usualWays } from '../../src/erp/p21/native/usual-ways.ts';

const example = readFileSync('mappings/p21-native.example.yaml', 'utf8');
const least = `sales_location: '10'
salesrep: '1001'
journal: GJ
time_zone: America/New_York
currencies: { USD: '1' }
`;
const quittance = `version: 1
companies:
  acme:
    stripe: { account: acct_1Abc, api_key: env:KEY, webhook_secrets: [env:HOOK], livemode: false }
    erp:
      adapter: p21
      dialect: native
      base_url: https://p21.example.com
      company: '01'
      auth: { kind: client_credentials, client_secret: env:P21 }
      site: mappings/acme/prophet-21.yaml
    ledger_currency: USD
    time_zone: America/New_York
`;
const file = '/etc/quittance/mappings/acme/prophet-21.yaml';

const read = (text = quittance, site: string | undefined = least) =>
  parseConfig(text, {
    file: '/etc/quittance/quittance.yaml',
    env: {},
    read: (path) => (path === file ? site : undefined),
  });
const complaint = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no complaint';
};
const erpOf = (text = quittance, site: string = least) => read(text, site).companies['acme']?.erp;

describe('the file of a Prophet 21 site', () => {
  it('is read with quittance.yaml, by its path from there', () => {
    expect(erpOf()).toMatchObject({
      dialect: 'native',
      site: { file, profile: { salesLocation: '10', journal: 'GJ' } },
    });
  });

  it('leaves out what is as it usually is', () => {
    expect(parseSite(least, 'site.yaml')).toEqual({
      salesLocation: '10',
      sourceLocation: '10',
      salesrep: '1001',
      journal: 'GJ',
      timeZone: 'America/New_York',
      currencies: { USD: '1' },
      orderReference: 'po_no',
      ways: usualWays,
    });
  });

  it('may say everything otherwise', () => {
    const site = `${least}source_location: '20'
ship_to: '7'
taker: SHOP
terms: '3'
order_reference: web_reference_no
payment_columns: { stripe_id: a_id, state: a_state, paid_on: a_day }
customer_column: a_customer
services:
  cash_receipt:
    service: ARCashReceiptEntry
    form: TABPAGE_9.cash
    key: receipt_no
    import_folder: /srv/before
    fields: { bank_currency: bank_cur, stripe_id: ufc_stripe }
  customer_refund: { by: import, folder: /srv/in, fields: { memo: memo_no } }
  credit_memo: { lines: TP_LINES.lines }
  application: { by: none }
`;
    expect(parseSite(site, 'site.yaml')).toMatchObject({
      sourceLocation: '20',
      shipTo: '7',
      taker: 'SHOP',
      terms: '3',
      orderReference: 'web_reference_no',
      paymentColumns: { stripeId: 'a_id', state: 'a_state', paidOn: 'a_day' },
      customerColumn: 'a_customer',
      ways: {
        'cash-receipt': {
          by: 'transaction',
          service: 'ARCashReceiptEntry',
          form: 'TABPAGE_9.cash',
          key: 'receipt_no',
          importFolder: '/srv/before',
          fields: { ...usualWays['cash-receipt'].fields, bankCurrency: 'bank_cur', stripeId: 'ufc_stripe' },
        },
        'customer-refund': { by: 'import', folder: '/srv/in', fields: { memo: 'memo_no', receipt: 'receipt_number' } },
        'credit-memo': { ...usualWays['credit-memo'], lines: 'TP_LINES.lines' },
        application: { by: 'none' },
      },
    });
  });

  it('has an example that is right, explains every field, and says of services what would be assumed anyway', () => {
    expect(parseSite(example, 'example.yaml').ways).toEqual(usualWays);
    const mentioned = (name: string) => new RegExp(`\\b${name.split('.').at(-1)}:`).test(example);
    expect(Object.keys(siteExamples).filter((name) => !name.endsWith('*') && !mentioned(name))).toEqual([]);
  });
});

type Wrong = { readonly name: string; readonly from: string; readonly to: string; readonly says: string };
const wrongs: readonly Wrong[] = [
  {
    name: 'a misspelt key',
    from: 'sales_location',
    to: 'sale_location',
    says: `${file}:1:1 sales_location is missing.
  For example: sales_location: '10'
${file}:1:1 sale_location is not a known key; did you mean sales_location?.
  For example: sales_location: '10'`,
  },
  {
    name: 'a number where text was meant',
    from: "'1001'",
    to: '1001',
    says: `${file}:2:1 salesrep must be text, but is a number; put it in quotes.
  For example: salesrep: '1001'`,
  },
  {
    name: 'a currency by its name',
    from: "'1' }",
    to: 'US dollar }',
    says: `${file}:5:15 currencies.USD is not a number of Prophet 21: only digits, and no "0" before them.
  For example: USD: '1'`,
  },
  {
    name: 'a number of a currency as no table has it',
    from: "USD: '1'",
    to: "USD: '01'",
    says: `${file}:5:15 currencies.USD is not a number of Prophet 21: only digits, and no "0" before them.
  For example: USD: '1'`,
  },
  {
    name: 'one number for two currencies',
    from: "USD: '1'",
    to: "USD: '1', EUR: '2', CAD: '1'",
    says: `${file}:5:1 currencies gives USD and CAD the same number.
  For example: currencies: { USD: '1' }`,
  },
  {
    name: 'no currency',
    from: "{ USD: '1' }",
    to: '{}',
    says: `${file}:5:1 currencies names no currency.
  For example: currencies: { USD: '1' }`,
  },
  {
    name: 'a time zone that is none',
    from: 'America/New_York',
    to: 'EST/EDT',
    says: `${file}:4:1 time_zone is not an IANA time zone.
  For example: time_zone: America/New_York`,
  },
  {
    name: 'an unknown column of the reference',
    from: 'journal: GJ',
    to: 'journal: GJ\norder_reference: job_name',
    says: `${file}:4:1 order_reference must be one of po_no, web_reference_no.
  For example: order_reference: po_no`,
  },
  {
    name: 'half of the payment columns',
    from: 'journal: GJ',
    to: 'journal: GJ\npayment_columns: { stripe_id: a, state: b }',
    says: `${file}:4:1 payment_columns.paid_on is missing.
  For example: paid_on: quittance_paid_on`,
  },
  {
    name: 'an unknown service',
    from: 'journal: GJ',
    to: 'journal: GJ\nservices: { cash_receipts: {} }',
    says: `${file}:4:13 services.cash_receipts is not a known key; did you mean cash_receipt?.
  For example: cash_receipt: { service: CashReceipts }`,
  },
  {
    name: 'an unknown field of a service',
    from: 'journal: GJ',
    to: 'journal: GJ\nservices: { cash_receipt: { fields: { bank_ammount: x } } }',
    says: `${file}:4:39 services.cash_receipt.fields.bank_ammount is not a known key; did you mean bank_amount?.
  For example: bank_amount: bank_amount`,
  },
  {
    name: 'what is no name of a field',
    from: 'journal: GJ',
    to: 'journal: GJ\nservices: { cash_receipt: { fields: { text: payment desc } } }',
    says: `${file}:4:39 services.cash_receipt.fields.text is not a name of Prophet 21: only letters, digits, "_" and ".".
  For example: text: payment_desc`,
  },
  {
    name: 'an import without a folder',
    from: 'journal: GJ',
    to: 'journal: GJ\nservices: { cash_receipt: { by: import } }',
    says: `${file}:4:13 services.cash_receipt.folder is missing.
  For example: folder: /srv/p21-import/receipts`,
  },
  {
    name: 'a folder that depends on where quittance starts',
    from: 'journal: GJ',
    to: 'journal: GJ\nservices: { cash_receipt: { by: import, folder: in } }',
    says: `${file}:4:41 services.cash_receipt.folder is not an absolute path.
  For example: folder: /srv/p21-import/receipts`,
  },
  {
    name: 'an import of what has no layout',
    from: 'journal: GJ',
    to: 'journal: GJ\nservices: { application: { by: import, folder: /srv } }',
    says: `${file}:4:28 services.application.by must be one of transaction, none.
  For example: by: transaction`,
  },
];

describe('so it is told what is wrong with the file of a Prophet 21 site, by its own lines:', () => {
  it.each(wrongs)('$name', ({ from, to, says }) => {
    expect(least).toContain(from);
    expect(complaint(() => read(quittance, least.replace(from, to)))).toBe(says);
  });

  it('what is no YAML', () => {
    expect(complaint(() => read(quittance, `${least}services: [`))).toContain(`${file}:6:12 is not YAML`);
  });

  it('that it is not there', () => {
    expect(complaint(() => read(quittance.replace('acme/prophet', 'acme/other')))).toBe(
      `/etc/quittance/quittance.yaml:11:7 companies.acme.erp.site names a file that is not there; copy mappings/p21-native.example.yaml to /etc/quittance/mappings/acme/other-21.yaml.
  For example: site: mappings/acme/prophet-21.yaml`,
    );
  });

  it('together with what is wrong in quittance.yaml', () => {
    const text = quittance.replace('livemode: false', 'livemode: 0');
    const said = complaint(() => read(text, least.replace('journal: GJ\n', ''))).match(/^\S+?:\d+/gm);
    expect(said).toEqual(['/etc/quittance/quittance.yaml:4', `${file}:1`]);
  });

  it('examples of right are there for every field, and are right', () => {
    const missing = leavesOf(z.toJSONSchema(siteSchema, { io: 'input', unrepresentable: 'any' }), []).filter(
      (name) => !(name in siteExamples),
    );
    expect(missing).toEqual([]);
    for (const [name, line] of Object.entries(siteExamples)) {
      const document = parseDocument(least);
      const path = name.split('.').filter((step) => step !== '*');
      const holder = name.endsWith('*') ? path : path.slice(0, -1);
      if (name.endsWith('.folder')) document.setIn([...holder, 'by'], 'import');
      const [key, value] = Object.entries(parseDocument(line).toJS() as object)[0] as [string, unknown];
      if (name.startsWith('payment_columns.'))
        document.setIn(['payment_columns'], { stripe_id: 'a', state: 'b', paid_on: 'c' });
      const whole = parseDocument(stringify(document.toJS()));
      whole.setIn([...holder, key], value);
      expect(
        complaint(() => parseSite(String(whole), name)),
        name,
      ).toBe('no complaint');
    }
  });
});

describe('a company on the native dialect', () => {
  it('asks for no more than two things at once, unless told', () => {
    expect(erpOf()?.limits.concurrency).toBe(2);
    expect(
      erpOf(quittance.replace('adapter: p21', 'adapter: p21\n      limits: { concurrency: 6 }'))?.limits.concurrency,
    ).toBe(6);
  });

  it.each([
    ['{ kind: client_credentials, client_secret: env:P21, username: q }', 'no complaint'],
    ['{ kind: user_token, username: q, password: env:P21 }', 'no complaint'],
    [
      '{ kind: client_credentials, client_id: q, client_secret: env:P21 }',
      '/etc/quittance/quittance.yaml:10:41 companies.acme.erp.auth.client_id is a key of another auth than this one.',
    ],
  ])('logs in by %s', (auth, says) => {
    expect(complaint(() => read(quittance.replace('{ kind: client_credentials, client_secret: env:P21 }', auth)))).toBe(
      says,
    );
  });

  it('has a site, which the facade has not', () => {
    expect(complaint(() => read(quittance.replace('      site: mappings/acme/prophet-21.yaml\n', '')))).toContain(
      'companies.acme.erp.site is missing',
    );
    const facade = quittance.replace('native', 'facade').replace('client_secret:', 'client_id: q, client_secret:');
    expect(complaint(() => read(facade))).toContain('companies.acme.erp.site is a key of another erp than this one');
  });

  it('takes no currency whose number at the site is not known', () => {
    expect(complaint(() => read(quittance.replace('ledger_currency: USD', 'ledger_currency: CAD')))).toContain(
      'companies.acme.ledger_currency names CAD, whose number',
    );
  });

  it('speaks one of the dialects that there are', () => {
    expect(complaint(() => read(quittance.replace('native', 'odata')))).toContain(
      '/etc/quittance/quittance.yaml:7:7 companies.acme.erp.dialect must be one of facade, native',
    );
  });
});

type Schema = z.core.JSONSchema.BaseSchema;
function leavesOf(schema: Schema, path: readonly string[]): readonly string[] {
  const children = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => leavesOf(one, path));
  const named = Object.entries(schema.properties ?? {}).flatMap(([key, one]) =>
    leavesOf(one as Schema, [...path, key]),
  );
  const free =
    typeof schema.additionalProperties === 'object' ? leavesOf(schema.additionalProperties, [...path, '*']) : [];
  const all = [...children, ...named, ...free];
  return all.length > 0 ? all : [path.join('.')];
}

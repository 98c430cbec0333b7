import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config.ts';

const right = `version: 1
companies:
  acme:
    stripe:
      account: acct_1Abc
      api_key: env:STRIPE_API_KEY
      webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]
      livemode: false
    erp:
      adapter: p21
      dialect: facade
      base_url: https://p21.example.com
      company: '01'
      auth: { kind: user_token, username: quittance, password: env:P21_PASSWORD }
    ledger_currency: USD
    time_zone: America/New_York
`;

const parse = (text: string, env = {}) => parseConfig(text, { file: 'quittance.yaml', env });
const complaint = (text: string, env = {}): string => {
  try {
    parse(text, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no complaint';
};

const idoc =
  "{ sender_port: QUITTANCE, sender: QUITTANCE, receiver_port: SAPECC, receiver: ECCCLNT100, account_group: '0001', reconciliation_account: '140000' }";
/** The same company on SAP ECC. */
const onSap = `${right.slice(0, right.indexOf('      adapter:'))}      adapter: sap-ecc
      base_url: https://sap.example.com:44300
      client: '100'
      company_code: '1000'
      sales_organisation: '1000'
      distribution_channel: '10'
      division: '00'
      plant: '1000'
      controlling_area: '1000'
      chart_of_accounts: INT
      reference_customer: '1000000'
      revenue_account: '800000'
      hold_block: '01'
      rejection: '61'
      taxes: { A0: { classification: '0' }, A1: { classification: '1', account: '175000' } }
      time_zone: Europe/Berlin
      auth: { kind: basic, username: QUITTANCE, password: env:SAP_PASSWORD }
${right.slice(right.indexOf('    ledger_currency'))}`;

type Wrong = { readonly name: string; readonly from: string; readonly to: string; readonly says: string };
const wrongs: readonly Wrong[] = [
  {
    name: 'a misspelt key',
    from: 'webhook_secrets',
    to: 'webhook_secret',
    says: `quittance.yaml:4:5 companies.acme.stripe.webhook_secrets is missing.
  For example: webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]
quittance.yaml:7:7 companies.acme.stripe.webhook_secret is not a known key; did you mean webhook_secrets?.
  For example: webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]`,
  },
  {
    name: 'a secret in the file',
    from: 'env:STRIPE_API_KEY',
    to: 'sk_test_notasecret',
    says: `quittance.yaml:6:7 companies.acme.stripe.api_key is not a reference to a secret (a secret itself must not stand here).
  For example: api_key: env:STRIPE_API_KEY`,
  },
  {
    name: 'a secret from nowhere',
    from: '[env:STRIPE_WEBHOOK_SECRET]',
    to: '[vault:stripe/webhook]',
    says: `quittance.yaml:7:25 companies.acme.stripe.webhook_secrets[0] is not a reference to a secret (a secret itself must not stand here).
  For example: webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]`,
  },
  {
    name: 'no webhook secret at all',
    from: '[env:STRIPE_WEBHOOK_SECRET]',
    to: '[]',
    says: `quittance.yaml:7:7 companies.acme.stripe.webhook_secrets names no secret: without one, anybody could forge events.
  For example: webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]`,
  },
  {
    name: 'a number where text was meant',
    from: "'01'",
    to: '01',
    says: `quittance.yaml:13:7 companies.acme.erp.company must be text, but is a number; put it in quotes.
  For example: company: '01'`,
  },
  {
    name: 'text where a switch was meant',
    from: 'livemode: false',
    to: 'livemode: no',
    says: `quittance.yaml:8:7 companies.acme.stripe.livemode must be true or false, but is text.
  For example: livemode: false`,
  },
  {
    name: 'an unknown adapter',
    from: 'adapter: p21',
    to: 'adapter: p22',
    says: `quittance.yaml:10:7 companies.acme.erp.adapter must be one of p21, sap-ecc.
  For example: adapter: p21`,
  },
  {
    name: 'an unknown way to log in',
    from: 'kind: user_token',
    to: 'kind: basic',
    says: `quittance.yaml:14:15 companies.acme.erp.auth.kind must be one of client_credentials, user_token.
  For example: kind: client_credentials`,
  },
  {
    name: 'a field that is missing',
    from: '    ledger_currency: USD\n',
    to: '',
    says: `quittance.yaml:3:3 companies.acme.ledger_currency is missing.
  For example: ledger_currency: USD`,
  },
  {
    name: 'an unknown time zone',
    from: 'America/New_York',
    to: 'America/Gotham',
    says: `quittance.yaml:16:5 companies.acme.time_zone is not an IANA time zone.
  For example: time_zone: America/New_York`,
  },
  {
    name: 'a currency in small letters',
    from: 'ledger_currency: USD',
    to: 'ledger_currency: usd',
    says: `quittance.yaml:15:5 companies.acme.ledger_currency is not a currency code of three capital letters.
  For example: ledger_currency: USD`,
  },
  {
    name: 'a company key that no address can hold',
    from: '  acme:',
    to: '  Acme Inc:',
    says: `quittance.yaml:3:3 companies.Acme Inc is not a company key: only small letters, digits and "-", at most 40.
  For example: acme: { stripe: …, erp: … }`,
  },
  {
    name: 'a number that is not whole',
    from: '    ledger_currency',
    to: '    orders: { grace_minutes: 2.5 }\n    ledger_currency',
    says: `quittance.yaml:15:15 companies.acme.orders.grace_minutes must be a whole number, but is a number with a fraction.
  For example: grace_minutes: 10`,
  },
  {
    name: 'a key that has moved to the profile',
    from: '    ledger_currency',
    to: "    orders: { hold_when: 'amount >' }\n    ledger_currency",
    says: "quittance.yaml:15:15 companies.acme.orders.hold_when has moved to the company's profile, mappings/acme/rules.yaml: hold.",
  },
  {
    name: 'one that has moved to a profile elsewhere, beside a key that nobody knows',
    from: '    ledger_currency',
    to: "    profile: profiles/us\n    clearing_accounts: { USD: '1010' }\n    orders: { grace_minute: 10 }\n    ledger_currency",
    says: `quittance.yaml:16:5 companies.acme.clearing_accounts has moved to the company's profile, profiles/us/accounts.yaml: stripe_clearing, with a case for each other currency.
quittance.yaml:17:15 companies.acme.orders.grace_minute is not a known key; did you mean grace_minutes?.
  For example: grace_minutes: 10`,
  },
  {
    name: 'a source of orders without its address',
    from: '    ledger_currency',
    to: '    orders: { sources: [http] }\n    ledger_currency',
    says: `quittance.yaml:15:5 companies.acme.orders.http is missing, although orders.sources names http.
  For example: http: { url: 'https://shop.example.com/orders/{order}' }`,
  },
  {
    name: 'an address from a variable that is not set',
    from: 'https://p21.example.com',
    to: 'env:P21_URL',
    says: `quittance.yaml:12:7 companies.acme.erp.base_url takes its value from the environment variable P21_URL, which is not set.
  For example: base_url: https://p21.example.com`,
  },
  {
    name: 'a port beyond the last',
    from: 'version: 1',
    to: 'version: 1\nwebhook: { port: 84800 }',
    says: `quittance.yaml:2:12 webhook.port must be at most 65535.
  For example: port: 8480`,
  },
  {
    name: 'text that is not YAML',
    from: 'version: 1',
    to: 'version: 1\ncompanies: {',
    says: '',
  },
];

describe('a wrong line is answered with its place, its field, what is wrong and an example of right:', () => {
  it.each(wrongs)('$name', ({ from, to, says }) => {
    expect(right).toContain(from);
    const said = complaint(right.replace(from, to));
    if (says) expect(said).toBe(says);
    else expect(said).toMatch(/^quittance\.yaml:\d+:\d+ is not YAML/);
  });
});

const wrongOnSap: readonly Wrong[] = [
  {
    name: 'a client that is a number',
    from: "client: '100'",
    to: 'client: 100',
    says: `quittance.yaml:12:7 companies.acme.erp.client must be text, but is a number; put it in quotes.
  For example: client: '100'`,
  },
  {
    name: 'a company code that is too long',
    from: "company_code: '1000'",
    to: 'company_code: acme1',
    says: `quittance.yaml:13:7 companies.acme.erp.company_code is not a key of at most 4 capital letters or digits.
  For example: company_code: '1000'`,
  },
  {
    name: 'a field of Prophet 21',
    from: '      client:',
    to: "      company: '01'\n      client:",
    says: `quittance.yaml:12:7 companies.acme.erp.company is a key of another erp than this one.`,
  },
  {
    name: 'an unknown interface',
    from: '      taxes:',
    to: '      interfaces: { default: rfc }\n      taxes:',
    says: `quittance.yaml:24:21 companies.acme.erp.interfaces.default must be one of soap-stateful, soap-wrapper, idoc, odata.
  For example: default: soap-wrapper`,
  },
  {
    name: 'IDocs for everything',
    from: '      taxes:',
    to: `      interfaces: { default: idoc }\n      idoc: ${idoc}\n      taxes:`,
    says: `quittance.yaml:24:7 companies.acme.erp.interfaces.changes is missing, although the default is idoc: an IDoc creates, and neither changes nor reverses.
  For example: changes: soap-wrapper`,
  },
  {
    name: 'IDocs without partners',
    from: '      taxes:',
    to: '      interfaces: { customer: idoc }\n      taxes:',
    says: `quittance.yaml:9:5 companies.acme.erp.idoc is missing, although documents go by idoc: it names the partners of WE20.
  For example: idoc: ${idoc}`,
  },
  {
    name: 'changes by IDoc',
    from: '      taxes:',
    to: '      interfaces: { changes: idoc }\n      taxes:',
    says: `quittance.yaml:24:21 companies.acme.erp.interfaces.changes must be one of soap-stateful, soap-wrapper, odata.
  For example: changes: soap-wrapper`,
  },
  {
    name: 'down payments where receipts do not go by the wrapper',
    from: '      taxes:',
    to: '      deposits: special_gl\n      interfaces: { cash_receipt: odata }\n      taxes:',
    says: `quittance.yaml:24:7 companies.acme.erp.deposits is special_gl, which only soap-wrapper posts, but receipts go by odata; see interfaces.cash_receipt.
  For example: deposits: on_account`,
  },
  {
    name: 'down payments where refunds do not go by the wrapper',
    from: '      taxes:',
    to: '      deposits: special_gl\n      interfaces: { customer_refund: soap-stateful }\n      taxes:',
    says: `quittance.yaml:24:7 companies.acme.erp.deposits is special_gl, which only soap-wrapper posts, but refunds go by soap-stateful; see interfaces.customer_refund.
  For example: deposits: on_account`,
  },
  {
    name: 'down payments where changes do not go by the wrapper',
    from: '      taxes:',
    to: '      deposits: special_gl\n      interfaces: { changes: odata }\n      taxes:',
    says: `quittance.yaml:24:7 companies.acme.erp.deposits is special_gl, which only soap-wrapper posts, but changes go by odata; see interfaces.changes.
  For example: deposits: on_account`,
  },
  {
    name: 'billing documents by IDoc',
    from: '      taxes:',
    to: `      invoices: billing\n      interfaces: { invoice: idoc }\n      idoc: ${idoc}\n      taxes:`,
    says: `quittance.yaml:24:7 companies.acme.erp.invoices is billing, which only soap-stateful and soap-wrapper post, but invoices go by idoc; see interfaces.invoice.
  For example: invoices: fi`,
  },
  {
    name: 'billing documents that OData would have to cancel',
    from: '      taxes:',
    to: '      invoices: billing\n      interfaces: { changes: odata }\n      taxes:',
    says: `quittance.yaml:24:7 companies.acme.erp.invoices is billing, which only soap-stateful and soap-wrapper cancel, but changes go by odata; see interfaces.changes.
  For example: invoices: fi`,
  },
  {
    name: 'receipts of the type of credit memos',
    from: '      taxes:',
    to: '      document_types: { receipt: DG }\n      taxes:',
    says: `quittance.yaml:24:25 companies.acme.erp.document_types.receipt is the type of credit memos too: what was posted could not be told apart when it is looked up.
  For example: receipt: DZ`,
  },
  {
    name: 'invoices of the type of receipts',
    from: '      taxes:',
    to: '      document_types: { invoice: DZ }\n      taxes:',
    says: `quittance.yaml:24:7 companies.acme.erp.document_types.receipt is the type of invoices too: what was posted could not be told apart when it is looked up.
  For example: receipt: DZ`,
  },
  {
    name: 'a certificate in the file',
    from: '{ kind: basic, username: QUITTANCE, password: env:SAP_PASSWORD }',
    to: '{ kind: x509, username: QUITTANCE, certificate: "-----BEGIN", key: env:SAP_KEY }',
    says: `quittance.yaml:26:48 companies.acme.erp.auth.certificate is not a reference to a secret (a secret itself must not stand here).
  For example: certificate: file:/run/secrets/sap.pem`,
  },
];

describe('so it is for a company on SAP ECC:', () => {
  it.each(wrongOnSap)('$name', ({ from, to, says }) => {
    expect(onSap).toContain(from);
    expect(complaint(onSap.replace(from, to))).toBe(says);
  });

  it('nothing is wrong with what is right, and what SAP customises the same everywhere is filled in', () => {
    expect(parse(onSap).companies['acme']?.erp).toMatchObject({
      orderType: 'OR',
      documentTypes: { invoice: 'DR', receipt: 'DZ', creditMemo: 'DG', journal: 'SA' },
      interfaces: { default: 'soap-wrapper' },
      deposits: 'on_account',
      connection: 'acme',
    });
  });
});

it('lists every problem at once, in the order of the file', () => {
  const text = right.replace('livemode: false', 'livemode: 0').replace('USD\n', 'dollars\n').replace('p21\n', 'sap\n');
  expect(complaint(text).match(/^quittance\.yaml:\d+/gm)).toEqual([
    'quittance.yaml:8',
    'quittance.yaml:10',
    'quittance.yaml:15',
  ]);
});

it('refuses two companies on one Stripe account, which would post each payment twice', () => {
  const second = right.slice(right.indexOf('  acme:')).replace('  acme:', '  globex:');
  expect(complaint(right + second)).toContain('companies.globex.stripe.account belongs to company acme already');
});

describe('of two companies in one file,', () => {
  /** A second company on the same ERP, with another Stripe account. */
  const both = (one: string, other: string = one): string =>
    one + other.slice(other.indexOf('  acme:')).replace('  acme:', '  globex:').replace('acct_1Abc', 'acct_2Def');
  const shared = (text: string): string => text.replace('adapter:', 'connection: main\n      adapter:');
  const live = (text: string): string => text.replace('livemode: false', 'livemode: true');

  it.each([
    ['Prophet 21', right, "company: '01'", "company: '02'", 'https://p21', 'https://other'],
    ['SAP ECC', onSap, "company_code: '1000'", "company_code: '2000'", 'https://sap', 'https://other'],
  ])('those that share a connection to %s are on one system', (_, one, company, another, address, elsewhere) => {
    const said =
      'companies.globex.erp.connection is also that of company acme, whose adapter, base_url or client is another';
    const two = one.replace(company, another);
    expect(complaint(both(shared(one), shared(two)))).toBe('no complaint');
    expect(complaint(both(shared(one), shared(two).replace(address, address.toUpperCase())))).toBe('no complaint');
    expect(complaint(both(shared(one), shared(two).replace(address, elsewhere)))).toContain(said);
    expect(complaint(both(one, two.replace(address, elsewhere)))).toBe('no complaint');
  });

  it('the client is part of the system, and the key is the name of a connection that has none', () => {
    const said = 'companies.globex.erp.connection is also that of company acme';
    const client = onSap.replace("client: '100'", "client: '200'");
    expect(complaint(both(shared(onSap), shared(client)))).toContain(said);
    expect(complaint(both(onSap, client.replace('adapter:', 'connection: acme\n      adapter:')))).toContain(said);
    expect(complaint(both(shared(onSap), shared(right)))).toContain(said);
  });

  it.each([
    ['Prophet 21', right, "company: '01'", "company: '02'"],
    ['SAP ECC', onSap, "company_code: '1000'", "company_code: '2000'"],
    ['SAP ECC', onSap, "client: '100'", "client: '200'"],
  ])('only one livemode gets into the same books of %s', (_, one, books, others) => {
    const said = 'companies.globex.stripe.livemode is not that of company acme, which posts into the same company';
    expect(complaint(both(one, live(one)))).toContain(said);
    expect(complaint(both(live(one), one.replace('example.com', 'EXAMPLE.com')))).toContain(said);
    expect(complaint(both(one))).toBe('no complaint');
    expect(complaint(both(one, live(one).replace(books, others)))).toBe('no complaint');
  });
});

it('never echoes a value, because it could be a secret in the wrong place', () => {
  for (const field of ['account: acct_1Abc', 'base_url: https://p21.example.com', 'time_zone: America/New_York']) {
    const [key] = field.split(':');
    expect(complaint(right.replace(field, `${key}: sk_live_planted`))).not.toContain('planted');
  }
});

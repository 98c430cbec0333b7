import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { parseConfig, type SapEccConfig } from '../../src/config.ts';
import { sapEcc } from '../../src/config/sap-ecc-schema.ts';
import { secretOf } from '../../src/config/secret.ts';
import { sapEccOptions } from '../../src/worker/sap-ecc.ts';

/** Every key of the file, none with the value that it would have by itself, and no two with the same. */
const everyKey = `
adapter: sap-ecc
connection: sap-main
base_url: https://sap.example.com:44300
client: '123'
company_code: CC01
sales_organisation: SO02
distribution_channel: D3
division: D4
plant: PL05
controlling_area: CA06
chart_of_accounts: CH07
reference_customer: '1000008'
unknown_address: { city: Nowhere, country: DE }
revenue_account: '800009'
order_type: ZOR
hold_block: '11'
rejection: '12'
customer_block: '25'
conditions: { price: ZP13, discount: ZD14 }
document_types: { invoice: Z1, receipt: Z2, credit_memo: Z3, journal: Z4 }
taxes: { V0: { classification: '7' }, V1: { classification: '8', account: '175015' } }
deposits: special_gl
invoices: billing
time_zone: Asia/Tokyo
language: JA
interfaces:
  default: odata
  customer: idoc
  sales_order: soap-stateful
  invoice: soap-wrapper
  credit_memo: idoc
  cash_receipt: soap-wrapper
  customer_refund: soap-wrapper
  journal_entry: idoc
  changes: soap-wrapper
paths: { rfc: /rfc, stateful: /stateful, idoc: /idoc, odata: /odata }
soap_action: urn:action
idoc:
  sender_port: PORT16
  sender: SENDER17
  receiver_port: PORT18
  receiver: RECEIVER19
  account_group: AG20
  reconciliation_account: '140021'
auth: { kind: basic, username: USER22, password: env:SAP_PASSWORD }
limits: { request_seconds: 23, late_seconds: 24, concurrency: 2, per_second: 3, breaker_failures: 4, breaker_open_seconds: 5 }
`;

const configOf = (erp: object, env: Record<string, string> = {}): SapEccConfig => {
  const companies = {
    globex: {
      stripe: { account: 'acct_1Globex', api_key: 'env:KEY', webhook_secrets: ['env:KEY'], livemode: false },
      erp,
      ledger_currency: 'EUR',
      time_zone: 'UTC',
    },
  };
  const parsed = parseConfig(stringify({ version: 1, companies }), { file: 'quittance.yaml', env });
  return parsed.companies['globex']?.erp as SapEccConfig;
};
const erpWith = (more: object = {}): object => ({ ...(parse(everyKey) as object), ...more });

describe('the options of the SAP ECC adapter', () => {
  it('hold every key of quittance.yaml', () => {
    const { auth, ...options } = sapEccOptions(configOf(erpWith()));
    expect(options).toEqual({
      baseUrl: 'https://sap.example.com:44300',
      organisation: {
        client: '123',
        companyCode: 'CC01',
        salesOrganisation: 'SO02',
        distributionChannel: 'D3',
        division: 'D4',
        plant: 'PL05',
        controllingArea: 'CA06',
        chartOfAccounts: 'CH07',
        referenceCustomer: '1000008',
        unknownAddress: { city: 'Nowhere', country: 'DE' },
        revenueAccount: '800009',
        orderType: 'ZOR',
        holdBlock: '11',
        rejection: '12',
        customerBlock: '25',
        conditions: { price: 'ZP13', discount: 'ZD14' },
        documentTypes: { invoice: 'Z1', receipt: 'Z2', creditMemo: 'Z3', journal: 'Z4' },
        taxes: { V0: { classification: '7' }, V1: { classification: '8', account: '175015' } },
        deposits: 'special-gl',
        invoices: 'billing',
        timeZone: 'Asia/Tokyo',
        language: 'JA',
      },
      interfaces: {
        default: 'odata',
        customer: 'idoc',
        'sales-order': 'soap-stateful',
        invoice: 'soap-wrapper',
        'credit-memo': 'idoc',
        'cash-receipt': 'soap-wrapper',
        'customer-refund': 'soap-wrapper',
        'journal-entry': 'idoc',
        changes: 'soap-wrapper',
      },
      paths: { rfc: '/rfc', stateful: '/stateful', idoc: '/idoc', odata: '/odata' },
      requestMs: 23_000,
      lateMs: 24_000,
      soapAction: 'urn:action',
      idoc: {
        partner: { senderPort: 'PORT16', sender: 'SENDER17', receiverPort: 'PORT18', receiver: 'RECEIVER19' },
        customers: { accountGroup: 'AG20', reconciliationAccount: '140021' },
      },
    });
    expect(auth).toMatchObject({ kind: 'basic', username: 'USER22' });
  });

  it('are tried here with every key that the file may have', () => {
    const schema = sapEcc({ env: {}, secretOf: (reference) => secretOf(reference, {}, () => 'a test') });
    expect(keysGiven(erpWith())).toEqual(keysOf(schema));
  });

  it('leave to the adapter what the file leaves out', () => {
    const given = { ...erpWith(), interfaces: { default: 'soap-wrapper' } } as Record<string, unknown>;
    for (const key of ['unknown_address', 'soap_action', 'idoc', 'paths', 'limits']) delete given[key];
    const options = sapEccOptions(configOf(given));
    expect(options).toMatchObject({ paths: {}, requestMs: 20_000, interfaces: { default: 'soap-wrapper' } });
    expect(Object.keys(options)).not.toContain('idoc');
    expect(Object.keys(options)).not.toContain('soapAction');
    expect(Object.keys(options.organisation)).not.toContain('unknownAddress');
  });

  it('name deposits on the account as the adapter does', () => {
    expect(sapEccOptions(configOf(erpWith({ deposits: 'on_account' }))).organisation.deposits).toBe('on-account');
  });
});

describe('secrets of a company on SAP ECC', () => {
  it('are read at every use: a rotated password counts from the next request on', () => {
    const file = inFolder('password', 'first');
    const { auth } = sapEccOptions(configOf(erpWith({ auth: basic(`file:${file}`) })));
    if (auth.kind !== 'basic') throw new Error('It is no basic authentication');
    expect(auth.password()).toBe('first');
    writeFileSync(file, 'the second');
    expect(auth.password()).toBe('the second');
  });

  it('are not needed before they are used', () => {
    const { auth } = sapEccOptions(configOf(erpWith({ auth: basic('env:NOT_SET') })));
    expect(() => auth.kind === 'basic' && auth.password()).toThrow('NOT_SET');
  });

  it('are read as certificate, key and authority when the connection is opened, the authority only if there is one', () => {
    const env = { CERT: 'certificate', KEY: 'its key', CA: 'authority' };
    const x509 = { kind: 'x509', username: 'USER22', certificate: 'env:CERT', key: 'env:KEY' };
    const opened = (auth: object) => sapEccOptions(configOf(erpWith({ auth }), env)).auth;
    expect(opened({ ...x509, ca: 'env:CA' })).toEqual({
      kind: 'x509',
      username: 'USER22',
      cert: 'certificate',
      key: 'its key',
      ca: 'authority',
    });
    expect(Object.keys(opened(x509))).not.toContain('ca');
  });
});

/** Keys of the user's own, or of one of several kinds. */
const notSections = ['taxes', 'auth'];

function keysOf(schema: unknown, path = ''): readonly string[] {
  const inner = sectionIn(schema);
  if (!inner) return [path];
  return Object.entries(inner)
    .flatMap(([key, one]) => keysOf(one, path === '' ? key : `${path}.${key}`))
    .sort();
}
/** Below defaults, and before it is renamed for the code. */
function sectionIn(schema: unknown): Readonly<Record<string, unknown>> | undefined {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodPipe) return sectionIn(schema.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault) return sectionIn(schema.unwrap());
  return undefined;
}
const keysGiven = (given: object, path = ''): readonly string[] =>
  Object.entries(given)
    .flatMap(([key, one]: [string, unknown]) => {
      const here = path === '' ? key : `${path}.${key}`;
      return typeof one === 'object' && one !== null && !notSections.includes(here) ? keysGiven(one, here) : [here];
    })
    .sort();

const basic = (password: string) => ({ kind: 'basic', username: 'USER22', password });
function inFolder(name: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'quittance-worker-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

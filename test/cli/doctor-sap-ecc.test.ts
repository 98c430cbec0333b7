import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startSapSandbox, type SapSandbox } from '../../sandbox/sap-ecc/server.ts';
import { examine, type Finding } from '../../src/cli/doctor/check.ts';
import { erpChecks } from '../../src/cli/doctor/erp.ts';
import { parseConfig } from '../../src/config.ts';
import { writeProfile } from '../support/profiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'quittance-sap-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** Where the profile's clearing account stands in the tests below. */
const clearing = "# clearing '113100'";
let sap: SapSandbox;
beforeAll(async () => {
  sap = await startSapSandbox({
    accounts: [
      { number: '113910', description: 'Blocked clearing', balanceSheet: true, openItems: true, blocked: true },
    ],
  });
});
afterEach(() => fetch(`${sap.url}/_sandbox/faults`, { method: 'DELETE' }));
afterAll(() => sap.close());

const everyWay = `{ default: soap-wrapper, sales_order: soap-stateful, customer: odata, journal_entry: idoc }`;
const text = (url: string, interfaces: string) => `version: 1
companies:
  globex:
    stripe: { account: acct_1Globex, api_key: env:STRIPE, webhook_secrets: [env:STRIPE], livemode: false }
    erp:
      adapter: sap-ecc
      base_url: ${url}
      client: '100'
      company_code: '1000'
      sales_organisation: '1000'
      distribution_channel: '10'
      division: '00'
      plant: '1000'
      controlling_area: '1000'
      chart_of_accounts: INT
      reference_customer: '1'
      revenue_account: '800000'
      hold_block: '01'
      rejection: '61'
      taxes: { A0: { classification: '0' } }
      time_zone: UTC
      interfaces: ${interfaces}
      paths: {}
      idoc:
        sender_port: QUITTANCE
        sender: QUITTANCE
        receiver_port: SAPECC
        receiver: ECCCLNT100
        account_group: '0001'
        reconciliation_account: '140000'
      auth: { kind: basic, username: QUITTANCE, password: env:SAP_PASSWORD }
    profile: ${folder}
    ledger_currency: EUR
    time_zone: Europe/Berlin
`;

type Choices = {
  readonly from?: string;
  readonly to?: string;
  readonly password?: string;
  readonly url?: string;
  readonly interfaces?: string;
};
async function doctor({
  from = '',
  to = '',
  password = 'sandbox',
  url = sap.url,
  interfaces = everyWay,
}: Choices = {}) {
  const written = text(url, interfaces) + clearing;
  writeProfile(folder, {
    name: 'globex',
    base: 'sap-ecc-default',
    taxCodes: { tax_codes: [{ rate: '0', code: 'A0' }], otherwise: 'ask' },
    accounts: { stripe_clearing: /'(\d+)'$/.exec(written.replace(from, to))?.[1] ?? '' },
  });
  expect(written).toContain(from);
  const env = { SAP_PASSWORD: password, STRIPE: 'sk_test_1' };
  const { companies } = parseConfig(written.replace(from, to), { file: 'quittance.yaml', env });
  const globex = companies['globex'];
  if (!globex) throw new Error('There is no company globex');
  return Promise.all(erpChecks('globex', globex).map(examine));
}
const wrongIn = (findings: readonly Finding[]) => findings.filter(({ ok }) => !ok);
const fault = (spec: object) =>
  fetch(`${sap.url}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(spec),
  });
const rfcFault = (type: string, said: string): string =>
  `<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Server</faultcode><faultstring>${said}</faultstring><detail><rfc:Error xmlns:rfc="urn:sap-com:document:sap:soap:functions"><type>${type}</type><message>${said}</message></rfc:Error></detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`;

describe('doctor, of a company on SAP ECC where all is well', () => {
  it('names company, currency and account, and looks at every way in', async () => {
    expect((await doctor()).map(({ name, ok, text }) => [name, ok, text])).toEqual([
      ['globex: ERP', true, 'company Acme GmbH, ledger in EUR'],
      ['globex: accounts', true, '15 accounts of globex@1'],
      ['globex: SAP odata', true, 'all entity sets at /sap/opu/odata/sap/ZQUITTANCE_SRV'],
      ['globex: SAP soap-stateful', true, 'keeps a session at /sap/bc/srt/rfc/sap/zquittance/100/zquittance/stateful'],
      ['globex: SAP soap-wrapper', true, 'Z_QTC_FIND answers at /sap/bc/soap/rfc'],
      ['globex: SAP idoc', true, 'the inbox answers at /sap/bc/idoc_xml'],
    ]);
  });

  it.each([
    ['{ default: soap-wrapper }', ['soap-wrapper']],
    ['{ default: idoc, changes: soap-stateful }', ['idoc', 'soap-stateful']],
    ['{ default: odata, changes: odata }', ['odata']],
  ])('looks only at the ways that %s goes', async (interfaces, ways) => {
    const findings = await doctor({ interfaces });
    expect(wrongIn(findings)).toEqual([]);
    expect(findings.slice(2).map(({ name }) => name)).toEqual(ways.map((way) => `globex: SAP ${way}`));
  });

  it('leaves nothing behind', async () => {
    const documents = async () => (await fetch(`${sap.url}/_sandbox/documents`)).text();
    const before = await documents();
    await doctor();
    expect(await documents()).toBe(before);
  });
});

describe('doctor says what is wrong in SAP, and how to mend it:', () => {
  const wrongs: readonly (readonly [string, string, string, string, string, RegExp])[] = [
    [
      'an unknown company code',
      "company_code: '1000'",
      "company_code: '9000'",
      'ERP',
      'SAP has no company code 9000',
      /^Change companies\.globex\.erp\.company_code/,
    ],
    [
      'another ledger currency',
      'ledger_currency: EUR',
      'ledger_currency: USD',
      'ERP',
      'its ledger is kept in EUR, not USD',
      /^Change companies\.globex\.ledger_currency$/,
    ],
    [
      'an unknown account',
      "'113100'",
      "'999999'",
      'accounts',
      'account 999999 does not exist',
      /^FS00: create account 999999 in company code 1000 .*XOPVW.*accounts\.stripe_clearing .*in .*accounts\.yaml$/,
    ],
    [
      'an account without open items',
      "'113100'",
      "'113000'",
      'accounts',
      'account 113000 is a balance account, but stripe_clearing (the balance at Stripe; one for each currency it settles in) takes bank',
      /^FS00: set open item management for account 113000 .*accounts\.stripe_clearing .*in .*accounts\.yaml$/,
    ],
    [
      'a blocked account',
      "'113100'",
      "'113910'",
      'accounts',
      'account 113910 is blocked',
      /^FS00: unblock account 113910 .*SKB1-XSPEB.*accounts\.stripe_clearing .*in .*accounts\.yaml$/,
    ],
    [
      'a reconciliation account',
      "'113100'",
      "'140000'",
      'accounts',
      'account 140000 is a control account, but stripe_clearing (the balance at Stripe; one for each currency it settles in) takes bank',
      /reconciliation account of a sub-ledger \(SKB1-MITKZ\).*accounts\.stripe_clearing .*in .*accounts\.yaml$/,
    ],
    [
      'an account of profit and loss',
      "'113100'",
      "'800000'",
      'accounts',
      'account 800000 is a profit-and-loss account, but stripe_clearing (the balance at Stripe; one for each currency it settles in) takes bank',
      /^Account 800000 is of profit and loss: .*accounts\.stripe_clearing .*in .*accounts\.yaml$/,
    ],
    [
      'a service that keeps no session',
      'paths: {}',
      'paths: { stateful: /sap/bc/soap/rfc }',
      'SAP soap-stateful',
      'it answers, but keeps no session: what is posted there is never saved',
      /^SOAMANAGER: .*session method stateful/,
    ],
    [
      'an inbox that is not active',
      'paths: {}',
      'paths: { idoc: /sap/bc/elsewhere }',
      'SAP idoc',
      'POST idoc_xml was answered 404',
      /^SICF: activate \/sap\/bc\/idoc_xml/,
    ],
    [
      'a gateway service that is not active',
      'paths: {}',
      'paths: { odata: /sap/opu/odata/sap/ELSEWHERE }',
      'SAP odata',
      'GET ZQUITTANCE_SRV/$metadata was answered 404: activate ZQUITTANCE_SRV in /IWFND/MAINT_SERVICE',
      /^SEGW: .*\/IWFND\/MAINT_SERVICE: add ZQUITTANCE_SRV/,
    ],
  ];
  it.each(wrongs)('%s', async (_, from, to, name, said, mend) => {
    const found = (await doctor({ from, to })).find((finding) => finding.name === `globex: ${name}`);
    expect(found).toMatchObject({ ok: false, text: said, mend: expect.stringMatching(mend) as string });
  });

  it.each([
    ['FU_NOT_FOUND', 'Function module Z_QTC_FIND not found'],
    ['FUNCTION_NOT_FOUND', 'not there'],
    ['SYSTEM_FAILURE', 'Function module "Z_QTC_FIND" not found'],
  ])('wrapper functions that are not installed, told by %s', async (type, said) => {
    await fault({ kind: 'status', status: 500, match: { body: 'Z_QTC_FIND' }, body: rfcFault(type, said) });
    expect(wrongIn(await doctor())).toMatchObject([
      {
        name: 'globex: SAP soap-wrapper',
        text: 'Z_QTC_FIND is not there',
        mend: expect.stringMatching(/^Install erp-side\/sap-ecc\/src and activate function group ZQTC/) as string,
      },
    ]);
  });

  it('a function that the user may not call', async () => {
    const denied = rfcFault('RFC_AUTHORIZATION_FAILURE', 'No RFC authorization for function module Z_QTC_FIND');
    await fault({ kind: 'status', status: 500, match: { body: 'Z_QTC_FIND' }, body: denied });
    expect(wrongIn(await doctor())).toMatchObject([
      { name: 'globex: SAP soap-wrapper', mend: expect.stringMatching(/^Give QUITTANCE the authorisations/) as string },
    ]);
  });

  it('entity sets that an older service lacks', async () => {
    const body = '<edmx:Edmx><EntitySet Name="SalesOrders" EntityType="a"/><EntitySet Name="Customers"/></edmx:Edmx>';
    await fault({ kind: 'ok-with-error', match: { path: 'metadata$' }, body });
    expect(wrongIn(await doctor())).toMatchObject([
      {
        name: 'globex: SAP odata',
        text: 'ZQUITTANCE_SRV lacks SalesOrderItems, FinancialDocuments, FinancialDocumentLines, Reversals, Clearings',
      },
    ]);
  });

  it('a system that is away, once', async () => {
    const findings = await doctor({ url: 'http://127.0.0.1:1' });
    expect(findings[0]).toMatchObject({
      ok: false,
      text: expect.stringContaining('ECONNREFUSED') as string,
      mend: expect.stringMatching(/^Check companies\.globex\.erp\.base_url .*\/sap\/bc\/soap\/rfc is active/) as string,
    });
    expect(new Set(findings.slice(1).map(({ text }) => text))).toEqual(
      new Set(['not checked: the ERP can not be asked']),
    );
  });
});

describe('a wrong password', () => {
  it('is named with the user, the client and its reference, and never shown', async () => {
    const findings = await doctor({ password: 'a wrong one' });
    expect(findings.every(({ ok }) => !ok)).toBe(true);
    expect(findings[0]?.mend).toMatch(/^SU01: see that user QUITTANCE is there in client 100 .*env:SAP_PASSWORD/);
    expect(JSON.stringify(findings)).not.toContain('a wrong one');
  });

  it('is sent once: SAP locks a user after a few', async () => {
    let asked = 0;
    const refusing = createServer((_request, response) => {
      asked += 1;
      response.writeHead(401, { 'content-type': 'text/html' }).end('<html>Logon failed</html>');
    });
    await new Promise<void>((listening) => refusing.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void refusing.close());
    await doctor({ url: `http://127.0.0.1:${(refusing.address() as AddressInfo).port}` });
    expect(asked).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import type { ErpPort } from '../../src/erp/port.ts';
import { openCompanies } from '../../src/worker/companies.ts';

const p21 = (company: string): string => `adapter: p21
      dialect: facade
      base_url: https://p21.example.com
      company: ${company}
      auth: { kind: user_token, username: quittance, password: env:P21_PASSWORD }`;
const sap = (companyCode: string): string => `adapter: sap-ecc
      base_url: https://sap.example.com:44300
      client: '100'
      company_code: '${companyCode}'
      sales_organisation: '1000'
      distribution_channel: '10'
      division: '00'
      plant: '1000'
      controlling_area: '1000'
      chart_of_accounts: INT
      reference_customer: '100198'
      revenue_account: '800000'
      hold_block: '01'
      rejection: '61'
      taxes: { A0: { classification: '0' } }
      time_zone: UTC
      interfaces: { default: soap-wrapper }
      auth: { kind: basic, username: QUITTANCE, password: env:SAP_PASSWORD }`;

const unmapped = { mapperFor: () => Promise.reject(new Error('unmapped')), lookupFor: () => async () => undefined };

/** Names of the clienteles of companies a, b, …, which share one connection. */
function clienteles(...erps: readonly string[]): readonly string[] {
  const keys = erps.map((_erp, index) => 'abc'[index] ?? '');
  const companies = erps.map(
    (erp, index) => `  ${keys[index]}:
    stripe: { account: acct_${index}, api_key: env:KEY, webhook_secrets: [env:KEY], livemode: false }
    erp:
      connection: main
      ${erp}
    ledger_currency: USD
    time_zone: UTC
`,
  );
  const env = { KEY: 'sk_test_1', P21_PASSWORD: 'p', SAP_PASSWORD: 'p' };
  const config = parseConfig(`version: 1\ncompanies:\n${companies.join('')}`, { file: 'quittance.yaml', env });
  const company = openCompanies(config, () => ({}) as ErpPort, unmapped);
  return keys.map((key) => company(key).clientele);
}

describe('companies that share a connection', () => {
  it('are as one to the customers of one company of Prophet 21', () => {
    expect(clienteles(p21('ACME'))).toEqual(['main']);
    expect(clienteles(p21('ACME'), p21('ACME'))).toEqual(['main', 'main']);
  });

  it('have customers of their own in several companies of Prophet 21, by names without a slash', () => {
    expect(clienteles(p21('ACME'), p21('A/1'), p21('ACME'))).toEqual(['main:ACME', 'main:A%2F1', 'main:ACME']);
  });

  it('share the customers of a client of SAP, whatever their company code', () => {
    expect(clienteles(sap('1000'), sap('2000'))).toEqual(['main', 'main']);
  });
});

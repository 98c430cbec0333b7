import { describe, expect, it } from 'vitest';
import { roleSentence, tableSentence, unfitSentence, why, type Place } from '../../src/cli/doctor/p21-sentences.ts';
import { parseConfig, type P21NativeConfig } from '../../src/config.ts';
import type { Resolved } from '../../src/erp/p21/native/resolving.ts';
import { usualWays } from '../../src/erp/p21/native/usual-ways.ts';

const site = "sales_location: '10'\nsalesrep: '1'\njournal: GJ\ntime_zone: UTC\ncurrencies: { USD: '1' }\n";
function place(auth = '{ kind: user_token, username: quittance, password: env:P21 }'): Place {
  const text = `version: 1
companies:
  acme:
    stripe: { account: acct_1Abc, api_key: env:KEY, webhook_secrets: [env:KEY], livemode: false }
    erp: { adapter: p21, dialect: native, base_url: https://p21.example.com, company: '01', site: p21.yaml, auth: ${auth} }
    ledger_currency: USD
    time_zone: UTC
`;
  const { companies } = parseConfig(text, { file: 'quittance.yaml', env: {}, read: () => site });
  return { key: 'acme', erp: companies['acme']?.erp as P21NativeConfig };
}
const named = '{ kind: client_credentials, client_secret: env:P21, username: quittance }';
const noColumn = (table: string, column: string) => ({
  table,
  code: 'unavailable' as const,
  why: `GET ${table} was answered 400: Could not find a property named '${column}' on type`,
});

describe('doctor says of a table', () => {
  it('that a user-defined column of orders is not there', () => {
    expect(tableSentence(noColumn('oe_hdr_ud', 'quittance_paid_on'), place())).toEqual({
      text: 'table oe_hdr_ud has no column quittance_paid_on',
      mend: 'Create the user-defined column quittance_paid_on in Prophet 21, or change payment_columns in p21.yaml',
    });
  });

  it('that one of customers is not there', () => {
    expect(tableSentence(noColumn('customer_ud', 'x'), place()).mend).toBe(
      'Create the user-defined column x in Prophet 21, or change customer_column in p21.yaml',
    );
  });

  it("that one of Prophet 21's own is not there", () => {
    expect(tableSentence(noColumn('ar_receipts', 'home_amount'), place())).toEqual({
      text: 'table ar_receipts has no column home_amount',
      mend: 'See that the data service offers ar_receipts with home_amount: src/erp/p21/native/README.md, tables',
    });
  });

  it('that it is not offered at all', () => {
    const said = "GET gl was answered 404: Resource not found for the segment 'gl'";
    expect(tableSentence({ table: 'gl', code: 'unavailable', why: said }, place())).toEqual({
      text: `table gl can't be read: ${said}`,
      mend: 'See that the data service offers gl: src/erp/p21/native/README.md, tables',
    });
  });

  it('what both a user and its consumer key must have', () => {
    expect(tableSentence({ table: 'gl', code: 'unauthorized', why: '' }, place(named)).mend).toBe(
      'Prophet 21: give user quittance Dataservice permission for table gl, and “Allow OData API Service”, and the consumer key the scope /odata:gl,…',
    );
  });
});

describe('doctor says of a service', () => {
  const lacking = { role: 'cash-receipt', service: 'CashReceipts', problem: 'lacks', lacks: ['bank_amount'] } as const;

  it('that fields are called otherwise in the same one', () => {
    const way = {
      ...usualWays['cash-receipt'],
      fields: { ...usualWays['cash-receipt'].fields, bankAmount: 'bank_amt' },
    };
    const resolved: Resolved = { role: 'cash-receipt', found: 'under another name', way };
    expect(roleSentence(lacking, resolved, 9, place())).toEqual({
      text: 'CashReceipts lacks bank_amount, which are called otherwise here',
      mend: 'Run quittance erp services --company acme --write',
    });
  });

  it('which one comes closest, and what it lacks', () => {
    const best = { service: 'CashReceipts', lacks: ['bank_amount', 'check_number'] };
    const resolved: Resolved = { role: 'cash-receipt', found: 'nowhere', looked: ['CashReceipts'], best };
    expect(roleSentence(lacking, resolved, 9, place()).text).toBe(
      "none of this site's 9 services takes them; CashReceipts comes closest, but lacks bank_amount, check_number",
    );
  });

  it('that another than the usual one is there and locked', () => {
    const resolved = { role: 'cash-receipt', found: 'forbidden', service: 'ARCash', why: 'no' } as const;
    expect(why(resolved, 9)).toBe('ARCash is there, but may not be opened');
    expect(roleSentence(lacking, resolved, 9, place()).mend).toContain('open the window of ARCash');
  });

  it('that user-defined columns are not on its window', () => {
    const unfit = { role: 'sales-order', service: 'Order', problem: 'lacks', lacks: ['ufc_a', 'ufc_b'] } as const;
    expect(unfitSentence(unfit, place())).toEqual({
      text: 'Order lacks ufc_a, ufc_b',
      mend: 'Put the user-defined columns on the window of Order, or change payment_columns in p21.yaml',
    });
  });

  it('that fields are not on its window, where the site could not be asked for another', () => {
    expect(unfitSentence(lacking, place())).toEqual({
      text: 'CashReceipts lacks bank_amount',
      mend: 'Put these fields on the window of CashReceipts, for the user who logs in',
    });
  });
});

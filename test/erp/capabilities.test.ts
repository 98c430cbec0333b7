import { describe, expect, it } from 'vitest';
import { able, capabilities, p21NativeAbilities, sapAbilities } from '../../src/erp/capabilities.ts';
import { createP21Facade } from '../../src/erp/p21/facade/adapter.ts';
import { usualWays } from '../../src/erp/p21/native/usual-ways.ts';

describe('the table of capabilities', () => {
  it('says of Prophet 21 what its adapter says', () => {
    const erp = createP21Facade({
      baseUrl: 'http://127.0.0.1:1',
      company: 'ACME',
      auth: { kind: 'user_token', username: 'quittance', password: () => 'secret' },
    });
    expect(able(capabilities.p21.facade)).toEqual(erp.capabilities);
  });

  it('says by which services a site of Prophet 21 takes what, and why it takes something not', () => {
    const ways = {
      ...usualWays,
      'cash-receipt': { by: 'import', folder: '/import', fields: {} },
      'customer-refund': { ...usualWays['customer-refund'], service: 'OurRefunds' },
      application: { by: 'none' },
    } as const;

    expect(p21NativeAbilities({ ways })).toMatchObject({
      'cash-receipt': { can: true, how: expect.stringContaining('/import') as string },
      'customer-refund': { can: true, how: 'transaction OurRefunds' },
      apply: { can: false },
      'payment-note': { can: false, how: expect.stringContaining('payment_columns') as string },
    });
  });

  it('gives a reason with every answer', () => {
    const answers = Object.values(capabilities).flatMap((ways) =>
      Object.values(ways).flatMap((abilities) => Object.values(abilities)),
    );
    expect(answers.filter(({ how }) => how.length < 5)).toEqual([]);
  });

  it('lets SAP clear only by the functions of its own, or by OData', () => {
    const clearing = Object.entries(capabilities['sap-ecc']).filter(([, { apply }]) => apply.can);
    expect(clearing.map(([way]) => way)).toEqual(['soap-wrapper', 'odata']);
  });

  it('takes each kind from its own interface, and changes from theirs', () => {
    const mixed = sapAbilities({ default: 'idoc', customer: 'odata', changes: 'soap-stateful' });
    expect(mixed).toMatchObject({
      customer: { how: 'POST Customers' },
      'sales-order': { how: 'ORDERS05' },
      hold: { how: 'BAPI_SALESORDER_CHANGE' },
      apply: { can: false },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { createLedgerCurrency } from '../../../../src/erp/sap-ecc/reading/company.ts';
import { createReading } from '../../../../src/erp/sap-ecc/reading/index.ts';
import { fakeRfc, fakeSystem, organisation, type Tables } from './fake-rfc.ts';

const reading = (tables: Tables, functions = {}) => createReading(fakeSystem(tables, functions).system, () => false);

describe('items', () => {
  const functions = {
    BAPI_MATERIAL_GETLIST: () => ({
      MATNRLIST: [{ MATERIAL: '000000000000000042', MATL_DESC: 'Widget, small' }],
    }),
    BAPI_MATERIAL_AVAILABILITY: () => ({ AV_QTY_PLT: '12.500' }),
  };

  it('are found by their exact number, with what is available in our plant', async () => {
    const { system, called } = fakeSystem({}, functions);

    expect(await createReading(system, () => false).items({ number: '42' })).toEqual([
      { number: '42', description: 'Widget, small', available: '12.5' },
    ]);
    expect(called.map(({ parameters }) => parameters)).toMatchObject([
      { MATNRSELECTION: [{ SIGN: 'I', OPTION: 'EQ', MATNR_LOW: '000000000000000042' }] },
      { PLANT: '1000', MATERIAL: '000000000000000042', UNIT: 'ST' },
    ]);
  });

  it('are none when SAP lists none, or another', async () => {
    expect(await reading({}, functions).items({ number: 'WIDGET' })).toEqual([]);
    expect(await reading({}, { BAPI_MATERIAL_GETLIST: () => ({}) }).items({ number: '42' })).toEqual([]);
  });
});

describe('accounts', () => {
  const account = (here = {}, general = {}): Tables => ({
    SKB1: [{ BUKRS: '1000', SAKNR: '0000113100', MITKZ: '', XOPVW: '', XSPEB: '', ...here }],
    SKA1: [{ KTOPL: 'INT', SAKNR: '0000113100', XBILK: '', XSPEB: '', ...general }],
  });
  const kinds = [
    ['control', { MITKZ: 'D' }, { XBILK: 'X' }],
    ['bank', { XOPVW: 'X' }, { XBILK: 'X' }],
    ['balance', {}, { XBILK: 'X' }],
    ['profit-and-loss', {}, {}],
    ['profit-and-loss', { XOPVW: 'X' }, {}],
  ] as const;

  it.each(kinds)('are of kind %s with %o in the company code and %o in the chart', async (kind, here, general) => {
    expect(await reading(account(here, general)).accounts({ number: '113100' })).toEqual([
      { number: '113100', kind, blocked: false },
    ]);
  });

  it('are blocked in the company code or in the whole chart', async () => {
    for (const tables of [account({ XSPEB: 'X' }), account({}, { XSPEB: 'X' })])
      expect(await reading(tables).accounts({ number: '113100' })).toMatchObject([{ blocked: true }]);
  });

  it('of another company code or chart are none', async () => {
    for (const tables of [account({ BUKRS: '2000' }), account({}, { KTOPL: 'DE' })])
      expect(await reading(tables).accounts({ number: '113100' })).toEqual([]);
    expect(await reading(account()).accounts({ number: 'NONE' })).toEqual([]);
  });
});

describe('the company', () => {
  const T001 = [{ BUKRS: '1000', BUTXT: 'Example Inc', WAERS: 'USD', OPVAR: '1000' }];

  it('says its name and currency', async () => {
    expect(await reading({ T001 }).ping()).toEqual({ company: 'Example Inc', ledgerCurrency: 'USD' });
  });

  it('that SAP does not know is a wrong setting', async () => {
    await expect(reading({}).ping()).rejects.toMatchObject({ code: 'invalid', where: 'companyCode' });
  });

  it('is asked for its currency once, but again after a failure', async () => {
    const tables: { T001?: typeof T001 } = {};
    const { rfc, called } = fakeRfc(tables);
    const ledgerCurrency = createLedgerCurrency(rfc, organisation);

    await expect(ledgerCurrency()).rejects.toMatchObject({ code: 'invalid' });
    tables.T001 = T001;

    expect([await ledgerCurrency(), await ledgerCurrency()]).toEqual(['USD', 'USD']);
    expect(called).toHaveLength(2);
  });
});

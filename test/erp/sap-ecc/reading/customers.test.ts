import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import type { CustomerSearch } from '../../../../src/erp/port.ts';
import { findCustomer, readCustomer, searchCustomers } from '../../../../src/erp/sap-ecc/reading/customers.ts';
import { fakeSystem, type Tables } from './fake-rfc.ts';

const ours = 'ACUSTOMERREFERE2' as Reference;
const email = 'ada.lovelace@analytical.example.com';
const ada = {
  KUNNR: '0000000007',
  NAME1: 'Ada',
  NAME3: 'cus_1',
  NAME4: ours,
  ADRNR: '0000000901',
  AUFSD: '',
  LOEVM: '',
};
const mail = (ADDRNUMBER: string, SMTP_ADDR: string) => ({
  ADDRNUMBER,
  SMTP_ADDR,
  SMTP_SRCH: SMTP_ADDR.slice(0, 20).toUpperCase(),
});
const KNB1 = [{ KUNNR: ada.KUNNR, BUKRS: '1000', LOEVM: '' }];
const tables: Tables = { KNA1: [ada], KNB1, ADR6: [mail('0000000901', email)] };
const search = async (by: CustomerSearch, stored: Tables = tables) => searchCustomers(fakeSystem(stored).system, by);
const found = { number: '7', name: 'Ada', email, stripeId: 'cus_1', creditHold: false };

describe('searching customers', () => {
  it.each([{ number: '7' }, { stripeId: 'cus_1' }, { email }, { email: email.toUpperCase() }])(
    'finds one by %o',
    async (by) => {
      expect(await search(by)).toEqual([found]);
    },
  );

  it.each([{ number: '8' }, { stripeId: 'cus_2' }, { email: 'nobody@example.com' }])('finds none by %o', async (by) => {
    expect(await search(by)).toEqual([]);
  });

  it('compares the whole address, not only the part that SAP indexes', async () => {
    expect(await search({ email: 'ada.lovelace@analytical.example.org' })).toEqual([]);
  });

  it('leaves out who is marked for deletion', async () => {
    expect(await search({ number: '7' }, { ...tables, KNA1: [{ ...ada, LOEVM: 'X' }] })).toEqual([]);
  });

  it.each([
    ['in no company code', []],
    ['in another one only', [{ ...KNB1[0], BUKRS: '2000' }]],
    ['in ours, but deleted there', [{ ...KNB1[0], LOEVM: 'X' }]],
  ])('leaves out who is %s', async (_where, rows) => {
    for (const by of [{ email }, { stripeId: 'cus_1' }, { number: '7' }])
      expect(await search(by, { ...tables, KNB1: rows })).toEqual([]);
  });

  it('gives of two with one address the one of our company code', async () => {
    const bob = { ...ada, KUNNR: '0000000008', NAME1: 'Bob' };
    const abroad = { KUNNR: bob.KUNNR, BUKRS: '2000', LOEVM: '' };

    expect(await search({ email }, { ...tables, KNA1: [bob, ada], KNB1: [abroad, ...KNB1] })).toEqual([found]);
  });

  it('asks for an address with a quote in it', async () => {
    const ADR6 = [mail('0000000901', "o'neil@example.com")];

    expect(await search({ email: "O'Neil@example.com" }, { ...tables, ADR6 })).toMatchObject([{ number: '7' }]);
  });

  it('tells a credit hold: blocked in a credit control area, or for orders', async () => {
    const KNKK = [{ KUNNR: ada.KUNNR, KKBER: '1000', CRBLB: 'X' }];
    const free = [{ KUNNR: ada.KUNNR, KKBER: '1000', CRBLB: '' }];

    expect(await search({ number: '7' }, { ...tables, KNKK })).toMatchObject([{ creditHold: true }]);
    expect(await search({ number: '7' }, { ...tables, KNKK: free })).toMatchObject([{ creditHold: false }]);
    expect(await search({ number: '7' }, { ...tables, KNA1: [{ ...ada, AUFSD: '01' }] })).toMatchObject([
      { creditHold: true },
    ]);
  });

  it('gives one without e-mail and Stripe id as such', async () => {
    expect(await search({ number: '7' }, { KNB1, KNA1: [{ ...ada, NAME3: '' }] })).toEqual([
      { number: '7', name: 'Ada', creditHold: false },
    ]);
  });
});

describe('a customer as a document', () => {
  const detail = { BAPI_CUSTOMER_GETDETAIL2: () => ({ CUSTOMERADDRESS: { CITY: 'London' } }) };
  const receipt = { kind: 'customer', number: '7', customer: '7', reference: ours };

  it('is found by its reference and read by its number', async () => {
    const { system, called } = fakeSystem(tables, detail);

    expect(await findCustomer(system, ours)).toEqual({ receipt, stripeId: 'cus_1', address: { CITY: 'London' } });
    expect(await readCustomer(system, '7')).toMatchObject({ receipt });
    expect(called.at(-1)).toMatchObject({ parameters: { CUSTOMERNO: '0000000007', COMPANYCODE: '1000' } });
    expect(await readCustomer(system, '99999999')).toBeUndefined();
  });

  it('is found although it was deleted since', async () => {
    const { system } = fakeSystem({ KNA1: [{ ...ada, LOEVM: 'X' }] }, detail);

    expect(await findCustomer(system, ours)).toMatchObject({ receipt: { number: '7', status: 'cancelled' } });
  });

  it('is a conflict when there are two', async () => {
    const { system } = fakeSystem({ KNA1: [ada, { ...ada, KUNNR: '0000000008' }] }, detail);

    await expect(findCustomer(system, ours)).rejects.toMatchObject({ code: 'conflict' });
  });
});

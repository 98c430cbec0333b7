import { describe, expect, it } from 'vitest';
import { money } from '../../../../src/domain/money.ts';
import { ErpError } from '../../../../src/erp/errors.ts';
import { openItemsOf } from '../../../../src/erp/sap-ecc/reading/open-items.ts';
import type { Fields } from '../../../../src/erp/sap-ecc/rfc.ts';
import { fakeSystem, type Tables } from './fake-rfc.ts';
import { customerItem, header, ours } from './stored.ts';

const open = (more: Fields = {}): Fields => ({
  COMP_CODE: '1000',
  CUSTOMER: '0000000007',
  FISC_YEAR: '2026',
  DOC_NO: '1400000012',
  ITEM_NUM: '002',
  PSTNG_DATE: '2026-01-31',
  CURRENCY: 'USD',
  REF_DOC_NO: ours,
  DOC_TYPE: 'DZ',
  DB_CR_IND: 'H',
  AMT_DOCCUR: '119.07',
  ...more,
});
const itemsOf = async (items: readonly Fields[], tables: Tables = { BKPF: [header()] }) =>
  openItemsOf(fakeSystem(tables, { BAPI_AR_ACC_GETOPENITEMS: () => ({ LINEITEMS: items }) }).system, '7');

const deposit = {
  kind: 'cash-receipt',
  number: '1400000012-1000-2026',
  customer: '7',
  open: money(-119_07, 'USD'),
  date: '2026-01-31',
  reference: ours,
};

describe('what is open on a customer', () => {
  it('is asked for whenever it was posted', async () => {
    const { system, called } = fakeSystem({}, { BAPI_AR_ACC_GETOPENITEMS: () => ({ LINEITEMS: [] }) });

    expect(await openItemsOf(system, '7')).toEqual([]);
    expect(called[0]?.parameters).toEqual({ COMPANYCODE: '1000', CUSTOMER: '0000000007', KEYDATE: '9999-12-31' });
  });

  it('is negative for a credit, positive for a debit', async () => {
    const tables = { BKPF: [header(), header({ BELNR: '1800000001', BLART: 'DR' })] };
    const invoice = open({ DOC_NO: '1800000001', DOC_TYPE: 'DR', DB_CR_IND: 'S', AMT_DOCCUR: '1191', CURRENCY: 'JPY' });

    expect(await itemsOf([open(), invoice], tables)).toEqual([
      deposit,
      { ...deposit, kind: 'invoice', number: '1800000001-1000-2026', open: money(1_191, 'JPY') },
    ]);
  });

  it('of a billing document is called by its number, and its reference is no document of ours', async () => {
    const billed = header({ BELNR: '0090000044', BLART: 'RV', AWTYP: 'VBRK', AWKEY: '0090000001' });
    const item = open({ DOC_NO: '0090000044', DOC_TYPE: 'RV', DB_CR_IND: 'S' });

    expect(await itemsOf([item], { BKPF: [billed] })).toEqual([
      { kind: 'invoice', number: '90000001', customer: '7', open: money(119_07, 'USD'), date: '2026-01-31' },
    ]);
  });

  it('is the rest of what was cleared in part, called by what it came from', async () => {
    const rest = { BELNR: '0100000001', BLART: 'AB', BUZEI: '003', REBZG: '1400000012', REBZJ: '2026' };
    const tables = { BKPF: [header(), header({ BELNR: '0100000001', BLART: 'AB' })], BSID: [customerItem(rest)] };
    const item = open({ DOC_NO: '0100000001', ITEM_NUM: '003', DOC_TYPE: 'AB', AMT_DOCCUR: '19.07' });

    expect(await itemsOf([item], tables)).toEqual([{ ...deposit, open: money(-19_07, 'USD') }]);
  });

  it('keeps its own name when it is a credit memo that names its invoice', async () => {
    const memo = { BLART: 'DG', REBZG: '1800000001', REBZJ: '2026' };
    const tables = { BKPF: [header({ BLART: 'DG' })], BSID: [customerItem(memo)] };

    expect(await itemsOf([open({ DOC_TYPE: 'DG' })], tables)).toMatchObject([
      { kind: 'credit-memo', number: '1400000012-1000-2026' },
    ]);
  });

  it('may be something that we never post', async () => {
    const tables = { BKPF: [header({ BLART: 'DA', XBLNR: 'DUNNING 1' })] };

    const [item] = await itemsOf([open({ DOC_TYPE: 'DA', DB_CR_IND: 'S' })], tables);

    expect(item).toMatchObject({ kind: 'other', open: money(119_07, 'USD') });
    expect(item).not.toHaveProperty('reference');
  });

  it.each([
    ['SAP', new ErpError('not-found', 'Customer 7 does not exist')],
    ['our company code', new ErpError('invalid', 'Customer 7 is not defined', { where: 'Customer' })],
  ])('is nothing of a customer whom %s does not know', async (_who, error) => {
    expect(await openItemsOf(refusing(error), '7')).toEqual([]);
  });

  it('is not taken for nothing when SAP refuses for another reason', async () => {
    const error = new ErpError('rejected', 'No authority');

    await expect(openItemsOf(refusing(error), '7')).rejects.toBe(error);
  });

  const refusing = (error: ErpError) =>
    fakeSystem(
      {},
      {
        BAPI_AR_ACC_GETOPENITEMS: () => {
          throw error;
        },
      },
    ).system;
});

import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../src/domain/documents.ts';
import { money } from '../../../src/domain/money.ts';
import { ErpError } from '../../../src/erp/errors.ts';
import { createClearing } from '../../../src/erp/sap-ecc/clearing.ts';
import type { Fields, Parameters } from '../../../src/erp/sap-ecc/rfc.ts';
import { fakeSystem, type Tables } from './reading/fake-rfc.ts';
import { header, receiptTables, storedBilling } from './reading/stored.ts';

const reference = 'ANAPPLICATIONRE2' as Reference;
const undoing = 'ANUNAPPLICATION2' as Reference;
const receipt = '1400000012-1000-2026';
const application = { receipt, invoice: '90000001', amount: money(119_07, 'USD') };
const cleared = {
  CLEARING: '010000000110002026',
  CREDIT: '140000001210002026',
  DEBIT: '0090000001',
  AMOUNT: '119.07',
  CURRENCY: 'USD',
  KEY: reference,
  RESET: '',
};
const reversal = '010000000210002026';
const period = (from: string) => ({ FRPE1: from, FRYE1: '2026', TOPE1: '012', TOYE1: '2026' });
const books = (more: Tables = {}, from = '001'): Tables =>
  receiptTables({
    VBRK: [storedBilling('0090000001')],
    T001: [{ BUKRS: '1000', BUTXT: 'Example', WAERS: 'USD', OPVAR: 'V1' }],
    T001B: [{ BUKRS: 'V1', MKOAR: '+', ...period(from) }],
    ...more,
  });

/** A wrapper that clears what it is told to and lists it. */
function clearing(rows: Fields[] = [], tables: Tables = books(), open: readonly Fields[] = []) {
  const index = new Map<string, Fields>();
  const { system, called } = fakeSystem(tables, {
    Z_QTC_CLEARINGS: () => ({ ET_CLEARINGS: rows }),
    BAPI_AR_ACC_GETOPENITEMS: () => ({ LINEITEMS: open }),
    Z_QTC_FIND: ({ IV_KEY }) => index.get(IV_KEY as string) ?? { EV_STATUS: '' },
    Z_QTC_CLEAR: (given: Parameters) => {
      const { IV_KEY = '', IV_DEBIT = '', IV_AMOUNT = '', IV_CURRENCY = '' } = given as Fields;
      rows.push({ ...cleared, KEY: IV_KEY, DEBIT: IV_DEBIT, AMOUNT: IV_AMOUNT, CURRENCY: IV_CURRENCY });
      return {};
    },
    Z_QTC_CLEAR_RESET: (given: Parameters) => {
      const { IV_KEY = '', IV_CLEARING } = given as Fields;
      const at = rows.findIndex(({ CLEARING, RESET }) => CLEARING === IV_CLEARING && RESET === '');
      rows[at] = { ...rows[at], RESET: reversal };
      index.set(IV_KEY, { EV_FUNCTION: 'Z_QTC_CLEAR_RESET', EV_DOCUMENT: reversal, EV_STATUS: 'DONE' });
      return {};
    },
  });
  const sent = (name: string) => called.filter((each) => each.name === name);
  return { erp: createClearing(system), rows, sent, system };
}
const applied = {
  kind: 'application',
  number: '0100000001-1000-2026',
  reference,
  total: application.amount,
  status: 'open',
};

describe('applying a deposit', () => {
  it('clears it with the invoice, once, and finds that again', async () => {
    const { erp, sent } = clearing();

    expect(await erp.findApplication(application, reference)).toBeUndefined();
    expect(await erp.apply(application, reference)).toEqual(applied);
    expect(await erp.apply(application, reference)).toEqual(applied);

    expect(await erp.findApplication(application, reference)).toEqual(applied);
    expect(sent('Z_QTC_CLEAR')).toMatchObject([
      {
        parameters: {
          IV_KEY: reference,
          IV_COMP_CODE: '1000',
          IV_CUSTOMER: '0000000007',
          IV_CREDIT: '140000001210002026',
          IV_DEBIT: '0090000001',
          IV_AMOUNT: '119.07',
          IV_CURRENCY: 'USD',
          IV_PSTNG_DATE: '2026-02-02',
        },
        asking: { write: true },
      },
    ]);
  });

  it('takes a later date where that period is closed', async () => {
    const { erp, sent } = clearing([], books({}, '003'));
    await erp.apply(application, reference);

    expect(sent('Z_QTC_CLEAR')[0]?.parameters).toMatchObject({ IV_PSTNG_DATE: '2026-03-01' });
  });

  it('names an invoice that was entered in FI by its key', async () => {
    const { erp, sent } = clearing();
    await erp.apply({ ...application, invoice: receipt }, reference);

    expect(sent('Z_QTC_CLEAR')[0]?.parameters).toMatchObject({
      IV_DEBIT: '140000001210002026',
      IV_PSTNG_DATE: '2026-01-31',
    });
  });

  const item = { COMP_CODE: '1000', CUSTOMER: '0000000007', FISC_YEAR: '2026', DOC_NO: '1400000012', ITEM_NUM: '002' };
  const leftOpen = (AMT_DOCCUR: string): Fields => ({ ...item, CURRENCY: 'USD', DB_CR_IND: 'H', AMT_DOCCUR });

  it.each([
    ['of the billing document', '0090000001'],
    ['of what it posted', '009000000110002026'],
  ])('takes it for done where F.13 was faster, by the number %s', async (_of, DEBIT) => {
    const { erp, sent } = clearing([{ ...cleared, DEBIT, KEY: '' }]);

    expect(await erp.apply(application, reference)).toMatchObject({ kind: 'application', number: applied.number });
    expect(sent('Z_QTC_CLEAR')).toEqual([]);
  });

  it.each([
    ['while the deposit still has that much open', {}, [leftOpen('119.07')]],
    ['where the clearing of F.13 was reset', { RESET: reversal }, []],
    ['where F.13 cleared another amount', { AMOUNT: '119.06' }, [leftOpen('0.01')]],
    ['where F.13 cleared another invoice', { DEBIT: '0090000002' }, []],
  ])('clears by itself %s', async (_where, more, open) => {
    const { erp, sent } = clearing([{ ...cleared, KEY: '', ...more }], books(), open);

    expect(await erp.apply(application, reference)).toEqual(applied);
    expect(sent('Z_QTC_CLEAR')).toHaveLength(1);
  });

  it('in another currency is refused before anything is sent', async () => {
    const { erp, sent } = clearing();

    await expect(erp.apply({ ...application, amount: money(1_191, 'JPY') }, reference)).rejects.toMatchObject({
      code: 'invalid',
      where: 'Amount',
    });
    expect(sent('Z_QTC_CLEAR')).toEqual([]);
  });

  it.each([
    ['deposit', { receipt: '1400000099-1000-2026' }],
    ['invoice', { invoice: '90000099' }],
    ['FI invoice', { invoice: '1800000099-1000-2026' }],
  ])('without its %s is not found', async (_what, more) => {
    const { erp, sent } = clearing();

    await expect(erp.apply({ ...application, ...more }, reference)).rejects.toMatchObject({ code: 'not-found' });
    expect(sent('Z_QTC_CLEAR')).toEqual([]);
  });

  it('passes on that more was asked for than is open', async () => {
    const { system } = clearing();
    const refusing: typeof system.rfc = {
      call: async (name, parameters, asking) => {
        if (name === 'Z_QTC_CLEAR') throw new ErpError('rejected', 'Only 119.07 is open', { where: 'Amount' });
        return system.rfc.call(name, parameters, asking);
      },
    };

    await expect(createClearing({ ...system, rfc: refusing }).apply(application, reference)).rejects.toMatchObject({
      code: 'rejected',
    });
  });

  it('is a conflict when SAP accepts it and then does not show it', async () => {
    const { erp, rows } = clearing();
    rows.push = () => 0;

    await expect(erp.apply(application, reference)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is of unknown outcome when it could not be read back', async () => {
    const { system } = clearing();
    let clearings = 0;
    const failing: typeof system.rfc = {
      call: async (name, parameters, asking) => {
        if (name === 'Z_QTC_CLEARINGS' && (clearings += 1) === 2) throw new ErpError('unavailable', 'Away');
        return system.rfc.call(name, parameters, asking);
      },
    };

    await expect(createClearing({ ...system, rfc: failing }).apply(application, reference)).rejects.toMatchObject({
      code: 'outcome-unknown',
    });
  });

  it.each([{ AMOUNT: '119.06' }, { DEBIT: '0090000002' }, { CURRENCY: 'EUR' }])(
    'is a conflict when the reference is on another clearing: %o',
    async (more) => {
      const { erp } = clearing([{ ...cleared, ...more }]);

      await expect(erp.findApplication(application, reference)).rejects.toMatchObject({ code: 'conflict' });
    },
  );

  it('is recognised by the document that the invoice posted', async () => {
    const { erp } = clearing([{ ...cleared, DEBIT: '009000000110002026' }]);

    expect(await erp.findApplication(application, reference)).toEqual(applied);
  });

  it('is none of a number that is no financial document', async () => {
    const { erp, sent } = clearing([cleared]);

    expect(await erp.findApplication({ ...application, receipt: '99999999' }, reference)).toBeUndefined();
    expect(sent('Z_QTC_CLEARINGS')).toEqual([]);
  });
});

describe('taking an application back', () => {
  const taken = { ...applied, kind: 'undoing', number: '0100000002-1000-2026', reference: undoing, status: 'reversed' };

  it('resets the clearing once, and both are found: reversed, and its undoing', async () => {
    const { erp, sent } = clearing([cleared]);

    expect(await erp.findApplication(application, undoing)).toBeUndefined();
    expect(await erp.unapply(application, undoing)).toEqual(taken);
    expect(await erp.unapply(application, undoing)).toEqual(taken);

    expect(await erp.findApplication(application, undoing)).toEqual(taken);
    expect(await erp.findApplication(application, reference)).toEqual({ ...applied, status: 'reversed' });
    expect(sent('Z_QTC_CLEAR_RESET')).toMatchObject([
      { parameters: { IV_KEY: undoing, IV_COMP_CODE: '1000', IV_CLEARING: cleared.CLEARING }, asking: { write: true } },
    ]);
  });

  it('is refused when nothing of this invoice and amount is cleared any more', async () => {
    for (const rows of [[], [{ ...cleared, AMOUNT: '1.00' }], [{ ...cleared, RESET: reversal }]]) {
      const { erp, sent } = clearing(rows);

      await expect(erp.unapply(application, undoing)).rejects.toMatchObject({ code: 'rejected' });
      expect(sent('Z_QTC_CLEAR_RESET')).toEqual([]);
    }
  });

  it('is dated as the clearing was, or later where that period is closed', async () => {
    const BKPF = [header({ BELNR: '0100000001', BLART: 'AB', BUDAT: '20260215' })];
    for (const [from, date] of [
      ['001', '2026-02-15'],
      ['003', '2026-03-01'],
    ] as const) {
      const { erp, sent } = clearing([cleared], books({ BKPF }, from));
      await erp.unapply(application, undoing);

      expect(sent('Z_QTC_CLEAR_RESET')[0]?.parameters).toMatchObject({ IV_PSTNG_DATE: date });
    }
  });

  it('does not choose between two alike', async () => {
    const { erp } = clearing([cleared, { ...cleared, CLEARING: '010000000310002026', KEY: undoing.toLowerCase() }]);

    await expect(erp.unapply(application, undoing)).rejects.toMatchObject({ code: 'conflict' });
  });
});

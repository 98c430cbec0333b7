import { describe, expect, it } from 'vitest';
import type { DocumentKind } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { createFinding } from '../../../../src/erp/sap-ecc/reading/finding.ts';
import { readDocument } from '../../../../src/erp/sap-ecc/reading/financial-documents.ts';
import type { Fields } from '../../../../src/erp/sap-ecc/rfc.ts';
import { fakeSystem, type Tables } from './fake-rfc.ts';
import { accountItem, customerItem, header, ours, receiptTables } from './stored.ts';

const number = '1400000012-1000-2026';
const finding = (tables: Tables, organisation = {}) =>
  createFinding(fakeSystem(tables, {}, organisation).system, () => false);
const receipt = {
  kind: 'cash-receipt',
  number,
  reference: ours,
  total: money(119_07, 'USD'),
  customer: '7',
  status: 'open',
};

describe('a financial document', () => {
  it('is found by its reference and read by its number, and is the same', async () => {
    const erp = finding(receiptTables());

    expect(await erp.find('cash-receipt', ours)).toEqual(receipt);
    expect(await erp.read('cash-receipt', number)).toEqual(receipt);
  });

  it('is no other kind, whatever it is asked for as', async () => {
    const erp = finding(receiptTables());

    for (const kind of ['customer-refund', 'credit-memo', 'invoice', 'journal-entry'] as const) {
      expect(await erp.find(kind, ours)).toBeUndefined();
      expect(await erp.read(kind, number)).toBeUndefined();
    }
  });

  it.each([
    ['cash-receipt', 'DZ', 'H'],
    ['customer-refund', 'DZ', 'S'],
    ['credit-memo', 'DG', 'H'],
    ['invoice', 'DR', 'S'],
  ] as const)('is a %s by type %s and side %s', async (kind, BLART, SHKZG) => {
    const erp = finding(receiptTables({ BKPF: [header({ BLART })], BSID: [customerItem({ SHKZG })] }));

    expect(await erp.find(kind, ours)).toMatchObject({ kind, total: money(119_07, 'USD') });
    expect(await erp.read(kind, number)).toMatchObject({ kind });
  });

  it.each([
    ['receipts and credit memos', { receipt: 'DZ', creditMemo: 'DZ', invoice: 'DR', journal: 'SA' }],
    ['everything', { receipt: 'DZ', creditMemo: 'DZ', invoice: 'DZ', journal: 'DZ' }],
  ])('is found as what it was posted as where one type serves %s', async (_serves, documentTypes) => {
    for (const [kind, SHKZG] of [
      ['cash-receipt', 'H'],
      ['credit-memo', 'H'],
      ['customer-refund', 'S'],
    ] as const) {
      const erp = finding(receiptTables({ BSID: [customerItem({ SHKZG })] }), { documentTypes });
      expect(await erp.find(kind, ours)).toMatchObject({ kind, number });
      expect(await erp.read(kind, number)).toMatchObject({ kind, number });
    }
  });

  it('without a customer is a journal over the sum of its debits', async () => {
    const credit = accountItem({ BUZEI: '002', SHKZG: 'H', WRBTR: '119.10' });
    const second = accountItem({ BUZEI: '003', WRBTR: '0.03' });
    const tables = receiptTables({
      BKPF: [header({ BLART: 'SA' })],
      BSID: [],
      BSIS: [accountItem()],
      BSAS: [credit, second],
    });

    expect(await finding(tables).find('journal-entry', ours)).toEqual({
      kind: 'journal-entry',
      number,
      reference: ours,
      total: money(119_10, 'USD'),
      status: 'open',
    });
  });

  it('is read to the digit in every currency', async () => {
    const amounts = [
      ['JPY', '11.91', money(1_191, 'JPY')],
      ['KWD', '1190.73', money(119_073, 'KWD')],
    ] as const;
    for (const [WAERS, WRBTR, total] of amounts) {
      const tables = receiptTables({ BKPF: [header({ WAERS })], BSID: [customerItem({ WAERS, WRBTR })] });
      expect((await finding(tables).find('cash-receipt', ours))?.total).toEqual(total);
    }
  });

  it('is found wherever its customer line stands: open, cleared, or on its way between', async () => {
    const cleared = [customerItem()];

    expect(await finding(receiptTables({ BSID: [], BSAD: cleared })).find('cash-receipt', ours)).toEqual(receipt);
    expect(await finding(receiptTables({ BSAD: cleared })).find('cash-receipt', ours)).toEqual(receipt);
  });

  const journalAndReversal = (reversal: Fields, own: Fields = {}): Tables => {
    const pair = { STJAH: '2026', BLART: 'SA', ...own };
    const back = { ...pair, BELNR: '1400000013', STBLG: '1400000012', ...reversal };
    const BELNR = back.BELNR;
    return {
      BKPF: [header(back), header({ ...pair, STBLG: BELNR })],
      BSIS: [accountItem(), accountItem({ BELNR, SHKZG: 'H' })],
    };
  };

  it.each([
    ['of the next number', {}],
    ['of a lower number, entered later', { BELNR: '1400000003', CPUTM: '101501' }],
    ['of a type with a lower range', { BELNR: '0100000003', BLART: 'AB', CPUDT: '20260201', CPUTM: '090000' }],
  ])(
    'shows that it was reversed, and its reversal %s is not taken for it or for a second one',
    async (_of, reversal) => {
      const tables = journalAndReversal(reversal);

      expect(await finding(tables).find('journal-entry', ours)).toMatchObject({ number, status: 'reversed' });
    },
  );

  it('that a person reversed is found although that one carries another reference', async () => {
    const tables = journalAndReversal({ BELNR: '1400000003', XBLNR: '' });

    expect(await finding(tables).find('journal-entry', ours)).toMatchObject({ number, status: 'reversed' });
  });

  it('that SAP made of a billing document is none of ours', async () => {
    const tables = receiptTables({ BKPF: [header({ AWTYP: 'VBRK' })] });

    expect(await finding(tables).find('cash-receipt', ours)).toBeUndefined();
  });

  it('of another company code is none of ours', async () => {
    expect(await finding(receiptTables(), { companyCode: '2000' }).find('cash-receipt', ours)).toBeUndefined();
  });

  it('is a conflict when there are two', async () => {
    const BELNR = '1400000013';
    const tables = receiptTables({
      BKPF: [header(), header({ BELNR })],
      BSID: [customerItem(), customerItem({ BELNR })],
    });

    await expect(finding(tables).find('cash-receipt', ours)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('without any items is asked for again later, not taken for nothing', async () => {
    await expect(finding({ BKPF: [header()] }).find('cash-receipt', ours)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('that only clears has no items, and is none of our kinds', async () => {
    const { system } = fakeSystem({ BKPF: [header({ BLART: 'AB' })] });

    expect(await readDocument(system, number)).toMatchObject({ kind: undefined, postingDate: '2026-01-31' });
  });

  it('tells enough to be compared: sides, ledger amounts, assignments, dates', async () => {
    const { system } = fakeSystem(
      receiptTables({
        BSID: [customerItem({ WAERS: 'JPY', WRBTR: '11.91', DMBTR: '7.77', UMSKZ: 'A' })],
        BKPF: [header({ WAERS: 'JPY', STBLG: '1400000013', STJAH: '2026' })],
      }),
    );

    expect(await readDocument(system, number)).toMatchObject({
      type: 'DZ',
      currency: 'JPY',
      documentDate: '2026-01-30',
      postingDate: '2026-01-31',
      headerText: 'Stripe',
      reversal: { belnr: '1400000013', bukrs: '1000', gjahr: '2026' },
      customers: [
        {
          customer: '7',
          specialGl: 'A',
          cleared: false,
          amount: money(-1_191, 'JPY'),
          ledger: money(-7_77, 'USD'),
          assignment: ours,
          text: 'ch_1',
        },
      ],
      accounts: [{ account: '113100', amount: money(119_07, 'USD') }],
    });
  });

  it('has no number without company code and year', async () => {
    expect(await finding(receiptTables()).read('cash-receipt', '1400000012')).toBeUndefined();
  });
});

describe('a document that the wrapper posted', () => {
  const indexed = (kind: DocumentKind, row: Readonly<Record<string, string>>, tables: Tables = receiptTables()) => {
    const { system, called } = fakeSystem(tables, { Z_QTC_FIND: () => row });
    return { find: () => createFinding(system, (each) => each === kind).find(kind, ours), called };
  };
  const done = { EV_FUNCTION: 'Z_QTC_DOCUMENT_POST', EV_DOCUMENT: '140000001210002026', EV_STATUS: 'DONE' };

  it("is found in the wrapper's index although a person changed the field", async () => {
    const { find, called } = indexed('cash-receipt', done, receiptTables({ BKPF: [header({ XBLNR: 'changed' })] }));

    expect(await find()).toMatchObject({ number });
    expect(called[0]).toMatchObject({ name: 'Z_QTC_FIND', parameters: { IV_KEY: ours }, asking: { write: false } });
  });

  it('is busy while the index does not know how it ended', async () => {
    const { find } = indexed('invoice', { ...done, EV_FUNCTION: 'Z_QTC_BILLING_CREATE', EV_STATUS: 'PENDING' });

    await expect(find()).rejects.toMatchObject({ code: 'busy' });
  });

  it('is searched for by its field when the index knows nothing of it', async () => {
    expect(await indexed('cash-receipt', { EV_STATUS: '' }).find()).toMatchObject({ number });
    expect(await indexed('cash-receipt', { ...done, EV_FUNCTION: 'Z_QTC_CLEAR_RESET' }).find()).toMatchObject({
      number,
    });
  });
});

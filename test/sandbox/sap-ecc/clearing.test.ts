import { describe, expect, it } from 'vitest';
import { balancesOf, booksOf, clear, CUSTOMER, documentNumber, order, post, receipt, reset } from './ledger.ts';
import { startSystem } from './system.ts';
import type { System } from './system.ts';

/** A DR of 119.00; gives OBJ_KEY. */
const invoice = (system: System, key: string, currency = 'EUR', local?: string) => {
  const side = (sign: '' | '-') => ({ amount: `${sign}119.00`, ...(local !== undefined && { local: sign + local }) });
  return post(
    system,
    key,
    [
      { customer: CUSTOMER, ...side('') },
      { account: '800000', ...side('-') },
    ],
    {
      type: 'DR',
      reference: key,
      currency,
    },
  );
};
const openOf = async (system: System) =>
  (await booksOf(system)).openItems.map(({ side, openMinor, openHomeMinor }) => [side, openMinor, openHomeMinor]);

describe('clearing', () => {
  it('clears in part and leaves the rest open as an item of its own', async () => {
    const system = await startSystem();
    const [debit, credit] = [
      await invoice(system, 'I1'),
      await receipt(system, 'R1', '100.00', { assignment: 'ORDER1' }),
    ];
    const cleared = await clear(system, { key: 'A1', credit, debit, amount: '60.00' });
    expect(cleared.messages).toEqual(['S RW 605']);
    expect(await openOf(system)).toEqual([
      ['credit', 4000, 4000],
      ['debit', 5900, 5900],
    ]);
    const { invoices, cashReceipts } = await system.admin('documents');
    expect(invoices).toMatchObject([{ unappliedMinor: 5900, status: 'open' }]);
    expect(cashReceipts).toMatchObject([
      {
        status: 'partial',
        unappliedMinor: 4000,
        applications: [
          { invoiceNo: `${debit.slice(0, 10)}-1000-${debit.slice(14)}`, amountMinor: 6000, reference: 'A1' },
        ],
      },
    ]);
    const rows = await system.call('Z_QTC_CLEARINGS', `<IV_DOCUMENT>${credit}</IV_DOCUMENT><ET_CLEARINGS/>`);
    expect(rows.rows('ET_CLEARINGS')).toEqual([
      {
        CLEARING: cleared.text('EV_DOCUMENT'),
        CREDIT: credit,
        DEBIT: debit,
        AMOUNT: '60.00',
        CURRENCY: 'EUR',
        KEY: 'A1',
        RESET: '',
      },
    ]);

    const items = await system.call(
      'BAPI_AR_ACC_GETOPENITEMS',
      `<COMPANYCODE>1000</COMPANYCODE><CUSTOMER>${CUSTOMER}</CUSTOMER><LINEITEMS/>`,
    );
    expect(items.rows('LINEITEMS').map(({ ALLOC_NMBR }) => ALLOC_NMBR)).toEqual(['ORDER1', '']);
  });

  it('clears rests by the number that they are the rest of, and no more than is open', async () => {
    const system = await startSystem();
    const [debit, credit] = [await invoice(system, 'I1'), await receipt(system, 'R1', '119.00')];
    await clear(system, { key: 'A1', credit, debit, amount: '60.00' });
    expect((await clear(system, { key: 'A2', credit, debit, amount: '59.01' })).messages).toEqual(['E ZQTC 010']);
    await clear(system, { key: 'A3', credit, debit, amount: '59.00' });
    expect(await openOf(system)).toEqual([]);
    expect((await clear(system, { key: 'A4', credit, debit, amount: '0.01' })).messages).toEqual(['E ZQTC 010']);
    expect((await system.admin('documents'))['cashReceipts']).toMatchObject([{ status: 'applied', unappliedMinor: 0 }]);
  });

  it('posts what both sides differ by in ledger currency, also in parts', async () => {
    const system = await startSystem();
    const debit = await invoice(system, 'I1', 'USD', '110.00');
    const credit = await receipt(system, 'R1', '100.00', { currency: 'USD', local: '95.00' });
    await clear(system, { key: 'A1', credit, debit, amount: '100.00', currency: 'USD' });
    expect(await openOf(system)).toEqual([['debit', 1900, 1756]]);
    expect(await balancesOf(system)).toMatchObject({ '140000': 1756, '230000': -256 });
  });

  it('clears a down payment against an invoice, each on its own account', async () => {
    const system = await startSystem();
    const [debit, credit] = [await invoice(system, 'I1'), await receipt(system, 'R1', '100.00', { special: 'A' })];
    documentNumber(await clear(system, { key: 'A1', credit, debit, amount: '100.00' }));
    expect(await balancesOf(system)).toEqual({ '113100': 10_000, '140000': 1900, '800000': -11_900 });
  });

  it('resets what was cleared, once, and not before what followed from it', async () => {
    const system = await startSystem();
    const debit = await invoice(system, 'I1', 'USD', '110.00');
    const credit = await receipt(system, 'R1', '119.00', { currency: 'USD', local: '111.00' });
    const before = await balancesOf(system);
    const wanted = { credit, debit, amount: '50.00', currency: 'USD' };
    const first = documentNumber(await clear(system, { ...wanted, key: 'A1' }));
    const second = documentNumber(await clear(system, { ...wanted, key: 'A2' }));
    expect((await reset(system, 'U1', first)).messages).toEqual(['E ZQTC 015']);

    documentNumber(await reset(system, 'U2', second));
    documentNumber(await reset(system, 'U3', first));
    expect((await reset(system, 'U4', first)).messages).toEqual(['E ZQTC 011']);
    expect(await balancesOf(system)).toEqual(before);
    expect(await openOf(system)).toEqual([
      ['debit', 11_900, 11_000],
      ['credit', 11_900, 11_100],
    ]);
    expect((await system.admin('documents'))['cashReceipts']).toMatchObject([
      { status: 'unapplied', applications: [] },
    ]);
  });

  it('refuses to reverse what is cleared', async () => {
    const system = await startSystem();
    const [debit, credit] = [await invoice(system, 'I1'), await receipt(system, 'R1', '119.00')];
    await clear(system, { key: 'A1', credit, debit, amount: '119.00' });
    const refused = await system.call(
      'BAPI_ACC_DOCUMENT_REV_POST',
      `<REVERSAL><OBJ_KEY_R>${credit}</OBJ_KEY_R></REVERSAL><RETURN/>`,
    );
    expect(refused.messages).toContain('E F5 308');
  });
});

describe('the clearing run', () => {
  it.each([true, false])(
    'clears items with one assignment that add up to nought (by itself: %s)',
    async (autoClearing) => {
      const system = await startSystem({ autoClearing });
      const number = await order(system, 'SORDER0000000001');
      await receipt(system, 'R1', '119.00', { assignment: 'SORDER0000000001' });
      await receipt(system, 'R2', '5.00', { assignment: 'SOMETHING ELSE' });
      const { InvoiceNo } = await system.admin('ship', { OrderNo: number.replace(/^0+/, '') });
      if (!autoClearing) {
        expect(await openOf(system)).toHaveLength(3);
        expect(await system.admin('clearing-run', {})).toEqual({ Cleared: 1 });
      }
      expect(await openOf(system)).toEqual([['credit', 500, 500]]);
      expect((await system.admin('documents'))['cashReceipts']).toMatchObject([
        { unappliedMinor: 0, applications: [{ invoiceNo: InvoiceNo, amountMinor: 11_900, reference: '' }] },
        { unappliedMinor: 500 },
      ]);
      await balancesOf(system);
    },
  );
});

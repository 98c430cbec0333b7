import { describe, expect, it } from 'vitest';
import { balancesOf, booksOf, CUSTOMER, documentOf, receipt, wrapped } from './ledger.ts';
import type { Line } from './ledger.ts';
import { element, startSystem, TODAY } from './system.ts';

const POST = 'BAPI_ACC_DOCUMENT_POST';
const fees: readonly Line[] = [
  { account: '476900', amount: '3.75', text: 'txn_1 fee' },
  { account: '113100', amount: '-3.75' },
];

describe('FI documents', () => {
  it('posts what balances once it is committed, under the number of its type', async () => {
    const { session, ...system } = await startSystem();
    const mine = session();
    expect((await mine.call('BAPI_ACC_DOCUMENT_CHECK', documentOf(fees))).messages).toEqual(['S RW 614']);
    const posted = await mine.call(POST, documentOf(fees));
    const key = posted.text('OBJ_KEY');
    expect(posted.messages).toEqual(['S RW 605']);
    expect(key).toMatch(/^\d{10}1000\d{4}$/);
    expect(posted.rows('RETURN')[0]?.['MESSAGE']).toBe(
      `Document posted successfully: BKPFF ${key} ${posted.text('OBJ_SYS')}`,
    );
    expect((await booksOf({ ...system, session })).journals).toBe(0);

    await mine.call('BAPI_TRANSACTION_COMMIT', '<WAIT>X</WAIT>');
    expect(await balancesOf({ ...system, session })).toEqual({ '476900': 375, '113100': -375 });
    expect((await system.admin('documents'))['journalEntries']).toMatchObject([
      { number: `${key.slice(0, 10)}-1000-${key.slice(14)}`, stripeId: 'txn_1', totalMinor: 375, status: 'posted' },
    ]);
  });

  const line = (account: string, amount = '1.00'): Line => ({ account, amount });
  it.each([
    ['a closed period', [line('476900'), line('113100', '-1.00')], { date: '2025-12-31' }, 'E F5 201'],
    ['what does not balance', [line('476900'), line('113100', '-1.01')], {}, 'E F5 702'],
    [
      'what balances in one currency only',
      [
        { account: '476900', amount: '1.00', local: '0.93' },
        { account: '113100', amount: '-1.00', local: '-0.92' },
      ],
      { currency: 'USD' },
      'E F5 703',
    ],
    ['an unknown customer', [{ customer: '0000009999', amount: '1.00' }, line('113100', '-1.00')], {}, 'E F5 102'],
    ['a control account', [line('140000'), line('113100', '-1.00')], {}, 'E F5 354'],
    ['a blocked account', [line('199990'), line('113100', '-1.00')], {}, 'E F5 351'],
    ['an unknown account', [line('999999'), line('113100', '-1.00')], {}, 'E F5 506'],
    ['an account kept in dollars', [line('113101'), line('113100', '-1.00')], {}, 'E F5 507'],
    ['an unknown currency', [line('476900'), line('113100', '-1.00')], { currency: 'XXQ' }, 'E S& 044'],
    ['half a yen', [line('476900', '1.50'), line('113100', '-1.50')], { currency: 'JPY' }, 'E F5 808'],
    ['an unknown tax code', [{ ...line('800000', '-1.00'), taxCode: 'ZZ' }, line('113100')], {}, 'E FF 753'],
    [
      'a down payment, which needs the wrapper',
      [{ customer: CUSTOMER, special: 'A', amount: '-1.00' }, line('113100')],
      {},
      'E F5 286',
    ],
  ] as const)('refuses %s: RW 609 first, then the cause twice', async (_what, lines, header, cause) => {
    const { call } = await startSystem({ closedPeriods: ['2025-12'] });
    const refused = await call(POST, documentOf(lines, header));
    const causes = refused.messages.slice(1);
    expect(refused.messages[0]).toBe('E RW 609');
    expect(refused.rows('RETURN')[0]).toMatchObject({ MESSAGE_V1: 'BKPFF', MESSAGE_V2: '$' });
    expect(causes.filter((one) => one === cause).length).toBeGreaterThanOrEqual(2);
    expect(refused.text('OBJ_KEY')).toBe('$');
  });

  it('takes down payments from the wrapper, on a reconciliation account of their own', async () => {
    const system = await startSystem();
    await receipt(system, 'K1', '119.00', { special: 'A' });
    expect(await balancesOf(system)).toEqual({ '113100': 11_900, '170000': -11_900 });
  });

  it.each([
    ['JPY', '1191', '7.38', 1191],
    ['KWD', '119.073', '358.41', 119_073],
    ['USD', '119.07', '110.74', 11_907],
  ])('keeps %s to the last digit, and the ledger amount as it came', async (currency, amount, local, minor) => {
    const system = await startSystem();
    await receipt(system, 'K1', amount, { currency, local });
    const [cash] = (await system.admin('documents'))['cashReceipts'] as readonly Record<string, unknown>[];
    const ledgerMinor = Number(local.replace('.', ''));
    expect(cash).toMatchObject({
      currency,
      totalMinor: minor,
      unappliedMinor: minor,
      homeMinor: ledgerMinor,
      settlementMinor: ledgerMinor,
      settlementCurrency: 'EUR',
      stripeId: 'ch_1',
    });
    expect((await booksOf(system)).cash).toEqual([{ account: '113100', currency: 'EUR', minor: ledgerMinor }]);
    const items = await system.call(
      'BAPI_AR_ACC_GETOPENITEMS',
      `<COMPANYCODE>1000</COMPANYCODE><CUSTOMER>${CUSTOMER}</CUSTOMER><KEYDATE>${TODAY}</KEYDATE><LINEITEMS/>`,
    );
    expect(items.rows('LINEITEMS')).toMatchObject([
      { AMT_DOCCUR: amount, LC_AMOUNT: local, DB_CR_IND: 'H', DOC_TYPE: 'DZ', CURRENCY: currency },
    ]);
  });

  it('shows what moved on an account kept in dollars in dollars', async () => {
    const system = await startSystem();
    const lines = [
      { account: '113101', amount: '10.00', local: '9.30', text: 'ch_2' },
      { customer: CUSTOMER, amount: '-10.00', local: '-9.30' },
    ];
    const dollars = documentOf(lines, { type: 'DZ', currency: 'USD' });
    await system.call('Z_QTC_DOCUMENT_POST', wrapped('K1', dollars));
    expect((await system.admin('documents'))['cashReceipts']).toMatchObject([
      { settlementMinor: 1000, settlementCurrency: 'USD', homeMinor: 930 },
    ]);
    expect((await booksOf(system)).cash).toEqual([{ account: '113101', currency: 'USD', minor: 1000 }]);
  });

  it('translates by itself where only the document currency came, and still balances', async () => {
    const system = await startSystem();
    const thirds = [
      { account: '476900', amount: '0.33' },
      { account: '476910', amount: '0.33' },
      { account: '113100', amount: '-0.66' },
    ];
    expect(
      (await system.call('Z_QTC_DOCUMENT_POST', wrapped('K1', documentOf(thirds, { currency: 'USD' })))).text(
        'EV_DOCUMENT',
      ),
    ).not.toBe('');
    expect(await balancesOf(system)).toEqual({ '476900': 31, '476910': 31, '113100': -62 });
  });
});

describe('reversals', () => {
  const reversal = (key: string) =>
    `${element('REVERSAL', { OBJ_TYPE: 'BKPFF', OBJ_KEY: key, OBJ_KEY_R: key, PSTNG_DATE: TODAY, COMP_CODE: '1000', REASON_REV: '01' })}<BUS_ACT>RFBU</BUS_ACT><RETURN/>`;

  it('undoes a document by its opposite, once', async () => {
    const system = await startSystem();
    const key = await receipt(system, 'K1', '119.00');
    const undone = await system.call('Z_QTC_DOCUMENT_REVERSE', wrapped('K2', reversal(key)));
    expect(undone.text('EV_DOCUMENT')).toMatch(/^17\d{8}1000\d{4}$/);
    expect(await balancesOf(system)).toEqual({});
    expect((await booksOf(system)).openItems).toEqual([]);
    const { cashReceipts, customerRefunds } = await system.admin('documents');
    expect(cashReceipts).toMatchObject([{ status: 'reversed', unappliedMinor: 0 }]);
    expect(customerRefunds).toEqual([]);

    const again = await system.call('BAPI_ACC_DOCUMENT_REV_POST', reversal(key));
    expect(again.messages).toEqual(['E RW 609', 'E F5 361', 'E F5 361']);
  });

  it('refuses into a closed period, and what there is not', async () => {
    const system = await startSystem();
    const key = await receipt(system, 'K1', '119.00');
    await system.admin('periods', { Period: TODAY.slice(0, 7), Open: 'N' });
    expect((await system.call('BAPI_ACC_DOCUMENT_REV_POST', reversal(key))).messages).toContain('E F5 201');
    expect((await system.call('BAPI_ACC_DOCUMENT_REV_POST', reversal('000000000010002026'))).messages).toContain(
      'E F5A 001',
    );
  });
});

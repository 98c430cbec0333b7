import { describe, expect, it } from 'vitest';
import { judge, type Case } from '../../../sandbox/demo/judge.ts';
import type { Aftermath, PlannedOrder } from '../../../sandbox/demo/plan.ts';
import type { ErpDocuments } from '../../../sandbox/demo/truth.ts';
import { documents, entry, goodDay, order, plan, played, receipt } from './good-day.ts';

const { stripe, erp } = goodDay;
const refund = { do: 'refund', when: 'invoiced', payment: 0, minor: 4_000 } as const;
const dispute = { do: 'dispute', when: 'invoiced', payment: 0, answer: 'evidence', outcome: 'lost' } as const;
const planned = (aftermath: readonly Aftermath[], ending: PlannedOrder['ending'] = 'sold') => [
  { ...played, plan: { ...plan, aftermath, ending } },
];

const refundAtStripe: Case['stripe']['refunds'][number] = {
  id: 're_1',
  charge: 'ch_1',
  amount: 4_000,
  currency: 'EUR',
  status: 'succeeded',
  balance_transaction: 'txn_2',
  failure_balance_transaction: null,
};
const memo = {
  number: '4000001',
  stripeId: 're_1',
  currency: 'EUR',
  status: 'applied',
  totalMinor: 4_000,
  customer: '100001',
  unappliedMinor: 0,
  homeMinor: 4_320,
};
const paidOut = { ...memo, number: '6000001', status: 'paid', settlementMinor: 4_320, settlementCurrency: 'USD' };

/** 40.00 of 119.00 went back after the ERP had invoiced; each test spoils one thing. */
const refunded: Case = {
  ...goodDay,
  played: planned([refund]),
  stripe: {
    ...stripe,
    refunds: [refundAtStripe],
    balance_transactions: [
      ...stripe.balance_transactions,
      { id: 'txn_2', source: 're_1', amount: -4_320, currency: 'USD' },
    ],
  },
  erp: {
    documents: { ...documents, creditMemos: [memo], customerRefunds: [paidOut] },
    books: { ...erp.books, cash: [{ account: '1010', currency: 'USD', minor: 8_532 }] },
  },
};
const spoilt = (day: Case, change: Partial<ErpDocuments>): Case => ({
  ...day,
  erp: { ...day.erp, documents: { ...day.erp.documents, ...change } },
});
const faultsOf = (day: Case): readonly string[] => {
  const { orders, wrong } = judge(day);
  return [...orders.flatMap((one) => one.wrong), ...wrong];
};

describe('the judge of refunds', () => {
  it('finds nothing wrong with a memo and a refund that settles it', () => {
    expect(faultsOf(refunded)).toEqual([]);
    expect(judge(refunded)).toMatchObject({ good: true, lost: 0, duplicated: 0, differenceMinor: { EUR: 0 } });
  });

  it('takes an order that was lowered before it was invoiced for as good as a memo', () => {
    const lowered = { salesOrders: [{ ...order, totalMinor: 7_900 }], creditMemos: [] };
    expect(faultsOf(spoilt(refunded, lowered))).toEqual([]);
  });

  it('misses the memo, the refund, or both', () => {
    expect(judge(spoilt(refunded, { creditMemos: [] }))).toMatchObject({ good: false, lost: 1, duplicated: 0 });
    expect(judge(spoilt(refunded, { customerRefunds: [] }))).toMatchObject({
      good: false,
      lost: 1,
      differenceMinor: { EUR: -4_000 },
    });
    expect(judge(spoilt(refunded, { creditMemos: [], customerRefunds: [] })).lost).toBe(2);
  });

  it('sees a memo or a refund that was posted twice', () => {
    const again = { number: '4000002' };
    expect(judge(spoilt(refunded, { creditMemos: [memo, { ...memo, ...again }] }))).toMatchObject({
      good: false,
      duplicated: 1,
    });
    expect(judge(spoilt(refunded, { customerRefunds: [paidOut, { ...paidOut, ...again }] }))).toMatchObject({
      good: false,
      duplicated: 1,
      differenceMinor: { EUR: 4_000 },
    });
  });

  it('sees a cent, in the customer’s currency and in that of the books, and a memo that nothing settled', () => {
    for (const cent of [{ totalMinor: 3_999 }, { settlementMinor: 4_321 }, { homeMinor: 4_321 }])
      expect(judge(spoilt(refunded, { customerRefunds: [{ ...paidOut, ...cent }] })).good).toBe(false);
    expect(judge(spoilt(refunded, { creditMemos: [{ ...memo, totalMinor: 4_001 }] })).good).toBe(false);
    expect(faultsOf(spoilt(refunded, { creditMemos: [{ ...memo, unappliedMinor: 4_000 }] }))).toContain(
      'openMinor: expected 0, found -4000',
    );
  });

  it('sees two refunds that are mixed up although their sums are right', () => {
    const second = { ...refundAtStripe, id: 're_2', amount: 1_000, balance_transaction: 'txn_3' };
    const day = (first: number, other: number): Case => ({
      ...spoilt(refunded, {
        creditMemos: [
          { ...memo, totalMinor: first },
          { ...memo, number: '4000002', stripeId: 're_2', totalMinor: other },
        ],
        customerRefunds: [
          paidOut,
          {
            ...paidOut,
            number: '6000002',
            stripeId: 're_2',
            totalMinor: 1_000,
            settlementMinor: 1_080,
            homeMinor: 1_080,
          },
        ],
      }),
      played: planned([refund, { ...refund, minor: 1_000 }]),
      stripe: {
        ...refunded.stripe,
        refunds: [refundAtStripe, second],
        balance_transactions: [
          ...refunded.stripe.balance_transactions,
          { id: 'txn_3', source: 're_2', amount: -1_080, currency: 'USD' },
        ],
      },
    });
    const cash = [{ account: '1010', currency: 'USD', minor: 7_452 }];
    const withCash = (one: Case): Case => ({ ...one, erp: { ...one.erp, books: { ...one.erp.books, cash } } });
    expect(faultsOf(withCash(day(4_000, 1_000)))).toEqual([]);
    expect(judge(withCash(day(1_000, 4_000))).good).toBe(false);
  });

  it('wants the money back of a refund that the bank sent back, and the customer to have it', () => {
    const balance = [{ id: 'txn_3', source: 're_1', amount: 4_320, currency: 'USD' }];
    const back = { ...receipt, number: '5000002', stripeId: 're_1', totalMinor: 4_000, unappliedMinor: 4_000 };
    const sentBack: Case = {
      ...spoilt(refunded, {
        cashReceipts: [receipt, { ...back, settlementMinor: 4_320, homeMinor: 4_320, applications: [] }],
      }),
      played: planned([{ ...refund, bank: 'returns' }]),
      stripe: {
        ...refunded.stripe,
        refunds: [{ ...refundAtStripe, status: 'failed', failure_balance_transaction: 'txn_3' }],
        balance_transactions: [...refunded.stripe.balance_transactions, ...balance],
      },
    };
    const openItems = [{ side: 'credit', customer: '100001', currency: 'EUR', openMinor: 4_000 } as const];
    const books = { ...goodDay.erp.books, openItems };
    const day: Case = { ...sentBack, erp: { ...sentBack.erp, books } };
    expect(faultsOf(day)).toEqual([]);
    expect(judge(spoilt(day, { cashReceipts: [receipt] }))).toMatchObject({ good: false, lost: 1 });
    const nothingOpen = { ...day.erp, books: { ...books, openItems: [] } };
    expect(faultsOf({ ...day, erp: nothingOpen })).toEqual(['customer 100001 in EUR: -4000 should be open, 0 is']);
  });

  it('lets a sale that was refunded whole be cancelled or credited', () => {
    const whole = { ...refund, minor: 11_900 };
    const all = { totalMinor: 11_900, settlementMinor: 12_852, homeMinor: 12_852 };
    const day: Case = {
      ...spoilt(refunded, { creditMemos: [{ ...memo, ...all }], customerRefunds: [{ ...paidOut, ...all }] }),
      played: planned([whole], 'refunded'),
      stripe: {
        ...refunded.stripe,
        refunds: [{ ...refundAtStripe, amount: 11_900 }],
        balance_transactions: [
          ...stripe.balance_transactions,
          { id: 'txn_2', source: 're_1', amount: -12_852, currency: 'USD' },
        ],
      },
    };
    const empty = { ...erp.books, cash: [{ account: '1010', currency: 'USD', minor: 0 }] };
    const credited: Case = { ...day, erp: { ...day.erp, books: empty } };
    expect(faultsOf(credited)).toEqual([]);
    const cancelled = { salesOrders: [{ ...order, status: 'cancelled', invoices: [] }], invoices: [], creditMemos: [] };
    expect(faultsOf(spoilt(credited, cancelled))).toEqual([]);
    expect(judge(spoilt(credited, { creditMemos: [] })).good).toBe(false);
  });
});

describe('the judge of disputes', () => {
  const withdrawn = [
    { account: '1200', amountMinor: 12_852 },
    { account: '1010', amountMinor: -12_852 },
  ];
  const lostToBank = [
    { account: '6010', amountMinor: 12_852 },
    { account: '1200', amountMinor: -12_852 },
  ];
  const entries = [
    entry({ stripeId: 'txn_2', lines: withdrawn }),
    entry({ number: '7000002', stripeId: 'dp_1', lines: lostToBank }),
  ];
  const lost: Case = {
    ...goodDay,
    played: planned([dispute]),
    stripe: {
      ...stripe,
      disputes: [{ id: 'dp_1', charge: 'ch_1', amount: 11_900, status: 'lost' }],
      balance_transactions: [
        ...stripe.balance_transactions,
        { id: 'txn_2', source: 'dp_1', amount: -12_852, currency: 'USD' },
      ],
    },
    erp: {
      documents: { ...documents, journalEntries: entries },
      books: { ...erp.books, cash: [{ account: '1010', currency: 'USD', minor: 0 }] },
    },
  };

  it('finds nothing wrong with a withdrawal and the loss of it', () => {
    expect(faultsOf(lost)).toEqual([]);
  });

  it('misses either entry, and sees either twice', () => {
    for (const one of entries) {
      const others = entries.filter((other) => other !== one);
      expect(judge(spoilt(lost, { journalEntries: others }))).toMatchObject({ good: false, lost: 1 });
      const twice = [...entries, { ...one, number: '7000003' }];
      expect(judge(spoilt(lost, { journalEntries: twice }))).toMatchObject({ good: false, duplicated: 1 });
    }
  });

  it('sees a loss on the wrong account, and one that was not', () => {
    const [first = entry({}), second = entry({})] = entries;
    const elsewhere = lostToBank.map((line) => (line.account === '6010' ? { ...line, account: '6000' } : line));
    expect(judge(spoilt(lost, { journalEntries: [first, { ...second, lines: elsewhere }] })).good).toBe(false);
    const won = { ...lost, played: planned([{ ...dispute, outcome: 'won' }]) };
    expect(faultsOf(won)).toContain('the day was not played as planned: lost 0, at Stripe 1');
  });

  it('knows whom a parked refund or dispute belongs to, and takes it for wrong all the same', () => {
    expect(faultsOf({ ...lost, parked: new Map([['dp_1', 'the ERP refused it']]) })).toEqual([
      'ending: expected sold, found parked',
      'parked: expected false, found true',
      'dp_1 waits for a person: the ERP refused it',
    ]);
    expect(faultsOf({ ...lost, parked: new Map([['dp_9', '']]) })).toContain('dp_9 is parked and nobody knows it');
  });
});

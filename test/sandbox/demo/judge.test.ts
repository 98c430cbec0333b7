import { describe, expect, it } from 'vitest';
import { judge, type Case } from '../../../sandbox/demo/judge.ts';
import { documents, entry, goodDay, order, plan, played, receipt, withDocuments, written } from './good-day.ts';

describe('the judge', () => {
  it('finds nothing wrong on a good day', () => {
    const verdict = judge(goodDay);
    expect(verdict.orders.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(verdict.wrong).toEqual([]);
    expect(verdict).toMatchObject({
      good: true,
      lost: 0,
      duplicated: 0,
      parked: 0,
      events: 2,
      documents: 3,
      trialBalanceMinor: { USD: 0 },
      differenceMinor: { EUR: 0 },
    });
  });

  it('misses an order that never reached the ERP', () => {
    const verdict = judge(withDocuments({ salesOrders: [], invoices: [] }));
    expect(verdict).toMatchObject({ good: false, lost: 1 });
  });

  it('misses a receipt', () => {
    const verdict = judge(withDocuments({ cashReceipts: [] }));
    expect(verdict).toMatchObject({ good: false, lost: 1, differenceMinor: { EUR: 11_900 } });
  });

  it('sees a receipt that was posted twice', () => {
    const verdict = judge(withDocuments({ cashReceipts: [receipt, { ...receipt, number: '5000002' }] }));
    expect(verdict).toMatchObject({ good: false, lost: 0, duplicated: 1, differenceMinor: { EUR: -11_900 } });
  });

  it('does not count a receipt that was reversed', () => {
    const reversed = { ...receipt, number: '5000002', status: 'reversed' };
    expect(judge(withDocuments({ cashReceipts: [receipt, reversed] })).good).toBe(true);
  });

  it('sees an order that was posted twice, but not one that was cancelled before', () => {
    const second = { ...order, number: '1000002', invoices: [] };
    expect(judge(withDocuments({ salesOrders: [order, second] }))).toMatchObject({ good: false, duplicated: 1 });
    const cancelled = { ...second, status: 'cancelled' };
    expect(judge(withDocuments({ salesOrders: [order, cancelled] })).good).toBe(true);
  });

  it('sees one cent too much or too little, in the currency of the customer and in that of the books', () => {
    const cents = [{ totalMinor: 11_901 }, { settlementMinor: 12_851 }, { homeMinor: 12_851 }];
    for (const cent of cents) {
      expect(judge(withDocuments({ cashReceipts: [{ ...receipt, ...cent }] })).good).toBe(false);
    }
    expect(judge(withDocuments({ salesOrders: [{ ...order, totalMinor: 11_899 }] })).good).toBe(false);
  });

  it('sees two payments whose receipts are mixed up although their sum is right', () => {
    const [charge] = goodDay.stripe.charges;
    const [booked] = goodDay.stripe.balance_transactions;
    if (!charge || !booked) throw new Error('The good day lacks a charge');
    const half = { amount_captured: 5_900, id: 'ch_2', payment_intent: 'pi_2' };
    const payments = [
      { amountMinor: 6_000, acts: plan.payments[0]?.acts ?? [] },
      { amountMinor: 5_900, acts: plan.payments[0]?.acts ?? [] },
    ];
    const day: Case = {
      ...goodDay,
      played: [{ ...played, plan: { ...plan, payments }, intents: ['pi_1', 'pi_2'] }],
      stripe: {
        ...goodDay.stripe,
        payment_intents: ['pi_1', 'pi_2'].map((id) => ({ id, status: 'succeeded', metadata: written })),
        charges: [
          { ...charge, amount_captured: 6_000 },
          { ...charge, ...half },
        ],
        balance_transactions: [
          { ...booked, amount: 6_480 },
          { ...booked, id: 'txn_2', source: 'ch_2', amount: 6_372 },
        ],
      },
    };
    const receipts = (first: number, second: number) => [
      { ...receipt, totalMinor: first, settlementMinor: 6_480, homeMinor: 6_480 },
      { ...receipt, number: '5000002', stripeId: 'ch_2', totalMinor: second, settlementMinor: 6_372, homeMinor: 6_372 },
    ];
    const withReceipts = (first: number, second: number): Case => ({
      ...day,
      erp: { ...day.erp, documents: { ...documents, cashReceipts: receipts(first, second) } },
    });
    expect(judge(withReceipts(6_000, 5_900)).good).toBe(true);
    expect(judge(withReceipts(5_900, 6_000)).good).toBe(false);
  });

  it('sees a deposit that was not applied to the invoice', () => {
    const verdict = judge(withDocuments({ cashReceipts: [{ ...receipt, unappliedMinor: 11_900, applications: [] }] }));
    expect(verdict.orders[0]?.wrong).toContain('unappliedMinor: expected 0, found 11900');
  });

  it('sees documents that belong to nobody', () => {
    const stray = { ...receipt, number: '5000009', stripeId: 'ch_9' };
    const verdict = judge(
      withDocuments({ cashReceipts: [receipt, stray], journalEntries: [entry({ number: '7000001' })] }),
    );
    expect(verdict).toMatchObject({ good: false, duplicated: 2 });
    expect(verdict.orphans).toEqual(['cash receipt 5000009', 'journal entry 7000001']);
  });

  it('sees one person who became two customers', () => {
    const customers = [
      ...documents.customers,
      { number: '100002', stripeId: null, email: 'A@example.com', status: 'active' },
    ];
    expect(judge(withDocuments({ customers }))).toMatchObject({ good: false, duplicated: 1 });
  });

  it('sees books that do not balance, and a clearing account that is not what Stripe credited', () => {
    const { books } = goodDay.erp;
    const withBooks = (change: Partial<typeof books>): Case => ({
      ...goodDay,
      erp: { documents, books: { ...books, ...change } },
    });
    expect(judge(withBooks({ trialBalanceMinor: 1 }))).toMatchObject({ good: false, trialBalanceMinor: { USD: 1 } });
    expect(judge(withBooks({ receivablesMinor: 1 })).good).toBe(false);
    expect(judge(withBooks({ cash: [] })).good).toBe(false);
  });

  it('sees numbers that were not written back to Stripe', () => {
    const intents = [{ id: 'pi_1', status: 'succeeded', metadata: {} }];
    expect(judge({ ...goodDay, stripe: { ...goodDay.stripe, payment_intents: intents } }).good).toBe(false);
  });

  it('takes a parked payment for right only where the plan wants a person', () => {
    const parkedDay: Case = {
      ...withDocuments({ customers: [], salesOrders: [], invoices: [], cashReceipts: [] }),
      parked: new Map([['pi_1', 'item-unknown']]),
    };
    const planned = { ...played, plan: { ...plan, ending: 'parked' as const } };
    const books = { ...goodDay.erp.books, cash: [] };
    const erp = { ...parkedDay.erp, books };
    expect(judge({ ...parkedDay, erp })).toMatchObject({ good: false, parked: 1 });
    expect(judge({ ...parkedDay, erp, played: [planned] })).toMatchObject({ good: true, lost: 0, parked: 1 });
    expect(
      judge({ ...parkedDay, erp, played: [planned], parked: new Map([...parkedDay.parked, ['pi_2', 'item-unknown']]) })
        .good,
    ).toBe(false);
  });

  it('wants nothing to stand for a payment that was given up, and a cancelled order to be cancelled', () => {
    const acts = [{ do: 'authorise' }, { do: 'cancel' }] as const;
    const givenUp = { ...plan, ending: 'cancelled' as const, payments: [{ amountMinor: 11_900, acts }] };
    const stripe = { ...goodDay.stripe, charges: [], balance_transactions: [] };
    const day: Case = {
      ...withDocuments({ salesOrders: [{ ...order, status: 'cancelled' }], invoices: [], cashReceipts: [] }),
      played: [{ ...played, plan: givenUp }],
      stripe,
    };
    const erp = { ...day.erp, books: { ...day.erp.books, cash: [] } };
    expect(judge({ ...day, erp }).good).toBe(true);
    const held = { ...erp.documents, salesOrders: [{ ...order, status: 'held' }] };
    expect(judge({ ...day, erp: { ...erp, documents: held } })).toMatchObject({ good: false, duplicated: 1 });
  });
});

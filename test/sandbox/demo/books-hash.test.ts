import { describe, expect, it } from 'vitest';
import { booksHash, booksLines } from '../../../sandbox/demo/books-hash.ts';
import type { ErpDocuments } from '../../../sandbox/demo/truth.ts';
import { entry, goodDay, order, played, receipt, withDocuments } from './good-day.ts';

const hash = booksHash(goodDay);
const hashWith = (change: Partial<ErpDocuments>): string => booksHash(withDocuments(change));

describe('the hash of the books', () => {
  it('is the same whatever the numbers, references and Stripe’s ids are', () => {
    const renamed = JSON.parse(
      JSON.stringify({ ...goodDay, played: [played], byPeople: [] })
        .replaceAll(/(\d)000001"/g, '$1000777"')
        .replaceAll('ch_1', 'ch_other')
        .replaceAll('pi_1', 'pi_other')
        .replaceAll('txn_1', 'txn_other'),
    ) as typeof goodDay;
    expect(renamed.erp.documents.salesOrders[0]?.number).not.toBe(order.number);
    expect(booksHash(renamed)).toBe(hash);
  });

  it('is the same in whatever order it was posted, and with what was cancelled or reversed on the way', () => {
    const second = { ...receipt, number: '5000002', totalMinor: 1, stripeId: 'ch_1' };
    expect(hashWith({ cashReceipts: [receipt, second] })).toBe(hashWith({ cashReceipts: [second, receipt] }));
    const cancelled = { ...order, number: '1000009', status: 'cancelled' };
    const reversed = { ...receipt, number: '5000009', status: 'reversed' };
    expect(hashWith({ salesOrders: [cancelled, order], cashReceipts: [receipt, reversed] })).toBe(hash);
  });

  it('is another one for a cent, a document too many, a document that is missing, or another account', () => {
    const others = [
      hashWith({ cashReceipts: [{ ...receipt, totalMinor: receipt.totalMinor + 1 }] }),
      hashWith({ cashReceipts: [{ ...receipt, settlementMinor: receipt.settlementMinor + 1 }] }),
      hashWith({ cashReceipts: [{ ...receipt, unappliedMinor: 1 }] }),
      hashWith({ cashReceipts: [receipt, receipt] }),
      hashWith({ cashReceipts: [] }),
      hashWith({ journalEntries: [entry({})] }),
      hashWith({ salesOrders: [{ ...order, status: 'held' }] }),
      hashWith({ customers: [] }),
    ];
    expect(new Set([hash, ...others]).size).toBe(others.length + 1);
  });

  it('says in words what it is taken of', () => {
    expect(booksLines(goodDay)).toContain('order D1-0001 | a@example.com | EUR | 11900 | invoiced');
    expect(booksLines(goodDay)).toHaveLength(4);
  });
});

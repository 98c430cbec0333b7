import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money, subtract } from '../../src/domain/money.ts';
import { disagreement, netOf, orderTotal, payableOf } from '../../src/domain/shop-order.ts';
import { shopOrders } from './shop-orders.ts';

describe('a shop order', () => {
  it('agrees with itself when its total is what lines, tax and shipping come to', () => {
    fc.assert(
      fc.property(shopOrders(), (order) => {
        expect(disagreement(order)).toBeUndefined();
      }),
    );
  });

  it('says what the total should be when it is one minor unit off', () => {
    fc.assert(
      fc.property(shopOrders(), fc.constantFrom(-1, 1), (order, off) => {
        const wrong = { ...order, total: money(order.total.minor + off, order.currency) };
        expect(disagreement(wrong)).toEqual({ where: 'total', expected: orderTotal(order) });
      }),
    );
  });

  it('is paid through Stripe less gift cards and store credit', () => {
    fc.assert(
      fc.property(shopOrders(), fc.nat(10_000), fc.nat(10_000), (order, card, credit) => {
        const tenders = [
          { kind: 'gift-card', amount: money(card, order.currency) },
          { kind: 'store-credit', amount: money(credit, order.currency) },
        ];
        expect(payableOf({ ...order, tenders })).toEqual(subtract(order.total, money(card + credit, order.currency)));
      }),
    );
  });

  it('can not be paid by more gift cards than it costs', () => {
    fc.assert(
      fc.property(shopOrders(), (order) => {
        const tenders = [{ kind: 'gift-card', amount: money(order.total.minor + 1, order.currency) }];
        expect(disagreement({ ...order, tenders })?.where).toBe('tenders');
      }),
    );
  });

  it('takes the discount off the line once, not off each piece', () => {
    const line = {
      sku: 'A',
      description: 'A',
      quantity: 3,
      unitAmount: money(1000, 'EUR'),
      discount: money(500, 'EUR'),
      tax: money(0, 'EUR'),
      taxRate: '0',
    };
    expect(netOf(line)).toEqual(money(2500, 'EUR'));
  });
});

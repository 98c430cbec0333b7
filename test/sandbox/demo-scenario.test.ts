import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fill, payableMinor, taxOn, wish } from '../../sandbox/demo/cart.ts';
import { readOptions } from '../../sandbox/demo/options.ts';
import { fewestOrders, planDay } from '../../sandbox/demo/scenario.ts';
import { variants } from '../../sandbox/demo/variants.ts';
import { orderSchema, sumOf } from '../../sandbox/shop/order.ts';
import { shopOrder } from '../../sandbox/demo/shop-order.ts';

const seeds = integer({ min: 0, max: 99_999 });

describe('the day of a shop', () => {
  it('is the same for the same seed, and another for another', () => {
    assert(
      property(seeds, (seed) => {
        expect(planDay(seed, 60)).toEqual(planDay(seed, 60));
        expect(planDay(seed, 60)).not.toEqual(planDay(seed + 1, 60));
      }),
      { numRuns: 10 },
    );
  });

  it('has every variant, and no number twice, from the fewest orders on', () => {
    assert(
      property(seeds, (seed) => {
        const { orders } = planDay(seed, fewestOrders);
        expect(new Set(orders.map(({ variant }) => variant))).toEqual(new Set(Object.keys(variants)));
        expect(new Set(orders.map(({ number }) => number)).size).toBe(orders.length);
        expect(orders.length).toBeGreaterThanOrEqual(fewestOrders);
      }),
      { numRuns: 50 },
    );
  });

  it('has orders that a shop can tell, that add up, and that Stripe is asked to pay to the minor unit', () => {
    assert(
      property(seeds, (seed) => {
        for (const order of planDay(seed, 80).orders) {
          const told = orderSchema.parse(shopOrder(order));
          expect(sumOf(told)).toBe(order.cart.totalMinor);
          const asked = order.payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
          expect(asked).toBe(payableMinor(order.cart));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('asks for dinars that card networks can settle', () => {
    const dinars = planDay(1, 80).orders.filter(({ cart }) => cart.currency === 'KWD');
    expect(dinars.length).toBeGreaterThan(0);
    expect(dinars.every(({ payments }) => payments.every(({ amountMinor }) => amountMinor % 10 === 0))).toBe(true);
  });
});

describe('a cart', () => {
  it('shares the tax on the whole out to its lines, to the cent', () => {
    const quantities = array(integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
    assert(
      property(quantities, integer({ min: 0, max: 5_000 }), (wanted, shippingMinor) => {
        const cart = fill(
          wanted.map((quantity) => wish('WIDGET-S', quantity)),
          { shippingMinor },
        );
        const net = wanted.reduce((sum, quantity) => sum + quantity * 1_999, shippingMinor);
        expect(cart.totalMinor).toBe(net + taxOn(net, '8.25'));
      }),
    );
  });

  it('can round per line, as many shops do, and then differs from the ERP by a cent', () => {
    const lines = [1, 2, 3].map(() => ({ ...wish('WIDGET-S'), unitMinor: 1_000 }));
    expect(fill(lines, { roundPerLine: true }).totalMinor).toBe(fill(lines).totalMinor + 1);
  });
});

describe('the options of the demo', () => {
  it('are read, with a day of its own where no seed is given', () => {
    expect(readOptions(['--once', '--orders', '300', '--seed', '7', '--json', 'out.json'])).toEqual({
      once: true,
      orders: 300,
      seed: 7,
      json: 'out.json',
      faults: true,
      killDrill: 0,
    });
    expect(readOptions(['--no-faults']).faults).toBe(false);
    expect(readOptions([]).orders).toBe(fewestOrders);
  });

  it('are refused with an example of right when they are wrong', () => {
    expect(() => readOptions(['--orders', '3'])).toThrow('--orders 3: give a whole number from 40');
    expect(() => readOptions(['--seed', 'x'])).toThrow('as in --seed 1');
  });
});

import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fill, payableMinor, taxOn, wish } from '../../../sandbox/demo/cart.ts';
import { companies } from '../../../sandbox/demo/companies/index.ts';
import { readOptions } from '../../../sandbox/demo/options.ts';
import { dayMs, fewestOrders, planDay } from '../../../sandbox/demo/scenario.ts';
import { variants } from '../../../sandbox/demo/variants.ts';
import { orderSchema, sumOf } from '../../../sandbox/shop/order.ts';
import { shopOrder } from '../../../sandbox/demo/shop-order.ts';

const seeds = integer({ min: 0, max: 99_999 });
const markets = companies.map(({ key, market }) => [key, market] as const);
const [home] = companies.map(({ market }) => market);
if (!home) throw new Error('The demo has no company');

describe.each(markets)('the day of %s', (_, market) => {
  const dayOf = (seed: number, count: number) => planDay({ seed, count, lengthMs: dayMs(count), market });

  it('is the same for the same seed, and another for another', () => {
    assert(
      property(seeds, (seed) => {
        expect(dayOf(seed, 60)).toEqual(dayOf(seed, 60));
        expect(dayOf(seed, 60)).not.toEqual(dayOf(seed + 1, 60));
      }),
      { numRuns: 10 },
    );
  });

  it('has every variant, and no number twice, from the fewest orders on', () => {
    assert(
      property(seeds, (seed) => {
        const orders = dayOf(seed, fewestOrders);
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
        for (const order of dayOf(seed, 80)) {
          const told = orderSchema.parse(shopOrder(order, market.address));
          expect(sumOf(told)).toBe(order.cart.totalMinor);
          const asked = order.payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
          expect(asked).toBe(payableMinor(order.cart));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('asks for dinars that card networks can settle', () => {
    const dinars = dayOf(1, 80).filter(({ cart }) => cart.currency === 'KWD');
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
          { ...home, shippingMinor },
        );
        const net = wanted.reduce((sum, quantity) => sum + quantity * 1_999, shippingMinor);
        expect(cart.totalMinor).toBe(net + taxOn(net, home.taxRate));
      }),
    );
  });

  it('can round per line, as many shops do, and then differs from the ERP by a cent', () => {
    const lines = [1, 2, 3].map(() => ({ ...wish('WIDGET-S'), unitMinor: 1_004 }));
    for (const [, market] of markets)
      expect(fill(lines, { ...market, roundPerLine: true }).totalMinor).toBe(fill(lines, market).totalMinor + 1);
  });
});

describe('the options of the demo', () => {
  it('are read, with a day of its own where no seed is given', () => {
    expect(readOptions(['--once', '--orders', '300', '--seed', '7', '--json', 'out.json'])).toEqual({
      once: true,
      companies,
      orders: 300,
      seed: 7,
      json: 'out.json',
      faults: true,
      killDrill: 0,
    });
    expect(readOptions(['--no-faults']).faults).toBe(false);
    expect(readOptions([]).orders).toBe(fewestOrders);
    expect(readOptions(['--orders', '40']).orders).toBe(fewestOrders);
  });

  it('name the companies whose day is played', () => {
    expect(readOptions(['--companies', 'shop']).companies.map(({ key }) => key)).toEqual(['shop']);
    expect(readOptions([]).companies).toEqual(companies);
  });

  it('are refused with an example of right when they are wrong', () => {
    expect(() => readOptions(['--orders', '0'])).toThrow('--orders 0: give a whole number from 1');
    expect(() => readOptions(['--seed', 'x'])).toThrow('as in --seed 1');
    expect(() => readOptions(['--companies', 'shop,other'])).toThrow('give one or more of shop');
  });
});

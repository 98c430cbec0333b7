import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { money, subtract, times } from '../../src/domain/money.ts';
import { unitPriceOf } from '../../src/domain/unit-price.ts';

it('quantity x unit price - discount is the net, and the discount grows by less than a unit for each piece', () => {
  const lines = fc.record({ net: fc.nat(1e9), discount: fc.nat(1e6), quantity: fc.integer({ min: 1, max: 9_999 }) });
  fc.assert(
    fc.property(lines, ({ net, discount, quantity }) => {
      const made = unitPriceOf(money(net, 'EUR'), money(discount, 'EUR'), quantity);
      expect(subtract(times(made.unitPrice, quantity), made.discount)).toEqual(money(net, 'EUR'));
      expect(made.discount.minor - discount).toBeGreaterThanOrEqual(0);
      expect(made.discount.minor - discount).toBeLessThan(quantity);
    }),
  );
});

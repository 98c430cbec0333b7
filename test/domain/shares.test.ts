import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money, sum } from '../../src/domain/money.ts';
import { shares } from '../../src/domain/shares.ts';
import { amounts } from './arbitrary.ts';

const weights = fc
  .array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 20 })
  .filter((all) => all.some((weight) => weight > 0));

describe('shares', () => {
  it('loses no minor unit, whatever the weights', () => {
    fc.assert(
      fc.property(amounts(0), weights, (amount, all) => {
        expect(sum(shares(amount, all), amount.currency)).toEqual(amount);
      }),
    );
  });

  it('gives each part its exact proportion, at most one minor unit away from it', () => {
    fc.assert(
      fc.property(amounts(0, 1e9), weights, (amount, all) => {
        const whole = all.reduce((total, weight) => total + BigInt(weight), 0n);
        shares(amount, all).forEach(({ minor }, index) => {
          const off = BigInt(minor) * whole - BigInt(amount.minor) * BigInt(all[index] ?? 0);
          expect(off <= whole && -off < whole).toBe(true);
        });
      }),
    );
  });

  it('gives nothing to a weight of nothing', () => {
    expect(shares(money(101, 'EUR'), [0, 1, 1]).map(({ minor }) => minor)).toEqual([0, 51, 50]);
  });

  it.each([[[]], [[0, 0]], [[1, -1]]])('refuses the weights %j', (all) => {
    expect(() => shares(money(1, 'EUR'), all)).toThrow(RangeError);
  });
});

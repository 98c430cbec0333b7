import * as fc from 'fast-check';
import { money, type Money } from '../../src/domain/money.ts';

/** One of each kind: two, no and three digits, and those that Stripe counts otherwise than ISO. */
export const currencies = fc.constantFrom('EUR', 'USD', 'GBP', 'JPY', 'KRW', 'KWD', 'BHD', 'ISK', 'UGX', 'MGA');

export const amounts = (min = -1e12, max = 1e12): fc.Arbitrary<Money> =>
  fc.tuple(fc.integer({ min, max }), currencies).map(([minor, currency]) => money(minor, currency));

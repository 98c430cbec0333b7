import { allocate as allocateExactly, dinero, toSnapshot } from 'dinero.js/bigint';
import { exponentOf } from './currency.ts';
import { money, type Money } from './money.ts';

/**
 * Splits an amount in proportion to whole-number weights; the parts add up to the amount, to the minor unit.
 * @throws RangeError when no weight is positive or one is negative.
 */
export function shares(amount: Money, weights: readonly number[]): readonly Money[] {
  if (!weights.some((weight) => weight > 0) || weights.some((weight) => weight < 0))
    throw new RangeError('An amount is split by weights of which none is negative and one is positive');
  const { currency } = amount;
  const whole = dinero({
    amount: BigInt(amount.minor),
    currency: { code: currency, base: 10n, exponent: BigInt(exponentOf(currency)) },
  });
  const parts = allocateExactly(whole, weights.map(BigInt));
  return parts.map((part) => money(Number(toSnapshot(part).amount), currency));
}

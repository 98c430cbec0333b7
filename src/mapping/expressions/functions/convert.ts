import { currencyCode, exponentOf } from '../../../domain/currency.ts';
import { money, type Money } from '../../../domain/money.ts';
import { ExpressionFault } from '../fault.ts';

type Rounding = (quotient: bigint, twiceRest: bigint, divisor: bigint) => bigint;
const roundings: Readonly<Record<string, Rounding>> = {
  'half-up': (quotient, twice, divisor) => (twice >= divisor ? quotient + 1n : quotient),
  'half-even': (quotient, twice, divisor) =>
    twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient,
};

/**
 * Exact but for one rounding, at the end.
 * @param rate units of the new currency for one of the old: `1.0855`
 * @throws ExpressionFault without a source and a date of the rate, and where the rate is none
 */
export function convert(from: Money, rate: string, to: string, evidence: Readonly<Record<string, unknown>>): Money {
  const round = roundingOf(evidence);
  const [, units = '', digits = ''] = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(rate.trim()) ?? [];
  if (!units || !/[1-9]/.test(units + digits)) throw fault('a positive rate as text, as in "1.0855"');
  const currency = /^[A-Za-z]{3}$/.test(to) ? currencyCode(to) : undefined;
  if (!currency) throw fault('a currency of three letters');
  const product = BigInt(Math.abs(from.minor)) * BigInt(units + digits) * 10n ** BigInt(exponentOf(currency));
  const divisor = 10n ** BigInt(digits.length + exponentOf(from.currency));
  const minor = Number(round(product / divisor, (product % divisor) * 2n, divisor));
  if (!Number.isSafeInteger(minor))
    throw new ExpressionFault('failed', '$convert gives more than can be counted exactly');
  return money(from.minor < 0 && minor ? -minor : minor, currency);
}

function roundingOf({ source, date, rounding = 'half-up' }: Readonly<Record<string, unknown>>): Rounding {
  if (typeof source !== 'string' || !source.trim())
    throw fault('the source of the rate, as in {"source": "ECB", "date": "2026-01-30"}');
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(date))
    throw fault('the date of the rate, as in {"source": "ECB", "date": "2026-01-30"}');
  const found = typeof rounding === 'string' && Object.hasOwn(roundings, rounding) ? roundings[rounding] : undefined;
  if (!found) throw fault('a rounding that is half-up or half-even');
  return found;
}

const fault = (needed: string): ExpressionFault => new ExpressionFault('failed', `$convert needs ${needed}`);

import { currencyCode } from '../../../domain/currency.ts';
import * as money from '../../../domain/money.ts';
import { shares } from '../../../domain/shares.ts';
import { ExpressionFault } from '../fault.ts';
import { convert } from './convert.ts';
import { named } from './definition.ts';

const amount = { name: 'money', kind: 'money' } as const;
const other = { name: 'other', kind: 'money' } as const;
const isMoney = { is: 'money' } as const;
const ten = { minor: 1000, currency: 'EUR' };

/** What money refuses is said without the amounts. */
function exactly<T>(reckon: () => T, what: string): T {
  try {
    return reckon();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw new ExpressionFault('failed', what);
    throw error;
  }
}
const sameCurrency = 'needs two amounts of one currency; $convert changes it';

function sum(list: readonly (money.Money | number)[]): money.Money | number {
  const [first] = list;
  if (typeof first !== 'object') {
    const numbers = list.filter((entry) => typeof entry === 'number');
    if (numbers.length !== list.length)
      throw new ExpressionFault('failed', '$sum needs money alone, or whole numbers alone');
    return numbers.reduce((total, entry) => total + entry, 0);
  }
  const amounts = list.filter((entry) => typeof entry === 'object');
  if (amounts.length !== list.length)
    throw new ExpressionFault('failed', '$sum needs money alone, or whole numbers alone');
  return exactly(() => money.sum(amounts, first.currency), '$sum needs amounts of one currency');
}

/** Rounded half up, away from zero. */
function share(whole: money.Money, part: number, of: number): money.Money {
  if (part < 0 || of <= 0 || part > of)
    throw new ExpressionFault('failed', '$share needs a part between 0 and the whole');
  const twice = BigInt(Math.abs(whole.minor)) * BigInt(part) * 2n;
  const minor = Number((twice + BigInt(of)) / (2n * BigInt(of)));
  return money.money(whole.minor < 0 && minor ? -minor : minor, whole.currency);
}

export const amounts = [
  named({
    name: 'money',
    takes: [
      { name: 'minor', kind: 'whole' },
      { name: 'currency', kind: 'text' },
    ],
    gives: isMoney,
    about: 'Money of whole minor units: cents, or yen',
    examples: [
      { text: '$money(11900, "eur")', gives: { minor: 11900, currency: 'EUR' } },
      { text: '$money("500", "JPY")', gives: { minor: 500, currency: 'JPY' } },
    ],
    run: ([minor, currency]) =>
      exactly(() => money.money(minor, currencyCode(currency)), '$money needs a currency of three letters'),
  }),
  named({
    name: 'fromDecimal',
    takes: [
      { name: 'text', kind: 'text' },
      { name: 'currency', kind: 'text' },
    ],
    gives: isMoney,
    about: 'Money that is written with a point, as metadata has it; digits that the currency lacks are refused',
    examples: [
      { text: '$fromDecimal("119.00", "EUR")', gives: { minor: 11900, currency: 'EUR' } },
      { text: '$fromDecimal("4.9", "USD")', gives: { minor: 490, currency: 'USD' } },
    ],
    run: ([text, currency]) =>
      exactly(
        () => money.fromDecimal(text, currencyCode(currency)),
        '$fromDecimal needs digits with a point, as in "119.00", and no more of them than the currency has',
      ),
  }),
  named({
    name: 'decimal',
    takes: [amount],
    gives: { is: 'text' },
    about: 'Money as text with a point',
    examples: [
      { text: '$decimal($money(11900, "EUR"))', gives: '119.00' },
      { text: '$decimal($money(500, "JPY"))', gives: '500' },
    ],
    run: ([value]) => money.toDecimal(value),
  }),
  named({
    name: 'plus',
    takes: [amount, other],
    gives: isMoney,
    about: 'Two amounts together, of one currency',
    examples: [{ text: '$plus($money(990, "EUR"), $money(10, "EUR"))', gives: ten }],
    run: ([a, b]) => exactly(() => money.add(a, b), `$plus ${sameCurrency}`),
  }),
  named({
    name: 'minus',
    takes: [amount, other],
    gives: isMoney,
    about: 'What is left of an amount without another, of one currency',
    examples: [{ text: '$minus($money(1190, "EUR"), $money(190, "EUR"))', gives: ten }],
    run: ([a, b]) => exactly(() => money.subtract(a, b), `$minus ${sameCurrency}`),
  }),
  named({
    name: 'negate',
    takes: [amount],
    gives: isMoney,
    about: 'The amount with the other sign',
    examples: [{ text: '$negate($money(-1000, "EUR"))', gives: ten }],
    run: ([value]) => money.negate(value),
  }),
  named({
    name: 'times',
    takes: [amount, { name: 'count', kind: 'whole' }],
    gives: isMoney,
    about: 'An amount taken a whole number of times',
    examples: [{ text: '$times($money(250, "EUR"), 4)', gives: ten }],
    run: ([value, count]) => exactly(() => money.times(value, count), '$times gives more than can be counted exactly'),
  }),
  named({
    name: 'share',
    takes: [amount, { name: 'part', kind: 'whole' }, { name: 'of', kind: 'whole' }],
    gives: isMoney,
    about: 'The part of an amount, as 60 of 100, rounded half up; $minus gives the rest, $shares all parts',
    examples: [
      { text: '$share($money(2000, "EUR"), 1, 2)', gives: ten },
      { text: '$share($money(1000, "EUR"), 1, 3)', gives: { minor: 333, currency: 'EUR' } },
    ],
    run: ([value, part, of]) => share(value, part, of),
  }),
  named({
    name: 'shares',
    takes: [amount, { name: 'weights', kind: 'wholes' }],
    gives: { is: 'list', of: isMoney },
    about: 'An amount split by weights; the parts add up to it exactly',
    examples: [
      {
        text: '$shares($money(1000, "EUR"), [1, 1, 1]).minor',
        gives: [334, 333, 333],
      },
      { text: '$sum($shares($money(1000, "EUR"), [60, 25, 15]))', gives: ten },
    ],
    run: ([value, weights]) =>
      exactly(() => shares(value, weights), '$shares needs weights of which none is negative and one is positive'),
  }),
  named({
    name: 'sum',
    takes: [{ name: 'list', kind: 'amounts' }],
    gives: { is: 'anything' },
    about: 'All amounts of a list together, or all whole numbers',
    examples: [
      { text: '$sum([$money(990, "EUR"), $money(10, "EUR")])', gives: ten },
      { text: '$sum([1, 2, 3])', gives: 6 },
    ],
    run: ([list]) => sum(list),
  }),
  named({
    name: 'convert',
    takes: [
      amount,
      { name: 'rate', kind: 'text' },
      { name: 'currency', kind: 'text' },
      { name: 'evidence', kind: 'object' },
    ],
    gives: isMoney,
    about:
      'Money in another currency by a rate written as text, which says its source and its date; rounded half up, away from zero, or as `rounding: "half-even"` says',
    examples: [
      {
        text: '$convert($money(10000, "EUR"), "1.0855", "USD", {"source": "ECB", "date": "2026-01-30"})',
        gives: { minor: 10855, currency: 'USD' },
      },
      {
        text: '$convert($money(5, "EUR"), "0.5", "USD", {"source": "ECB", "date": "2026-01-30", "rounding": "half-even"})',
        gives: { minor: 2, currency: 'USD' },
      },
    ],
    run: ([value, rate, currency, evidence]) => convert(value, rate, currency, evidence),
  }),
];

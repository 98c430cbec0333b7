import { exponentOf } from './currency.ts';

/** An exact amount: a whole number of the currency's minor units, as Stripe counts them. */
export type Money<C extends string = string> = { readonly minor: number; readonly currency: C };

export function money<C extends string>(minor: number, currency: C): Money<C> {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is not a whole number of minor units`);
  return { minor, currency };
}

export function add<C extends string>(a: Money<C>, b: Money<NoInfer<C>>): Money<C> {
  if (a.currency !== b.currency) throw new TypeError(`Cannot add ${b.currency} to ${a.currency}`);
  return money(a.minor + b.minor, a.currency);
}

export const negate = <C extends string>({ minor, currency }: Money<C>): Money<C> =>
  money(minor === 0 ? 0 : -minor, currency);
export const subtract = <C extends string>(a: Money<C>, b: Money<NoInfer<C>>): Money<C> => add(a, negate(b));
export const times = <C extends string>({ minor, currency }: Money<C>, count: number): Money<C> =>
  money(minor * count, currency);
export const zero = <C extends string>(currency: C): Money<C> => money(0, currency);
export const sum = <C extends string>(amounts: readonly Money<C>[], currency: C): Money<C> =>
  amounts.reduce((total, amount) => add(total, amount), zero(currency));
export const equal = (a: Money, b: Money): boolean => a.minor === b.minor && a.currency === b.currency;
/** The smaller of two amounts of one currency. */
export const least = <C extends string>(a: Money<C>, b: Money<NoInfer<C>>): Money<C> =>
  subtract(a, b).minor <= 0 ? a : money(b.minor, a.currency);

/** `{ minor: 11900, currency: 'EUR' }` -> `119.00`: what goes to an ERP's wire, digit by digit. */
export function toDecimal({ minor, currency }: Money): string {
  const digits = exponentOf(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits);
  return `${minor < 0 ? '-' : ''}${whole}${digits ? `.${fraction}` : ''}`;
}

/**
 * The reverse of `toDecimal`; more digits than the currency has are accepted only if they are zeros.
 * @throws RangeError when the text is not a decimal number or would lose a digit.
 */
export function fromDecimal(text: string, currency: string): Money {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) throw new RangeError(`"${text}" is not an amount; write digits with a point, as in 119.00`);
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = exponentOf(currency);
  if (/[^0]/.test(fraction.slice(digits)))
    throw new RangeError(`${text} ${currency} has more than ${digits} digits behind the point`);
  const minor = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  return money(sign && minor ? -minor : minor, currency);
}

/** For people: `119.00 EUR`. */
export const show = (amount: Money): string => `${toDecimal(amount)} ${amount.currency}`;

import type { Day } from '../../domain/documents.ts';
import { currencyCode } from '../../domain/currency.ts';
import { normalEmail } from '../../domain/email.ts';
import { money, type Money } from '../../domain/money.ts';
import type { FieldType } from './catalogue.ts';

/** What each type of field becomes in a document. */
type Values = {
  readonly text: string;
  readonly day: Day;
  readonly money: Money;
  readonly quantity: number;
  readonly flag: boolean;
  readonly country: string;
  readonly currency: string;
  readonly email: string;
};
export type Value = Values[FieldType];
type Reader<V> = {
  /** What an expression must give, for messages. */
  readonly wants: string;
  /** `undefined` for what is no such value. */
  readonly read: (value: unknown) => V | undefined;
};

type Readers = { readonly [T in FieldType]: Reader<Values[T]> };

/** Whole numbers are texts too: `10001` of a customer. One with a fraction never is, for it may be inexact. */
const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value.normalize('NFC').trim();
  return Number.isSafeInteger(value) ? String(value) : undefined;
};

const readers: Readers = {
  text: { wants: 'a text', read: textOf },
  day: { wants: 'a day as in 2026-01-30 ($day makes one of a time)', read: dayIn },
  money: { wants: 'money of whole minor units, as in { "minor": 11900, "currency": "EUR" }', read: moneyIn },
  quantity: {
    wants: 'a whole number from 1',
    read: (value) => (isWhole(value) && value > 0 ? value : undefined),
  },
  flag: { wants: 'true or false', read: (value) => (typeof value === 'boolean' ? value : undefined) },
  country: { wants: 'a country of two letters, as in DE', read: (value) => letters(value, 2) },
  currency: { wants: 'a currency of three letters, as in EUR', read: currencyIn },
  email: { wants: 'an e-mail address', read: (value) => (typeof value === 'string' ? normalEmail(value) : undefined) },
};

export const wantedBy = (type: FieldType): string => readers[type].wants;
/** @returns `undefined` for what is no such value */
export const readAs = <T extends FieldType>(type: T, value: unknown): Values[T] | undefined =>
  readers[type].read(value);

/** Nothing came: JSONata gives nothing where a path leads nowhere, and a shop may send blanks. */
export const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

function dayIn(value: unknown): Day | undefined {
  const day = typeof value === 'string' ? value.trim() : '';
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // A 31st of February is read as one of March.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : day;
}

function moneyIn(value: unknown): Money | undefined {
  if (typeof value !== 'object' || value === null || !('minor' in value) || !('currency' in value)) return undefined;
  const currency = currencyIn(value.currency);
  return isWhole(value.minor) && currency ? money(value.minor === 0 ? 0 : value.minor, currency) : undefined;
}

function letters(value: unknown, count: number): string | undefined {
  const code = typeof value === 'string' ? value.trim().toUpperCase() : '';
  return code.length === count && /^[A-Z]+$/.test(code) ? code : undefined;
}

function currencyIn(value: unknown): string | undefined {
  const code = letters(value, 3);
  return code && currencyCode(code);
}

/** Constants, defaults and metadata are texts: `true`, `1`. */
export function written(type: FieldType, text: unknown): unknown {
  if (type === 'flag') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'quantity' && typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text);
  return text;
}

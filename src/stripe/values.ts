import { currencyCode } from '../domain/currency.ts';
import { money, type Money } from '../domain/money.ts';

/** Stripe gives a reference as an id, or as the object itself where that was asked for. */
export const idOf = (reference: string | { readonly id: string } | null | undefined): string | undefined =>
  (typeof reference === 'string' ? reference : reference?.id) || undefined;

/** Stripe's times are seconds. */
export const isoOf = (seconds: number): string => new Date(seconds * 1_000).toISOString();

/** Stripe writes currencies in small letters. */
export const amountOf = (minor: number, currency: string): Money => money(minor, currencyCode(currency));

import { sumOf } from './order.ts';
import type { ShopOrder } from './order.ts';

/** Numbers from 0 to below 1. */
export type Random = () => number;

type Wishes = {
  readonly currency?: string;
  /** Skus to choose from. */
  readonly skus?: readonly string[];
  /** How often something is paid by gift card, from 0 to 1. */
  readonly giftCards?: number;
  readonly created?: number;
};

/** Tax rates in percent by country, and the currency that people there pay in. */
const places = [
  { country: 'DE', currency: 'eur', rate: '19', city: 'Bremen', postal_code: '28195', state: null },
  { country: 'FR', currency: 'eur', rate: '20', city: 'Lyon', postal_code: '69001', state: null },
  { country: 'US', currency: 'usd', rate: '7.25', city: 'Fresno', postal_code: '93650', state: 'CA' },
  { country: 'JP', currency: 'jpy', rate: '10', city: 'Sendai', postal_code: '980-0001', state: null },
  { country: 'KW', currency: 'kwd', rate: '0', city: 'Hawalli', postal_code: '32000', state: null },
] as const;

const usualSkus = ['BOLT-M8', 'NUT-M8', 'WASHER-M8', 'DRILL-500', 'SAW-20', 'GLOVES-L'];

/** The `n`th order of a day: the same for the same random numbers, with totals that add up. */
export function makeOrder(random: Random, n: number, wishes: Wishes = {}): ShopOrder {
  const below = (limit: number): number => Math.floor(random() * limit);
  const { currency = 'eur', skus = usualSkus, giftCards = 0, created = 1_790_000_000 + n * 60 } = wishes;
  const fitting = places.filter((place) => place.currency === currency);
  const { country, rate, city, postal_code, state } = pick(fitting.length > 0 ? fitting : places, below);
  // Card networks settle dinars to two decimals, so that every amount of three must end in 0.
  const step = currency === 'kwd' ? 10 : 1;
  const money = (from: number, to: number): number => (from + below(to - from)) * step;

  const lines = Array.from({ length: 1 + below(3) }, () => {
    const quantity = 1 + below(4);
    const unit_amount = money(150, 9_000);
    const discount = below(4) === 0 ? rounded(quantity * unit_amount, 10n, 100n, step) : 0;
    const sku = pick(skus, below);
    return {
      sku,
      description: sku,
      quantity,
      unit_amount,
      discount,
      ...taxOf(quantity * unit_amount - discount, rate, step),
    };
  });
  const amount = below(3) === 0 ? 0 : money(300, 1_500);
  const shipping = { amount, ...taxOf(amount, rate, step) };
  const total = sumOf({ lines, shipping });
  const gift = random() < giftCards ? rounded(total, 25n, 100n, step) : 0;
  const person = String(n).padStart(4, '0');
  const address = { line1: `${1 + below(90)} Sample Street`, line2: null, city, state, postal_code, country };
  return {
    id: `SHOP-${person}`,
    currency,
    created,
    customer: { email: `buyer${person}@shop.example`, name: `Buyer ${person}`, phone: null, address },
    lines,
    shipping,
    tenders: gift > 0 ? [{ kind: 'gift_card', amount: gift }] : [],
    total,
    payments: 1,
  };
}

function pick<T>(from: readonly T[], below: (limit: number) => number): T {
  const chosen = from[below(from.length)];
  if (chosen === undefined) throw new Error('There is nothing to choose from: give at least one sku');
  return chosen;
}

function taxOf(net: number, rate: string, step: number): { tax: number; tax_rate: string } {
  const [whole = '0', part = ''] = rate.split('.');
  return { tax: rounded(net, BigInt(whole + part.padEnd(4, '0')), 1_000_000n, step), tax_rate: rate };
}

/** A share of an amount in minor units, rounded half up to a multiple of `step`. */
function rounded(minor: number, over: bigint, under: bigint, step: number): number {
  const unit = under * BigInt(step);
  return Number((2n * BigInt(minor) * over + unit) / (2n * unit)) * step;
}

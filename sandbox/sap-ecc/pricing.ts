import { divideHalfUp, sum } from '../money.ts';
import { timesQuantity } from './currencies.ts';
import type { OrderItem } from './company.ts';
import type { Taxes } from './taxes.ts';
import { WHOLE_RATE } from './taxes.ts';

type Taxed = { readonly taxClass: string; readonly net: bigint };
export type TaxTotal = { readonly code: string; readonly base: bigint; readonly tax: bigint };
export type Priced = {
  readonly net: bigint;
  readonly tax: bigint;
  /** In the order of the items, adding up to `tax`. */
  readonly taxOfItem: readonly bigint[];
  readonly taxes: readonly TaxTotal[];
};

/** Rejected items are worth nothing. */
export const netOf = ({ price, quantity, discount, rejection }: OrderItem): bigint =>
  rejection ? 0n : timesQuantity(price, quantity) + discount;

/** Tax is computed per classification over the sum of its items, rounded half up, and then spread over them. */
export function priced(taxes: Taxes, items: readonly Taxed[]): Priced {
  const taxOfItem = items.map(() => 0n);
  const totals = [...new Set(items.map(({ taxClass }) => taxes.of(taxClass)))].flatMap((tax) => {
    if (!tax) return [];
    let base = 0n;
    let spread = 0n;
    items.forEach(({ taxClass, net }, index) => {
      if (taxes.of(taxClass) !== tax) return;
      base += net;
      const upToHere = divideHalfUp(base * tax.rate, WHOLE_RATE);
      taxOfItem[index] = upToHere - spread;
      spread = upToHere;
    });
    return [{ code: tax.code, base, tax: spread }];
  });
  return {
    net: sum(items.map(({ net }) => net)),
    tax: sum(totals.map(({ tax }) => tax)),
    taxOfItem,
    taxes: totals,
  };
}

export const pricedOrder = (taxes: Taxes, items: readonly OrderItem[]): Priced =>
  priced(
    taxes,
    items.map((item) => ({ taxClass: item.taxClass, net: netOf(item) })),
  );

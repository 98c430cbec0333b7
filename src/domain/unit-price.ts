import { add, money, subtract, times, type Money } from './money.ts';

/**
 * A price of one and a discount, so that quantity x price - discount is the net, to the minor unit: the price is rounded
 * up, and what that is too much goes to the discount.
 */
export function unitPriceOf(
  net: Money,
  discount: Money,
  quantity: number,
): { readonly unitPrice: Money; readonly discount: Money } {
  const listed = add(net, discount);
  const unitPrice = quantity > 0 ? money(roundedUp(listed.minor, quantity), listed.currency) : listed;
  return { unitPrice, discount: subtract(times(unitPrice, quantity), net) };
}

function roundedUp(minor: number, quantity: number): number {
  const down = Math.floor(minor / quantity);
  return down * quantity < minor ? down + 1 : down;
}

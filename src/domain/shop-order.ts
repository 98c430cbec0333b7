import { add, money, subtract, sum, times, zero, type Money } from './money.ts';
import type { Address } from './documents.ts';

/** Who bought: personal data, so it stays in sealed rows and in the ERP, never in a history or a log. */
export type Person = {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: Address;
};

/** One line as the shop sold it; `unitAmount` and `discount` without tax, `tax` what the shop charged on the line. */
export type ShopLine = {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitAmount: Money;
  readonly discount: Money;
  readonly tax: Money;
  /** Percent as text, `19` or `7.7`; it chooses the tax code. */
  readonly taxRate: string;
  /** `prod_…` and `price_…`, where the line was sold by Stripe. */
  readonly product?: string;
  readonly price?: string;
  /** Metadata of the price over that of its product, or what the shop says of the line. */
  readonly metadata?: Readonly<Record<string, string>>;
};
export type Shipping = { readonly amount: Money; readonly tax: Money; readonly taxRate: string };
/** Gift cards and store credit: they pay part of the order, outside Stripe. */
export type Tender = { readonly kind: string; readonly amount: Money };

/** The e-commerce order behind a payment, from whichever source it came. */
export type ShopOrder = {
  readonly id: string;
  readonly currency: string;
  /** ISO time. */
  readonly created: string;
  readonly customer: Person;
  readonly lines: readonly ShopLine[];
  readonly shipping?: Shipping;
  readonly tenders: readonly Tender[];
  readonly total: Money;
  /** How many Stripe payments the shop expects for it. */
  readonly payments: number;
  readonly metadata: Readonly<Record<string, string>>;
};

export const netOf = ({ unitAmount, quantity, discount }: ShopLine): Money =>
  subtract(times(unitAmount, quantity), discount);

/** What lines, tax and shipping add up to. */
export function orderTotal({ lines, shipping, currency }: Pick<ShopOrder, 'lines' | 'shipping' | 'currency'>): Money {
  const goods = sum(
    lines.map((line) => add(netOf(line), line.tax)),
    currency,
  );
  return shipping ? sum([goods, shipping.amount, shipping.tax], currency) : goods;
}

/** What Stripe's payments must add up to: the total less the other tenders. */
export const payableOf = ({ total, tenders, currency }: ShopOrder): Money =>
  subtract(
    total,
    tenders.length > 0
      ? sum(
          tenders.map(({ amount }) => amount),
          currency,
        )
      : zero(currency),
  );

/** Says where an order disagrees with itself; `undefined` when it adds up. */
export function disagreement(order: ShopOrder): { readonly where: string; readonly expected: Money } | undefined {
  const expected = orderTotal(order);
  if (expected.minor !== order.total.minor) return { where: 'total', expected };
  const payable = payableOf(order);
  return payable.minor < 0 ? { where: 'tenders', expected: money(order.total.minor, order.currency) } : undefined;
}

import type { Cart, CartLine } from './plan.ts';

type Goods = { readonly description: string; readonly unitMinor: number };
/** The catalogue, in cents of the shop's own currency without tax. */
export const catalogue = {
  'WIDGET-S': { description: 'Widget, small', unitMinor: 1_999 },
  'WIDGET-L': { description: 'Widget, large', unitMinor: 4_950 },
  'WIDGET-KIT': { description: 'Widget kit', unitMinor: 12_900 },
  LICENCE: { description: 'Licence for one year', unitMinor: 9_900 },
} as const satisfies Readonly<Record<string, Goods>>;
export type Sku = keyof typeof catalogue;

type Wish = {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitMinor: number;
};
type Terms = {
  readonly currency: string;
  readonly taxRate: string;
  readonly discountMinor?: number;
  readonly shippingMinor?: number;
  readonly giftCardMinor?: number;
  /** Most shops round per line; the ERP rounds once, so that cents may differ. */
  readonly roundPerLine?: boolean;
};

export const wish = (sku: Sku, quantity = 1): Wish => ({ sku, quantity, ...catalogue[sku] });

/** Tax in minor units, rounded half up; `rate` is in percent with at most two decimals. */
export function taxOn(netMinor: number, rate: string): number {
  const [whole = '0', part = ''] = rate.split('.');
  const hundredths = BigInt(whole + part.padEnd(2, '0').slice(0, 2));
  return Number((BigInt(netMinor) * hundredths * 2n + 10_000n) / 20_000n);
}

const netOf = (line: Pick<CartLine, 'unitMinor' | 'quantity' | 'discountMinor'>): number =>
  line.unitMinor * line.quantity - line.discountMinor;

/** Puts goods into a cart. A discount falls on the first line; tax is worked out over everything and shared out, unless it is to round per line. */
export function fill(wishes: readonly Wish[], terms: Terms): Cart {
  const { currency, taxRate, discountMinor = 0, shippingMinor = 0, giftCardMinor = 0 } = terms;
  const priced = wishes.map((one, index) => ({ ...one, discountMinor: index === 0 ? discountMinor : 0 }));
  const nets = [...priced.map(netOf), ...(shippingMinor > 0 ? [shippingMinor] : [])];
  const taxes = terms.roundPerLine ? nets.map((net) => taxOn(net, taxRate)) : sharedTax(nets, taxRate);
  const lines = priced.map((one, index) => ({ ...one, taxMinor: taxes[index] ?? 0, taxRate }));
  const shipping = { amountMinor: shippingMinor, taxMinor: taxes[priced.length] ?? 0, taxRate };
  return {
    currency,
    lines,
    ...(shippingMinor > 0 && { shipping }),
    giftCardMinor,
    totalMinor: nets.reduce((sum, net, index) => sum + net + (taxes[index] ?? 0), 0),
  };
}

/** The parts add up to the tax on the whole: each gets what the tax so far has grown by. */
function sharedTax(nets: readonly number[], rate: string): readonly number[] {
  let net = 0;
  let tax = 0;
  return nets.map((part) => {
    net += part;
    const grown = taxOn(net, rate) - tax;
    tax += grown;
    return grown;
  });
}

/** What Stripe is asked for. */
export const payableMinor = ({ totalMinor, giftCardMinor }: Cart): number => totalMinor - giftCardMinor;

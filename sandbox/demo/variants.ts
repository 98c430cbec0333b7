import { fill, payableMinor, wish } from './cart.ts';
import { nobody, person } from './people.ts';
import type { Act, Buyer, Cart, PlannedOrder, PlannedPayment } from './plan.ts';
import type { Random } from './random.ts';

export type Drawn = Omit<PlannedOrder, 'number' | 'variant' | 'atMs'>;
type Draw = (random: Random, number: string) => Drawn | readonly [Drawn, ...Drawn[]];

const visa = { do: 'pay', method: 'pm_card_visa' } as const;
const paid = (cart: Cart, acts: readonly Act[] = [visa]): readonly PlannedPayment[] => [
  { amountMinor: payableMinor(cart), acts },
];
const usual = { source: 'shop', metadata: {}, ending: 'sold', document: 'sales-order' } as const;

/** A full cart of one, two or three different things. */
const goods = (random: Random) =>
  [wish('WIDGET-S', 1 + random.below(4)), wish('WIDGET-L', 1 + random.below(2)), wish('WIDGET-KIT')].slice(
    0,
    1 + random.below(3),
  );
const member = (random: Random, number: string): Buyer => person(random, number, 'account');
const guest = (random: Random, number: string): Buyer => person(random, number, 'guest');

/** An ordinary order of a customer, paid in these steps. */
const ordinary =
  (acts: readonly Act[], change: Partial<Drawn> = {}): Draw =>
  (random, number) => {
    const cart = fill(goods(random), { shippingMinor: 990 });
    return { ...usual, buyer: member(random, number), cart, payments: paid(cart, acts), ...change };
  };

/** An ordinary order with this cart. */
const withCart =
  (cart: Cart, change: Partial<Drawn> = {}): Draw =>
  (random, number) => ({ ...usual, buyer: member(random, number), cart, payments: paid(cart), ...change });

function debit(outcome: 'succeeded' | 'failed', change: Partial<Drawn> = {}): Draw {
  const cart = fill([wish('WIDGET-KIT')], { currency: 'EUR', taxRate: '19', shippingMinor: 790 });
  return withCart(cart, { payments: paid(cart, [{ do: 'debit' }, { do: 'settle', outcome }]), ...change });
}

const captures =
  (share: (minor: number) => number): Draw =>
  (random, number) => {
    const cart = fill(goods(random));
    const minor = share(payableMinor(cart));
    return {
      ...usual,
      buyer: member(random, number),
      cart,
      payments: paid(cart, [{ do: 'authorise' }, { do: 'capture', minor }]),
    };
  };

const unknownSku = (sku: string, mending: NonNullable<Drawn['mending']>): Draw =>
  withCart(fill([{ sku, description: 'Widget of the new season', quantity: 2, unitMinor: 3_100 }]), { mending });

/** Everything that can happen to an order; requirement O5 and the ways that order details come. */
export const variants = {
  'plain card': ordinary([visa]),
  'checkout session': withCart(
    fill([wish('WIDGET-S', 3)], { discountMinor: 600, shippingMinor: 990, roundPerLine: true }),
    {
      source: 'checkout',
    },
  ),
  'pushed before the payment': ordinary([visa], { source: 'pushed-before' }),
  'pushed after the payment': ordinary([visa], { source: 'pushed-after' }),
  'authorised, then captured': captures((minor) => minor),
  'captured in part': captures((minor) => Math.floor(minor / 2)),
  'authorised, then cancelled': ordinary([{ do: 'authorise' }, { do: 'cancel' }], { ending: 'cancelled' }),
  'bank debit, pending then paid': debit('succeeded'),
  'bank debit, pending then failed': debit('failed', { ending: 'cancelled' }),
  'declined, then paid': ordinary([{ do: 'decline' }, visa]),
  'two payments': (random, number) => {
    const cart = fill(goods(random));
    const first = Math.floor(cart.totalMinor / 3);
    const payments = [first, cart.totalMinor - first].map((amountMinor) => ({ amountMinor, acts: [visa] }));
    return { ...usual, buyer: member(random, number), cart, payments };
  },
  'gift card': withCart(fill([wish('WIDGET-KIT')], { giftCardMinor: 5_000 })),
  'order made in the ERP': ordinary([visa], { source: 'erp', ending: 'receipt-only' }),
  'billing invoice': ordinary([visa], { source: 'billing', ending: 'parked' }),
  guest: (random, number) => {
    const cart = fill(goods(random), { shippingMinor: 990 });
    return { ...usual, buyer: guest(random, number), cart, payments: paid(cart) };
  },
  'nobody at all': withCart(fill([wish('WIDGET-S')]), { buyer: nobody }),
  'yen, without decimals': withCart(
    fill([{ ...wish('WIDGET-S', 2), unitMinor: 2_900 }], { currency: 'JPY', taxRate: '10', shippingMinor: 500 }),
  ),
  'dinar, with three decimals': withCart(
    fill([{ ...wish('WIDGET-L'), unitMinor: 15_250 }], { currency: 'KWD', taxRate: '0', shippingMinor: 1_500 }),
  ),
  'direct invoice': withCart(fill([wish('LICENCE')]), { document: 'invoice', metadata: { delivery: 'digital' } }),
  'two first orders at once': (random, number) => {
    const buyer = member(random, number);
    const one = (): Drawn => {
      const cart = fill(goods(random));
      return { ...usual, buyer, cart, payments: paid(cart) };
    };
    return [one(), one()];
  },
  'cent of rounding': withCart(
    fill(
      (['WIDGET-S', 'WIDGET-L', 'WIDGET-KIT'] as const).map((sku) => ({ ...wish(sku), unitMinor: 1_000 })),
      { roundPerLine: true },
    ),
  ),
  'held by a rule': withCart(fill([wish('WIDGET-KIT', 50)]), { ending: 'held' }),
  'item unknown to the ERP': unknownSku('W-900', 'add-item'),
  'item under another name': unknownSku('WIDGET-OLD', 'patch-item'),
  'card number in metadata': ordinary([visa], { ending: 'parked', metadata: { note: 'card 4242 4242 4242 4242' } }),
  'no order': ordinary([visa], { source: 'none', ending: 'parked' }),
} as const satisfies Readonly<Record<string, Draw>>;
export type Variant = keyof typeof variants;

export const draw = (variant: Variant, random: Random, number: string): readonly Drawn[] => {
  const drawOne: Draw = variants[variant];
  const drawn = drawOne(random, number);
  return 'cart' in drawn ? [drawn] : drawn;
};

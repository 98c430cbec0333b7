import { fill, wish } from './cart.ts';
import {
  captures,
  debit,
  goods,
  guest,
  member,
  ordinary,
  paid,
  usual,
  visa,
  withCart,
  type Draw,
  type Drawn,
  type Given,
} from './drawing.ts';
import { moneyBack } from './money-back.ts';
import { nobody } from './people.ts';

const unknownSku = (sku: string, mending: NonNullable<Drawn['mending']>): Draw =>
  withCart(
    (market) => fill([{ sku, description: 'Widget of the new season', quantity: 2, unitMinor: 3_100 }], market),
    { mending },
  );

/** Everything that can happen to an order; requirement O5 and the ways that order details come. */
export const variants = {
  'plain card': ordinary([visa]),
  'checkout session': withCart(
    (market) => fill([wish('WIDGET-S', 3)], { ...market, discountMinor: 600, shippingMinor: 990, roundPerLine: true }),
    { source: 'checkout' },
  ),
  'pushed before the payment': ordinary([visa], { source: 'pushed-before' }),
  'pushed after the payment': ordinary([visa], { source: 'pushed-after' }),
  'authorised, then captured': captures((minor) => minor),
  'captured in part': captures((minor) => Math.floor(minor / 2)),
  'authorised, then cancelled': ordinary([{ do: 'authorise' }, { do: 'cancel' }], { ending: 'cancelled' }),
  'bank debit, pending then paid': debit('succeeded'),
  'bank debit, pending then failed': debit('failed', { ending: 'cancelled' }),
  'declined, then paid': ordinary([{ do: 'decline' }, visa]),
  'two payments': (given) => {
    const cart = fill(goods(given.random), given.market);
    const first = Math.floor(cart.totalMinor / 3);
    const payments = [first, cart.totalMinor - first].map((amountMinor) => ({ amountMinor, acts: [visa] }));
    return { ...usual, buyer: member(given), cart, payments };
  },
  'gift card': withCart((market) => fill([wish('WIDGET-KIT')], { ...market, giftCardMinor: 5_000 })),
  'order made in the ERP': ordinary([visa], { source: 'erp', ending: 'receipt-only' }),
  'billing invoice': ordinary([visa], { source: 'billing', ending: 'parked' }),
  guest: (given) => {
    const cart = fill(goods(given.random), { ...given.market, shippingMinor: 990 });
    return { ...usual, buyer: guest(given), cart, payments: paid(cart) };
  },
  'nobody at all': withCart((market) => fill([wish('WIDGET-S')], market), { buyer: nobody }),
  'yen, without decimals': withCart(() =>
    fill([{ ...wish('WIDGET-S', 2), unitMinor: 2_900 }], { currency: 'JPY', taxRate: '10', shippingMinor: 500 }),
  ),
  'dinar, with three decimals': withCart(() =>
    fill([{ ...wish('WIDGET-L'), unitMinor: 15_250 }], { currency: 'KWD', taxRate: '0', shippingMinor: 1_500 }),
  ),
  'direct invoice': withCart((market) => fill([wish('LICENCE')], market), {
    document: 'invoice',
    metadata: { delivery: 'digital' },
  }),
  'two first orders at once': (given) => {
    const buyer = member(given);
    const one = (): Drawn => {
      const cart = fill(goods(given.random), given.market);
      return { ...usual, buyer, cart, payments: paid(cart) };
    };
    return [one(), one()];
  },
  // 10.04 is a price at which tax by the line comes to a cent more than tax on the whole, at 8.25 %, 13 % and 19 %.
  'cent of rounding': withCart((market) =>
    fill(
      (['WIDGET-S', 'WIDGET-L', 'WIDGET-KIT'] as const).map((sku) => ({ ...wish(sku), unitMinor: 1_004 })),
      { ...market, roundPerLine: true },
    ),
  ),
  'held by a rule': withCart((market) => fill([wish('WIDGET-KIT', 50)], market), { ending: 'held' }),
  'item unknown to the ERP': unknownSku('W-900', 'add-item'),
  'item under another name': unknownSku('WIDGET-OLD', 'patch-item'),
  'card number in metadata': ordinary([visa], { ending: 'parked', metadata: { note: 'card 4242 4242 4242 4242' } }),
  'no order': ordinary([visa], { source: 'none', ending: 'parked' }),
  ...moneyBack,
} as const satisfies Readonly<Record<string, Draw>>;
export type Variant = keyof typeof variants;

export const draw = (variant: Variant, given: Given): readonly Drawn[] => {
  const drawOne: Draw = variants[variant];
  const drawn = drawOne(given);
  return 'cart' in drawn ? [drawn] : drawn;
};

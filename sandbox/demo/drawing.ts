import { fill, payableMinor, wish } from './cart.ts';
import type { Market } from './market.ts';
import { person } from './people.ts';
import type { Act, Aftermath, Buyer, Cart, PlannedOrder, PlannedPayment } from './plan.ts';
import type { Random } from './random.ts';

export type Drawn = Omit<PlannedOrder, 'number' | 'variant' | 'atMs'>;
export type Given = {
  readonly random: Random;
  /** The shop's number of the order. */
  readonly number: string;
  readonly market: Market;
};
export type Draw = (given: Given) => Drawn | readonly [Drawn, ...Drawn[]];

export const visa = { do: 'pay', method: 'pm_card_visa' } as const;
export const paid = (cart: Cart, acts: readonly Act[] = [visa]): readonly PlannedPayment[] => [
  { amountMinor: payableMinor(cart), acts },
];
export const usual = { source: 'shop', metadata: {}, ending: 'sold', document: 'sales-order' } as const;

/** A full cart of one, two or three different things. */
export const goods = (random: Random) =>
  [wish('WIDGET-S', 1 + random.below(4)), wish('WIDGET-L', 1 + random.below(2)), wish('WIDGET-KIT')].slice(
    0,
    1 + random.below(3),
  );
export const member = ({ random, number }: Given): Buyer => person(random, number, 'account');
export const guest = ({ random, number }: Given): Buyer => person(random, number, 'guest');

/** An ordinary order of a customer, paid in these steps. */
export const ordinary =
  (acts: readonly Act[], change: Partial<Drawn> = {}): Draw =>
  (given) => {
    const cart = fill(goods(given.random), { ...given.market, shippingMinor: 990 });
    return { ...usual, buyer: member(given), cart, payments: paid(cart, acts), ...change };
  };

/** An ordinary order with this cart. */
export const withCart =
  (cartFor: (market: Market) => Cart, change: Partial<Drawn> = {}, acts?: readonly Act[]): Draw =>
  (given) => {
    const cart = cartFor(given.market);
    return { ...usual, buyer: member(given), cart, payments: paid(cart, acts), ...change };
  };

/** SEPA knows euros alone, wherever the shop is. */
export const debit = (outcome: 'succeeded' | 'failed', change: Partial<Drawn> = {}): Draw =>
  withCart(() => fill([wish('WIDGET-KIT')], { currency: 'EUR', taxRate: '19', shippingMinor: 790 }), change, [
    { do: 'debit' },
    { do: 'settle', outcome },
  ]);

export const captures =
  (share: (minor: number) => number): Draw =>
  (given) => {
    const cart = fill(goods(given.random), given.market);
    const minor = share(payableMinor(cart));
    return {
      ...usual,
      buyer: member(given),
      cart,
      payments: paid(cart, [{ do: 'authorise' }, { do: 'capture', minor }]),
    };
  };

/** The same, and what then happens to the money. */
export const afterwards =
  (draw: Draw, aftermath: (payable: number, cart: Cart) => readonly Aftermath[], change: Partial<Drawn> = {}): Draw =>
  (given) => {
    const drawn = draw(given);
    const one = 'cart' in drawn ? drawn : drawn[0];
    return { ...one, aftermath: aftermath(payableMinor(one.cart), one.cart), ...change };
  };

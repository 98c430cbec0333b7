import { fill, wish } from './cart.ts';
import { afterwards, debit, goods, member, ordinary, usual, visa, withCart, type Draw } from './drawing.ts';
import type { Aftermath, Cart, PlannedDispute, PlannedRefund } from './plan.ts';

type Change = Partial<Omit<PlannedRefund, 'do' | 'minor'>>;
const refund = (minor: number, change: Change = {}): PlannedRefund => ({
  do: 'refund',
  when: 'invoiced',
  payment: 0,
  minor,
  ...change,
});
const part =
  (share: number, change: Change = {}) =>
  (payable: number): readonly Aftermath[] => [refund(Math.floor(payable / share), change)];
const whole =
  (change: Change = {}) =>
  (payable: number): readonly Aftermath[] => [refund(payable, change)];

const disputed = (change: Partial<PlannedDispute>): Draw =>
  afterwards(ordinary([visa]), () => [
    { do: 'dispute', when: 'invoiced', payment: 0, answer: 'evidence', outcome: 'won', ...change },
  ]);

/** Two payments of which the second goes back. */
const secondGoesBack: Draw = (given) => {
  const cart = fill(goods(given.random), given.market);
  const first = Math.floor(cart.totalMinor / 3);
  const second = cart.totalMinor - first;
  const payments = [first, second].map((amountMinor) => ({ amountMinor, acts: [visa] }));
  return { ...usual, buyer: member(given), cart, payments, aftermath: [refund(second, { payment: 1 })] };
};

const byPieces = (payable: number): readonly Aftermath[] => {
  const third = Math.floor(payable / 3);
  return [refund(third), refund(third), refund(payable - 2 * third)];
};

/** The second line, as the shop says in the refund's metadata. */
const secondLine = (_: number, { lines: [, line] }: Cart): readonly Aftermath[] =>
  line
    ? [
        refund(line.unitMinor * line.quantity - line.discountMinor + line.taxMinor, {
          lines: [{ sku: line.sku, quantity: line.quantity }],
        }),
      ]
    : [];

const licence = withCart((market) => fill([wish('LICENCE')], market), {
  document: 'invoice',
  metadata: { delivery: 'digital' },
});
const twoThings = withCart((market) => fill([wish('WIDGET-S', 3), wish('WIDGET-L', 2)], market));
const yen = withCart(() =>
  fill([{ ...wish('WIDGET-S', 3), unitMinor: 2_900 }], { currency: 'JPY', taxRate: '10', shippingMinor: 500 }),
);

/** Everything by which money goes back, before and after the ERP has invoiced. */
export const moneyBack = {
  'refunded before it was shipped': afterwards(ordinary([visa]), whole({ when: 'paid' }), { ending: 'refunded' }),
  'refunded in part before it was shipped': afterwards(ordinary([visa]), part(4, { when: 'paid' })),
  'refunded before its order came': afterwards(ordinary([visa], { source: 'pushed-after' }), whole({ when: 'paid' }), {
    ending: 'refunded',
  }),
  'refunded in part': afterwards(ordinary([visa]), part(3)),
  'refunded piece by piece': afterwards(ordinary([visa]), byPieces, { ending: 'refunded' }),
  'one thing refunded': afterwards(twoThings, secondLine),
  'yen, refunded in part': afterwards(yen, part(2)),
  'direct invoice, refunded': afterwards(licence, whole(), { ending: 'refunded' }),
  'one of two payments refunded': secondGoesBack,
  'refund pending, then done': afterwards(ordinary([visa]), part(2, { bank: 'delays' })),
  'refund that the bank sent back': afterwards(ordinary([visa]), part(2, { bank: 'returns' })),
  'order made in the ERP, refunded in part': afterwards(
    ordinary([visa], { source: 'erp', ending: 'receipt-only', mending: 'name-memo' }),
    part(2),
  ),
  'bank debit, returned after it was shipped': afterwards(
    debit('succeeded'),
    () => [{ do: 'return-debit', when: 'invoiced', payment: 0 }],
    { ending: 'returned' },
  ),
  'disputed, and won': disputed({}),
  'disputed, and lost': disputed({ outcome: 'lost' }),
  'disputed, and given in': disputed({ answer: 'give in', outcome: 'lost' }),
  'disputed, and reinstated before it was won': disputed({ outcome: 'reinstated' }),
  'asked about by the bank': disputed({ inquiry: true }),
} as const satisfies Readonly<Record<string, Draw>>;

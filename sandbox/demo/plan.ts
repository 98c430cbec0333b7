/** What a shop's day consists of, and what must be in the ERP when it is over: everything a judge needs, nothing from the product. */

/** In minor units of the cart's currency; `discountMinor` and `unitMinor` are without tax. */
export type CartLine = {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  /** Percent, as `8.25`. */
  readonly taxRate: string;
};
export type Cart = {
  /** Capital letters. */
  readonly currency: string;
  readonly lines: readonly CartLine[];
  readonly shipping?: { readonly amountMinor: number; readonly taxMinor: number; readonly taxRate: string };
  readonly giftCardMinor: number;
  readonly totalMinor: number;
};

/** Invented people. One with an `account` is a customer at Stripe; one without is a guest. */
export type Buyer = {
  readonly account?: string;
  readonly name?: string;
  readonly email?: string;
};

/** Where the product is to find the lines of an order. */
type Source = 'shop' | 'pushed-before' | 'pushed-after' | 'checkout' | 'erp' | 'billing' | 'none';

/** What becomes of one payment, in this order. */
export type Act =
  | { readonly do: 'decline' }
  | { readonly do: 'pay'; readonly method: string }
  | { readonly do: 'authorise' }
  | { readonly do: 'capture'; readonly minor: number }
  | { readonly do: 'cancel' }
  | { readonly do: 'debit' }
  | { readonly do: 'settle'; readonly outcome: 'succeeded' | 'failed' };

export type PlannedPayment = { readonly amountMinor: number; readonly acts: readonly Act[] };

/** Before what happens next: the money is there, or the ERP has invoiced the order. */
type Moment = 'paid' | 'invoiced';
/** Part of a cart by whole lines, as shops name it in a refund's metadata. */
export type RefundedLine = { readonly sku: string; readonly quantity: number };

/** Money that goes back after it was paid. `payment` counts from 0; amounts are in minor units of the cart's currency. */
export type PlannedRefund = {
  readonly do: 'refund';
  readonly when: Moment;
  readonly payment: number;
  readonly minor: number;
  readonly lines?: readonly RefundedLine[];
  /** `delays`: it is pending for a while. `returns`: the bank sends the money back, once the refund stands in the ERP. */
  readonly bank?: 'delays' | 'returns';
};
export type PlannedDispute = {
  readonly do: 'dispute';
  readonly when: Moment;
  readonly payment: number;
  /** An inquiry takes no money. */
  readonly inquiry?: true;
  /** What the person at the desk does: a defence that Stripe then decides, or nothing but to give in. */
  readonly answer: 'evidence' | 'give in';
  /** `reinstated`: the money is back before anything was decided, and the dispute is then won. */
  readonly outcome: 'won' | 'lost' | 'reinstated';
};
type ReturnedDebit = { readonly do: 'return-debit'; readonly when: Moment; readonly payment: number };
export type Aftermath = PlannedRefund | PlannedDispute | ReturnedDebit;

/** How an order must have ended in the ERP. */
type Ending =
  /** Invoiced, with every receipt applied to the invoice; what was refunded is credited, or was taken off before. */
  | 'sold'
  /** Nothing is left of the sale: cancelled before it was shipped, or credited whole. */
  | 'refunded'
  /** Invoiced and open again: the bank took the money back. */
  | 'returned'
  /** An order that a rule holds back: it stands, its receipts are deposits. */
  | 'held'
  /** Nothing stands: never made, or cancelled. */
  | 'cancelled'
  /** The order was made by people in the ERP; only the receipt is ours. */
  | 'receipt-only'
  /** Nothing is posted: a person has to decide. */
  | 'parked';

/** Something wrong with an order that the demo's person puts right while the day goes on. */
export type Mending = 'add-item' | 'patch-item' | 'name-memo';

export type PlannedOrder = {
  /** The shop's number of the order; unique within a day. */
  readonly number: string;
  readonly variant: string;
  readonly source: Source;
  readonly buyer: Buyer;
  readonly cart: Cart;
  readonly payments: readonly PlannedPayment[];
  /** More metadata on the payment intents. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly ending: Ending;
  readonly document: 'sales-order' | 'invoice';
  readonly mending?: Mending;
  /** What happens to the money afterwards, in this order. */
  readonly aftermath?: readonly Aftermath[];
  /** Milliseconds after the shop opened. */
  readonly atMs: number;
};

type Money = Pick<PlannedOrder, 'payments' | 'aftermath'>;
/** What the payments of an order bring in, and no bank takes back, in minor units. */
export const capturedMinor = (plan: Money): number =>
  plan.payments.reduce((sum, payment, index) => sum + (isReturned(plan, index) ? 0 : capturedOf(payment)), 0);

/** How many payments of an order bring in money for good. */
export const paymentsCaptured = (plan: Money): number =>
  plan.payments.filter((_, index) => !isReturned(plan, index)).length;

const isReturned = ({ aftermath = [] }: Money, index: number): boolean =>
  aftermath.some(({ do: what, payment }) => what === 'return-debit' && payment === index);

export const refundsOf = ({ aftermath = [] }: Pick<PlannedOrder, 'aftermath'>): readonly PlannedRefund[] =>
  aftermath.filter((one): one is PlannedRefund => one.do === 'refund');

export const disputesOf = ({ aftermath = [] }: Pick<PlannedOrder, 'aftermath'>): readonly PlannedDispute[] =>
  aftermath.filter((one): one is PlannedDispute => one.do === 'dispute');

/** What the customer was to get back, whether the bank took it or not: the sale is less by it either way. */
export const givenBackMinor = (plan: Pick<PlannedOrder, 'aftermath'>): number =>
  refundsOf(plan).reduce((sum, { minor }) => sum + minor, 0);

function capturedOf({ amountMinor, acts }: PlannedPayment): number {
  const last = acts.at(-1);
  if (last?.do === 'capture') return last.minor;
  return last?.do === 'pay' || (last?.do === 'settle' && last.outcome === 'succeeded') ? amountMinor : 0;
}

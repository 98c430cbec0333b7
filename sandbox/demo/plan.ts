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

/** How an order must have ended in the ERP. */
type Ending =
  /** Invoiced, with every receipt applied to the invoice. */
  | 'sold'
  /** An order that a rule holds back: it stands, its receipts are deposits. */
  | 'held'
  /** Nothing stands: never made, or cancelled. */
  | 'cancelled'
  /** The order was made by people in the ERP; only the receipt is ours. */
  | 'receipt-only'
  /** Nothing is posted: a person has to decide. */
  | 'parked';

/** Something wrong with an order that the demo's person puts right while the day goes on. */
export type Mending = 'add-item' | 'patch-item';

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
  /** Milliseconds after the shop opened. */
  readonly atMs: number;
};

/** What the payments of an order bring in, in minor units. */
export const capturedMinor = ({ payments }: Pick<PlannedOrder, 'payments'>): number =>
  payments.reduce((sum, payment) => sum + capturedOf(payment), 0);

function capturedOf({ amountMinor, acts }: PlannedPayment): number {
  const last = acts.at(-1);
  if (last?.do === 'capture') return last.minor;
  return last?.do === 'pay' || (last?.do === 'settle' && last.outcome === 'succeeded') ? amountMinor : 0;
}

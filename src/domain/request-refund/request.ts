import type { Money } from '../money.ts';

/** Reasons that Stripe takes with a refund that a person makes. */
export const refundReasons = ['requested_by_customer', 'duplicate', 'fraudulent'] as const;
export type RefundReason = (typeof refundReasons)[number];

/** Somebody asks, outside Stripe, that money goes back. */
export type RefundRequest = {
  readonly company: string;
  /** The asker's own name of the request: asked again under it, it is the same one. */
  readonly request: string;
  /** `pi_…`, or `ch_…` where there is no payment intent. */
  readonly payment: string;
  /** All that is left, where nothing is said; presentment currency. */
  readonly amount?: Money;
  readonly reason: RefundReason;
  readonly requester: string;
  /** Which of the order's lines go back, in whole pieces: otherwise the amount is shared over all of them. */
  readonly lines?: readonly { readonly sku: string; readonly quantity: number }[];
};

/** Why a refund can't be made at Stripe; docs/runbook.md says what each one means. */
export type RefusalCode = 'refund-nothing-left' | 'refund-too-much' | 'refund-currency' | 'refund-disputed';

/** What the payment's charge still allows. */
export type Refundable = {
  readonly charge: string;
  readonly left: Money;
  /** Stripe refuses refunds while the bank disputes the charge. */
  readonly disputed: boolean;
};
export type Weighed =
  | { readonly charge: string; readonly amount: Money; readonly refused?: undefined }
  | { readonly refused: RefusalCode; readonly amount: Money };

/** Which charge gives how much back: one refund is of one charge. @param paid what the payment is for */
export function weigh(charges: readonly Refundable[], asked: Money | undefined, paid: Money): Weighed {
  const open = charges.filter(({ left }) => left.minor > 0);
  const [first] = open;
  if (!first) return { refused: 'refund-nothing-left', amount: asked ?? paid };
  if (asked && asked.currency !== first.left.currency) return { refused: 'refund-currency', amount: asked };
  const amount = asked ?? first.left;
  const enough = open.filter(({ left }) => left.minor >= amount.minor);
  const free = enough.find(({ disputed }) => !disputed);
  if (free) return { charge: free.charge, amount };
  return { refused: enough.length > 0 ? 'refund-disputed' : 'refund-too-much', amount };
}

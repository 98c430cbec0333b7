import type { EffectKey, SeenEffect } from '../effects.ts';
import type { Money } from '../money.ts';
import type { Owner, Settled } from '../order-to-cash/seen.ts';

/** A line of the sale as it was posted: amounts and codes, no names. */
export type SoldLine = {
  readonly item: string;
  readonly quantity: number;
  readonly net: Money;
  readonly tax: Money;
  readonly taxCode: string;
};
/** What a refund says that it is for: so many of a line, or an amount of it with its tax. */
export type NamedLine = { readonly line: number } & ({ readonly quantity: number } | { readonly amount: Money });

/** How far the ERP has come with an order. */
export type OrderStatus = 'open' | 'held' | 'cancelled' | 'shipped' | 'invoiced' | 'reversed';

/** The sale that a refund takes from, as the ledger and the ERP know it. */
export type RefundedSale = {
  readonly key: EffectKey;
  /** The shop's id of the order. */
  readonly order: string;
  readonly generation: number;
  readonly document: 'sales-order' | 'invoice';
  /** Nothing where a person made the document. */
  readonly lines: readonly SoldLine[];
  /** Of an order, as the ERP shows it now. */
  readonly status?: OrderStatus;
  /** Of an order that is shipped or invoiced: the rest of it has not left yet. */
  readonly inPart?: boolean;
  /** What the order comes to now, in the ERP. */
  readonly total?: Money;
  /** Of the order, in the order in which the ERP made them; a direct invoice is its own. */
  readonly invoices: readonly { readonly number: string; readonly total: Money }[];
};

/** A credit note of the Billing invoice that accounts for a refund, or a part of it. */
export type LinkedNote = {
  /** `cn_…` */
  readonly creditNote: string;
  readonly root: string;
  /** The effect that credits the invoice; the refund is paid out of it. */
  readonly memo: EffectKey;
  readonly isPosted: boolean;
  /** Of the refund. */
  readonly amount: Money;
};

/** What Stripe says about one refund right now, and what ledger and ERP hold for it: facts, nobody's data. */
export type SeenRefund = {
  readonly company: string;
  /** Name of the ERP connection. */
  readonly connection: string;
  /** `re_…` or `pyr_…`. */
  readonly refund: string;
  readonly payment: string;
  readonly charge: string;
  /** That of the sale, so that both see each other's effects. */
  readonly root: string;
  /** A person closed it to further effects. */
  readonly closed: boolean;
  readonly owner: Owner;
  readonly state: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';
  readonly fraudulent: boolean;
  readonly amount: Money;
  /** What left Stripe's balance; absent while that is not booked. */
  readonly booked?: Settled;
  /** What came back, when it failed or was cancelled after it was booked. */
  readonly returned?: Settled;
  /** Seconds for which the receipt and the sale may still come; 0 when they are late. */
  readonly graceSeconds: number;
  /** What all payments of the order come to, where that is known: once it has all gone back, the order is nobody's. */
  readonly paid?: Money;
  /** What payments of the order came to beyond it, as where it was paid twice: that goes back without touching the sale. */
  readonly overpaid?: Money;
  readonly sale?: RefundedSale;
  /** What the refund names; `unclear` where it names what the sale does not have. */
  readonly named?: readonly NamedLine[] | 'unclear';
  /** Of the sale's root, in the order in which they were posted. */
  readonly effects: readonly SeenEffect[];
  /** A person named the credit memo that the refund settles. */
  readonly memo?: string;
  /** Of a refund of a Billing invoice: their memos are what it settles. */
  readonly creditNotes?: readonly LinkedNote[];
  readonly ledgerCurrency: string;
  /** Up to this, a line evens out what the ERP's own tax makes of an amount; minor units. */
  readonly roundingLimit: number;
  /** The ERP credits an amount of an invoice without lines, and shares it out as the invoice was. */
  readonly creditsAmounts: boolean;
  /** The ERP clears deposits and invoices of one order by itself. */
  readonly clearsItself: boolean;
  /** A refund that is posted is cleared with what it settles by a step of its own. */
  readonly clearsRefunds: boolean;
};

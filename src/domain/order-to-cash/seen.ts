import type { Day, PaymentState } from '../documents.ts';
import type { SeenEffect } from '../effects.ts';
import type { Money } from '../money.ts';

/** Who posts a payment; posting-policy: one sale, one receipt, each once. */
export type Owner = 'shop-order' | 'erp-order' | 'billing' | 'nobody';

/** A movement of money at Stripe with the balance transaction that proves it. */
export type Settled = {
  readonly txn: string;
  /** What Stripe credited to the balance, before fees. */
  readonly settlement: Money;
  readonly bookedOn: Day;
};

export type SeenCharge = {
  readonly id: string;
  /** Captured and not returned by the bank; presentment currency. */
  readonly captured: Money;
  /** All that was booked for the charge so far, with its newest transaction; absent while Stripe has not booked it yet. */
  readonly settled?: Settled;
  /** A bank debit that succeeded and failed later: the transaction that took the money back. */
  readonly returned?: Settled;
  /** Of what was captured, what went back or is about to. */
  readonly refunded?: Money;
  readonly refunds?: readonly { readonly id: string; readonly booked: boolean; readonly returned: boolean }[];
  /** `now` while a dispute of it is open, and once it was lost; `over` when all ended without loss. */
  readonly disputed?: 'now' | 'over';
};

export type SeenOrder = {
  readonly id: string;
  /** The whole order, tax included: what the ERP's document comes to. */
  readonly total: Money;
  /** Total less gift cards and store credit: what the payments must add up to. */
  readonly payable: Money;
  /** Authorised, pending or captured, over all payments of the order. */
  readonly authorised: Money;
  readonly expectedPayments: number;
  /** Payments of the order that Stripe told us of and that are alive. */
  readonly payments: number;
  readonly allCaptured: boolean;
  /** Seconds for which the payments that are still missing may come; 0 when they are late. */
  readonly othersGraceSeconds: number;
  readonly invoiceDirectly: boolean;
  readonly holdByRule: boolean;
  /** The order goes to the ERP, held, before the money is captured. */
  readonly early: boolean;
  /** Up to this difference between our total and the ERP's, a rounding line evens it out; minor units. */
  readonly roundingLimit: number;
};

/** What Stripe says about a payment right now, and what ledger and ERP already hold for it: facts, nobody's data. */
export type SeenPayment = {
  readonly company: string;
  /** Name of the ERP connection; its limits and its task queue hang on it. */
  readonly connection: string;
  readonly payment: string;
  /** What all effects of this sale hang on. */
  readonly root: string;
  readonly state: PaymentState;
  /** ISO time of the first capture. */
  readonly capturedAt?: string;
  readonly owner: Owner;
  /** A person closed the sale to further effects. */
  readonly closed: boolean;
  readonly customerKnown: boolean;
  readonly order?: SeenOrder;
  /** Seconds for which a missing order may still come; 0 when it is late. */
  readonly orderGraceSeconds?: number;
  /** The payment now names another order than the one it was posted for. */
  readonly orderChanged?: boolean;
  /** Number of an ERP order that we did not make. */
  readonly erpOrder?: string;
  readonly charges: readonly SeenCharge[];
  /** In the order in which they were posted. */
  readonly effects: readonly SeenEffect[];
  /** Invoices that the ERP made of the order. */
  readonly invoices: readonly { readonly number: string; readonly total: Money }[];
  /** Stripe's metadata already names the ERP's documents. */
  readonly idsWritten: boolean;
  readonly ledgerCurrency: string;
  /** The ERP clears deposits and invoices of one order by itself. */
  readonly clearsItself?: boolean;
};

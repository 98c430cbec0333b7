import type { Address, Day, DocumentKind, ErpDocument, PaymentState, Reference } from '../domain/documents.ts';
import type { Money } from '../domain/money.ts';

/** What stands in the ERP now, read back from it. */
export type ErpReceipt = {
  readonly kind: DocumentKind | 'application' | 'undoing' | 'setting';
  /** The ERP's own number. */
  readonly number: string;
  readonly reference?: Reference;
  /** The ERP's own total, tax included; customers have none. */
  readonly total?: Money;
  /** The ERP's number of the customer. */
  readonly customer?: string;
  /** Of an order the furthest that any part of it came. */
  readonly status?: 'open' | 'held' | 'cancelled' | 'shipped' | 'invoiced' | 'reversed';
  /** Of an order that is shipped or invoiced: the rest of it has not left yet. */
  readonly inPart?: true;
  /** Lines that the ERP can't deliver at once. */
  readonly shortages?: readonly { readonly item: string; readonly quantity: string }[];
};

/** Part of a deposit that pays an invoice. */
export type Application = { readonly receipt: string; readonly invoice: string; readonly amount: Money };
export type ErpCustomer = {
  readonly number: string;
  readonly name: string;
  readonly email?: string;
  readonly stripeId?: string;
  readonly creditHold: boolean;
};
/** A customer's master data as it stands; a field without a value is left out. */
export type CustomerRecord = {
  readonly number: string;
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: Address;
  readonly taxId?: string;
  readonly currency?: string;
  readonly stripeId?: string;
  /** No new orders are taken: blocked, on hold, or marked for deletion. */
  readonly blocked: boolean;
  /** ISO time of the last change to any field, by anybody; an ERP that keeps only days says their beginning. */
  readonly changedAt: string;
};
/** What is to stand; `null` empties a field, and what is not named stays. */
export type CustomerChange = {
  readonly name?: string;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly address?: Address | null;
  readonly taxId?: string | null;
  readonly stripeId?: string;
  readonly blocked?: boolean;
};
/** Of the product master. */
export type ItemRecord = {
  readonly number: string;
  readonly description: string;
  /** No longer sold. */
  readonly discontinued: boolean;
  readonly changedAt: string;
};
export type ErpItem = { readonly number: string; readonly description: string; readonly available: string };
export type ErpAccount = {
  readonly number: string;
  readonly description?: string;
  /** `bank` takes money: a bank account in Prophet 21, a balance sheet account with open item management in SAP. */
  readonly kind: 'bank' | 'control' | 'balance' | 'profit-and-loss';
  readonly blocked: boolean;
};
/** An invoice that the ERP made of an order. */
export type ErpInvoice = {
  readonly number: string;
  readonly order: string;
  readonly total: Money;
  readonly changedAt: string;
};
/** What is not settled yet on a customer's account. */
export type OpenItem = {
  /** `other` is nothing that we post: a dunning charge, an entry that a person made. */
  readonly kind: DocumentKind | 'other';
  readonly number: string;
  readonly customer: string;
  /** What is left of it: what the customer owes is positive, what he has to his credit negative. */
  readonly open: Money;
  readonly date: Day;
  readonly reference?: Reference;
};
/** How an order shows its payment to people in the ERP. */
export type PaymentNote = { readonly state: PaymentState; readonly stripeId: string; readonly paidOn?: Day };
export type CustomerSearch = { readonly email: string } | { readonly stripeId: string } | { readonly number: string };
export type OrderLineChange =
  | { readonly item: string; readonly quantity: number }
  | { readonly add: ErpOrderLine }
  /** The line that a change under this reference added. */
  | { readonly drop: Reference };
type ErpOrderLine = {
  readonly item: string;
  readonly description: string;
  readonly amount: Money;
  readonly taxCode: string;
};

export type Capability =
  | DocumentKind
  | 'credit-amount'
  /** What a customer refund names is settled as it is posted; without it, it is cleared by `apply`, or by the ERP itself. */
  | 'settled-refund'
  | 'apply'
  | 'unapply'
  | 'hold'
  | 'reduce'
  | 'changes'
  | 'open-period'
  | 'payment-note'
  | 'change-customer'
  | 'block-customer'
  | 'customer-changes'
  | 'item-changes';
/** Every request obeys the signal: it is aborted when the caller may no longer send. */
export type Call = { readonly signal?: AbortSignal };

/**
 * What was sent under a reference, where the caller still has it. An ERP that can drop a line and call it a success has
 * its document compared with it, and completed where that is harmless; one that saves all or nothing needs no look.
 */
export type Looking = Call & { readonly sent?: ErpDocument };

/**
 * What an ERP must do for us. Every adapter passes the same contract suite. No method retries by itself.
 * All throw ErpError; a method that changes something throws `outcome-unknown` when the request may have arrived.
 */
export interface ErpPort {
  readonly name: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** Milliseconds after the sending of a request in which it could still commit or not be found yet. */
  readonly settleMs: number;

  /**
   * What an earlier attempt posted under this reference, however it ended.
   * @throws `conflict` when there are two, or when it is not what was sent; `busy` while the ERP has stored it and not
   * worked on it yet: ask again later.
   */
  find(kind: DocumentKind, reference: Reference, call?: Looking): Promise<ErpReceipt | undefined>;
  read(kind: DocumentKind, number: string, call?: Call): Promise<ErpReceipt | undefined>;
  post(document: ErpDocument, reference: Reference, call?: Call): Promise<ErpReceipt>;

  /**
   * Cancels, reverses or credits, as the kind of document allows.
   * @throws `rejected` when the ERP no longer allows it, and for an order of which part has left
   */
  undo(
    document: { readonly kind: DocumentKind; readonly number: string },
    how: Undoing,
    call?: Call,
  ): Promise<ErpReceipt>;
  /**
   * The undoing of this document under this reference. Where a document can be taken back only once and its reversal
   * holds no reference (SAP's financial documents), that one is given whatever the reference: nobody else's can be there.
   */
  findUndoing(
    document: { readonly kind: DocumentKind; readonly number: string },
    reference: Reference,
    call?: Call,
  ): Promise<ErpReceipt | undefined>;

  /** Without the capability `apply` the ERP clears by itself, and these three throw `rejected`. */
  apply(application: Application, reference: Reference, call?: Call): Promise<ErpReceipt>;
  findApplication(application: Application, reference: Reference, call?: Call): Promise<ErpReceipt | undefined>;
  unapply(application: Application, reference: Reference, call?: Call): Promise<ErpReceipt>;

  /** The settings of an order: read, compare, write if different, so that repeating one changes nothing. */
  hold(order: string, reason: string, call?: Call): Promise<void>;
  release(order: string, call?: Call): Promise<void>;
  showPayment(order: string, note: PaymentNote, call?: Call): Promise<void>;
  /**
   * Sets quantities, adds a line once, which may be below nought, or takes off one that was added; gives the order as it
   * then stands.
   * @throws `rejected` for a quantity below what has left, for a line once part of the order has left, and for one to be
   * taken off that was never added: quantities don't grow
   */
  reduce(order: string, changes: readonly OrderLineChange[], reference: Reference, call?: Call): Promise<ErpReceipt>;
  /** The order, if a change under this reference added a line to it that still counts. */
  findLine(order: string, reference: Reference, call?: Call): Promise<ErpReceipt | undefined>;

  customers(search: CustomerSearch, call?: Call): Promise<readonly ErpCustomer[]>;
  items(search: { readonly number: string }, call?: Call): Promise<readonly ErpItem[]>;
  accounts(search: { readonly number: string }, call?: Call): Promise<readonly ErpAccount[]>;
  /** The whole chart of accounts, by number. */
  accountRecords(call?: Call): AsyncIterable<ErpAccount>;

  /** Blocked customers too. */
  customer(number: string, call?: Call): Promise<CustomerRecord | undefined>;
  /**
   * Reads, compares, writes if different, and reads back: repeating it changes nothing. Texts that are too long are cut as
   * the ERP would have them; fields in `lacks` of its target are not written.
   * @throws `rejected` without the capability `change-customer` (`block-customer` for `blocked`)
   */
  changeCustomer(number: string, change: CustomerChange, call?: Call): Promise<CustomerRecord>;
  /**
   * Changed since then, oldest first, blocked ones too, the caller overlaps its windows; without a time all of them, by number.
   * @throws `rejected` for `since` without the capability `customer-changes`
   */
  customerRecords(search: { readonly since?: string }, call?: Call): AsyncIterable<CustomerRecord>;
  /** The same of the product master. @throws `rejected` for `since` without the capability `item-changes` */
  itemRecords(search: { readonly since?: string }, call?: Call): AsyncIterable<ItemRecord>;
  /** A customer that the ERP does not know has none, or is refused as `invalid`. */
  openItems(search: { readonly customer: string }, call?: Call): Promise<readonly OpenItem[]>;
  /** The day itself if its period is open, else the first open day after it. */
  openPeriod(day: Day, call?: Call): Promise<Day>;
  /** What the ERP has invoiced of one order so far. */
  invoicesOf(order: string, call?: Call): Promise<readonly ErpInvoice[]>;
  /** Invoices of orders, changed since then (an ISO time), oldest first; the caller overlaps its windows. */
  changes(since: string, call?: Call): AsyncIterable<ErpInvoice>;
  /** The cheapest authenticated call. */
  ping(call?: Call): Promise<{ readonly company: string; readonly ledgerCurrency: string }>;
}

export type Undoing = {
  /**
   * `mistake`: it should never have been posted. `returned`: it was right, and the bank took the money back since; an ERP
   * may keep the receipt then and post the return as a debit of its own.
   */
  readonly because: 'mistake' | 'returned';
  readonly reason: string;
  readonly reference: Reference;
  readonly date: Day;
};

import type { CashHeader, CustomerBody, SaleHeader } from './fields.ts';
import type { Kept } from './shelf.ts';
import type { OpenItem, Settlement } from './sub-ledger.ts';

/** Net amounts by the account that they are revenue of, in minor units. */
export type Revenue = ReadonlyMap<string, bigint>;

export type Customer = Kept & {
  body: CustomerBody;
  deleted: boolean;
  /** When each part was last changed: Prophet 21 keeps them in tables of their own. */
  changed: { master: string; address: string; own: string };
};

export type Item = Kept & {
  description: string;
  unit: string;
  kind: 'stock' | 'service';
  /** Free to promise, in ten-thousandths of a unit. */
  free: bigint;
  discontinued: boolean;
};

export type SaleLine = {
  readonly no: number;
  readonly item: string;
  readonly description: string;
  readonly taxCode: string | undefined;
  /** The ERP's own determination without one. */
  readonly revenueAccount: string | undefined;
  readonly reference: string | undefined;
  readonly price: bigint;
  quantity: bigint;
  discount: bigint;
};

export type OrderLine = SaleLine & {
  shipped: bigint;
  invoiced: bigint;
  /** Promised from stock, not shipped yet. */
  allocated: bigint;
  /** Net amount of what has shipped. */
  shippedNet: bigint;
};

export type SalesOrder = Kept & {
  header: SaleHeader;
  readonly date: string;
  hold: boolean;
  holdReason: string | undefined;
  cancelled: { reason: string; reference: string | undefined } | undefined;
  readonly lines: OrderLine[];
  readonly invoices: string[];
};

type TaxLine = { readonly code: string; readonly taxable: bigint; readonly tax: bigint };
export type Totals = {
  readonly subtotal: bigint;
  readonly tax: bigint;
  readonly total: bigint;
  readonly taxes: readonly TaxLine[];
};

/** A line with its net amount settled, as invoices and memos hold it. */
export type BilledLine = SaleLine & { readonly net: bigint };

export type Invoice = Kept &
  OpenItem & {
    readonly header: SaleHeader;
    readonly orderNo: string | undefined;
    readonly externalNo: string | undefined;
    readonly date: string;
    readonly lines: readonly BilledLine[];
    readonly totals: Totals;
    readonly home: bigint;
    credited: { total: bigint; tax: bigint; home: bigint; revenue: Revenue };
  };

export type CreditMemo = Kept &
  OpenItem & {
    readonly invoiceNo: string;
    readonly date: string;
    readonly lines: readonly BilledLine[];
    readonly byAmount: boolean;
    readonly totals: Totals;
    readonly home: bigint;
    readonly companyId: string | undefined;
    readonly reason: string | undefined;
    readonly reference: string | undefined;
    readonly stripeId: string | undefined;
    readonly userDefined: Record<string, string> | undefined;
  };

export type Application = {
  readonly number: string;
  readonly invoiceNo: string;
  readonly reference: string | undefined;
  readonly date: string;
  readonly settlement: Settlement;
  undone: { reference: string | undefined } | undefined;
};

export type CashReceipt = Kept &
  OpenItem & {
    readonly header: CashHeader;
    readonly date: string;
    readonly checkNumber: string | undefined;
    readonly amount: bigint;
    readonly home: bigint;
    readonly settlement: bigint;
    readonly applications: Application[];
    refunded: bigint;
    reversed: { reason: string; reference: string | undefined; date: string } | undefined;
  };

export type RefundTarget = { readonly ReceiptNo: string } | { readonly CreditMemoNo: string };
export type CustomerRefund = Kept &
  OpenItem & {
    readonly header: CashHeader;
    readonly date: string;
    readonly amount: bigint;
    readonly home: bigint;
    readonly settlement: bigint;
    readonly target: RefundTarget;
  };

export type JournalLine = {
  readonly account: string;
  /** Debits are positive. */
  readonly amount: bigint;
  /** The same in home currency. */
  readonly home: bigint;
  readonly description: string | undefined;
};
export type JournalEntry = Kept & {
  readonly companyNo: string | undefined;
  readonly date: string;
  readonly reference: string | undefined;
  readonly source: string | undefined;
  readonly description: string | undefined;
  /** Prophet 21's own division of journals, of which the gateway says nothing. */
  readonly journalId: string | undefined;
  readonly currency: string;
  readonly lines: readonly JournalLine[];
};

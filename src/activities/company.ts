import type Stripe from 'stripe';
import type { Extra } from '../domain/documents.ts';
import type { ShopOrder } from '../domain/shop-order.ts';
import type { ErpPort } from '../erp/port.ts';
import type { Rule } from '../mapping/rules.ts';

export type OrderSource = 'pushed' | 'http' | 'checkout';

/** What a company has chosen; its keys in quittance.yaml have the same names. */
export type CompanySettings = {
  readonly ledgerCurrency: string;
  readonly timeZone: string;
  /** G/L account of the Stripe clearing by settlement currency. */
  readonly clearingAccounts: Readonly<Record<string, string>>;
  readonly orders: {
    readonly idKeys: readonly string[];
    readonly sources: readonly OrderSource[];
    readonly graceMinutes: number;
    readonly otherPaymentsHours: number;
    readonly whenPending: 'hold' | 'nothing';
    readonly whenAuthorised: 'hold' | 'nothing';
    readonly defaultItem?: string;
    readonly shippingItem: string;
    readonly roundingItem: string;
    readonly roundingLimitMinor: number;
    readonly items: Readonly<Record<string, string>>;
    readonly taxCodes: Readonly<Record<string, string>>;
  };
  readonly customers: {
    readonly guests: 'one_time' | 'house_account';
    readonly houseAccount?: string;
    readonly idMetadataKey: string;
    readonly template: Extra;
  };
  readonly metadataKeys: { readonly order: string; readonly erpOrder: string; readonly customer: string };
  readonly overlapSeconds: number;
};

/** One company with everything that its activities need: its Stripe account, its ERP, its choices. */
export type Company = {
  readonly key: string;
  /** Name of the ERP connection, which companies may share. */
  readonly connection: string;
  /** Name of the customers that it sells to: companies that share it share them. */
  readonly clientele: string;
  readonly stripe: Stripe;
  readonly erp: ErpPort;
  readonly settings: CompanySettings;
  readonly directInvoiceWhen?: Rule;
  readonly holdWhen?: Rule;
  readonly httpOrders?: { find(order: string): Promise<ShopOrder | undefined> };
  /** Milliseconds that one request to the ERP may take. */
  readonly requestMs: number;
  /** Profile and version that map its documents. */
  readonly profile: string;
};
export type Companies = (key: string) => Company;

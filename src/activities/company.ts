import type Stripe from 'stripe';
import type { ShopOrder } from '../domain/shop-order.ts';
import type { ErpPort } from '../erp/port.ts';
import type { Lookup } from '../mapping/expressions/evaluator.ts';
import type { Mapper } from '../mapping/mapper.ts';
import type { Account } from '../stripe/news.ts';

export type OrderSource = 'pushed' | 'http' | 'checkout';

/** What a company has chosen; its keys in quittance.yaml have the same names. All that is mapped is in its profile. */
export type CompanySettings = {
  readonly ledgerCurrency: string;
  readonly timeZone: string;
  readonly orders: {
    readonly idKeys: readonly string[];
    readonly sources: readonly OrderSource[];
    readonly graceMinutes: number;
    readonly otherPaymentsHours: number;
    readonly whenPending: 'hold' | 'nothing';
    readonly whenAuthorised: 'hold' | 'nothing';
  };
  readonly customers: { readonly idMetadataKey: string };
  readonly metadataKeys: { readonly order: string; readonly erpOrder: string; readonly customer: string };
  readonly overlapSeconds: number;
  readonly sweepOverlapSeconds: number;
  /** Whose events it takes. */
  readonly stripe: Account;
};

/** One company with everything that its activities need: its Stripe account, its ERP, its choices. */
export type Company = {
  readonly key: string;
  /** Name of the ERP connection, which companies may share. */
  readonly connection: string;
  /** Name of the customers that it sells to: companies that share it share them. */
  readonly clientele: string;
  readonly stripe: Stripe;
  /** The same account, for what may wait: it yields to everything else. */
  readonly unhurried: Stripe;
  readonly erp: ErpPort;
  readonly settings: CompanySettings;
  readonly httpOrders?: { find(order: string): Promise<ShopOrder | undefined> };
  /** Milliseconds that one request to the ERP may take. */
  readonly requestMs: number;
  /** Maps whatever hangs on this root: by the version that it was begun with, or that a person chose, else by the newest. */
  readonly mapperFor: (root: string) => Promise<Mapper>;
  /** What expressions may look up. @throws ErpError when the ERP can't be asked */
  readonly lookup: Lookup;
};
export type Companies = (key: string) => Company;

import type { FaultSpec } from '../../faults.ts';
import type { Market } from '../market.ts';
import type { PlannedOrder } from '../plan.ts';

/** A company of the demo: an account at Stripe, an ERP, a shop, and what they have to agree about. */
export type Company = {
  /** Its key in quittance.yaml. */
  readonly key: string;
  readonly market: Market;
  readonly stripe: StripeAccount;
  readonly erp: Erp;
  /** Its mapping profile, by the names of its files. */
  readonly profile: Readonly<Record<string, object>>;
  readonly ledger: {
    /** Capital letters; what Stripe settles in. */
    readonly currency: string;
    readonly timeZone: string;
    /** The ERP's account of the money at Stripe. */
    readonly clearingAccount: string;
    /** Of what customers' banks hold back, and of what is lost to them. */
    readonly disputesAccount: string;
    readonly lossesAccount: string;
    /** The shop's names of things, and the ERP's. */
    readonly items: Readonly<Record<string, string>>;
  };
};

type StripeAccount = {
  readonly account: string;
  readonly apiKey: string;
  /** Names of the variables that hold its secrets. */
  readonly apiKeyVariable: string;
  readonly webhookSecretVariable: string;
};

type Erp = {
  /** What people call it. */
  readonly name: string;
  readonly secretVariable: string;
  readonly secret: string;
  /** The part of quittance.yaml that is about this ERP, but for its limits. */
  readonly configuration: (url: string) => object;
  /** What that part refers to: files beside quittance.yaml, by name. */
  readonly files?: Readonly<Record<string, object>>;
  readonly start: (options: { readonly shipAfterMs: number; readonly port?: number }) => Promise<ErpSandbox>;
  readonly peopleAt: (url: string) => PeopleAtErp;
  /** The requests that bring a new order, save it, and bring a receipt: for faults that are to befall just these. */
  readonly requests: { readonly saleSent: Match; readonly saleCommitted: Match; readonly receiptSent: Match };
  /** What befalls this ERP alone. */
  readonly troubles: readonly ErpTrouble[];
};
type ErpTrouble = {
  readonly name: string;
  /** When, in hundredths of the day. */
  readonly hundredth: number;
  /** For `/_sandbox/behaviour`. */
  readonly behaviour: Readonly<Record<string, number>>;
};
type Match = NonNullable<FaultSpec['match']>;

/** A simulator of an ERP that listens. */
type ErpSandbox = { readonly url: string; close(): Promise<unknown> };

/** Tax included, in minor units of two decimals. */
export type Credit = { readonly minor: number; readonly currency: string };

/** The people at an ERP: they use its own interface, and know nothing of the product. */
export type PeopleAtErp = {
  /** Somebody took the order by telephone; the customer then pays it with Stripe. Gives the ERP's number of it. */
  takeOrder(order: PlannedOrder): Promise<string>;
  /** Somebody enters the item that a refused order asked for. */
  addItem(item: string): Promise<unknown>;
  /** Somebody credits a part of an order that people took, once it is invoiced. Gives the ERP's number of the memo. */
  creditOrder(order: string, credit: Credit): Promise<string>;
  /**
   * Somebody does what the words of a case ask of people at the ERP, where it has something that can't be done from
   * outside. Gives what was done, if anything; done once more, it changes nothing.
   */
  doAsAsked?(words: string): Promise<string | undefined>;
};

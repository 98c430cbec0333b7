import type { Call } from '../port.ts';
import type { Digits } from './currency-digits.ts';
import type { Rfc } from './rfc.ts';

/** Where in SAP's organisation everything is posted, and under which of its customised names. */
export type Organisation = {
  readonly client: string;
  readonly companyCode: string;
  readonly salesOrganisation: string;
  readonly distributionChannel: string;
  readonly division: string;
  readonly plant: string;
  readonly controllingArea: string;
  readonly chartOfAccounts: string;
  /** Customer whose settings a new one copies (BAPI_CUSTOMER_CREATEFROMDATA1, PI_COPYREFERENCE). */
  readonly referenceCustomer: string;
  /** Of a customer who gave none: SAP creates nobody without a city and a country. */
  readonly unknownAddress?: { readonly city: string; readonly country: string };
  readonly orderType: string;
  /** Delivery block of a held order. */
  readonly holdBlock: string;
  /** Central order block (KNA1-AUFSD) of a blocked customer. */
  readonly customerBlock: string;
  /** Reason of rejection of a cancelled item. */
  readonly rejection: string;
  readonly conditions: { readonly price: string; readonly discount: string };
  readonly documentTypes: {
    readonly invoice: string;
    readonly receipt: string;
    readonly creditMemo: string;
    readonly journal: string;
  };
  readonly revenueAccount: string;
  /** By tax code (MWSKZ), which is what our lines carry. */
  readonly taxes: Readonly<Record<string, { readonly classification: string; readonly account?: string }>>;
  /** Deposits stand on the account, or as down payments under special G/L indicator A, which only the wrapper posts. */
  readonly deposits: 'on-account' | 'special-gl';
  readonly invoices: 'fi' | 'billing';
  /** Of the ERP's clock, for ERDAT and ERZET. */
  readonly timeZone: string;
  readonly language: string;
  /** RFC user, written into documents. */
  readonly user: string;
};

/** What every part of the adapter works with. */
export type System = {
  readonly organisation: Organisation;
  readonly ledgerCurrency: () => Promise<string>;
  readonly digits: () => Promise<Digits>;
  /** Stateless: one call is one LUW. */
  readonly rfc: Rfc;
  /** Calls that share one LUW buffer; the session is ended afterwards, whatever happened, and drops what was not committed. */
  readonly session: <T>(work: (rfc: Rfc) => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** Ends a change as a whole, with the reads before and after it, when one request would have ended. */
  readonly within: (call: Call | undefined) => AbortSignal;
};

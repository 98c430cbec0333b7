import { createCollection, layerOver } from './collection.ts';
import type { Collection } from './collection.ts';

/*
 * Everything that the simulated company remembers. Keys are as SAP stores them (zeros in front), days are YYYY-MM-DD,
 * moments are ISO 8601 in UTC, amounts whole minor units of their currency (debit positive), quantities thousandths.
 */

/** KNA1, KNB1, KNVV, KNKK and ADRC in one. */
export type Customer = {
  /** KUNNR, 10. */
  readonly number: string;
  /** NAME1 to NAME4; the third is Stripe's customer id, the fourth our reference. */
  readonly names: readonly [string, string, string, string];
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly region: string;
  readonly country: string;
  readonly language: string;
  readonly currency: string;
  readonly phone: string;
  readonly email: string;
  /** STCEG. */
  readonly taxId: string;
  /** ADRNR, 10. */
  readonly addressNumber: string;
  /** KNKK-CRBLB. */
  readonly creditBlocked: boolean;
  /** KNA1-AUFSD. */
  readonly orderBlock: string;
  /** KNA1-LOEVM. */
  readonly deleted: boolean;
  readonly created: string;
};

export type Material = {
  /** MATNR, 18. */
  readonly number: string;
  readonly description: string;
  readonly kind: 'stock' | 'service';
  /** MARA-LVORM. */
  readonly discontinued: boolean;
  readonly created: string;
};

export type OrderItem = {
  /** POSNR, 6. */
  readonly number: string;
  readonly material: string;
  readonly text: string;
  readonly taxClass: string;
  /** PR00, of one unit. */
  readonly price: bigint;
  /** RB00 of the whole item, negative. */
  readonly discount: bigint;
  readonly quantity: bigint;
  /** Promised from stock, what has left already included. */
  readonly confirmed: bigint;
  readonly delivered: bigint;
  readonly invoiced: bigint;
  /** Net amount of what was delivered. */
  readonly deliveredNet: bigint;
  /** REASON_REJ (ABGRU). */
  readonly rejection: string;
  /** CUST_MAT35. */
  readonly customerMaterial: string;
};
export type OrderText = { readonly item: string; readonly id: string; readonly lines: readonly string[] };
export type ShipTo = Readonly<
  Record<'number' | 'name' | 'street' | 'city' | 'postalCode' | 'region' | 'country', string>
>;

/** VBAK, VBAP, VBEP, VBKD, KONV and texts. */
export type SalesOrder = {
  /** VBELN, 10. */
  readonly number: string;
  readonly type: string;
  readonly salesOrganisation: string;
  readonly channel: string;
  readonly division: string;
  readonly soldTo: string;
  readonly shipTo: ShipTo | undefined;
  readonly currency: string;
  /** PURCH_NO_C (BSTKD). */
  readonly purchaseNumber: string;
  /** PURCH_NO_S (BSTKD_E). */
  readonly shipToPurchaseNumber: string;
  /** REF_1 (IHREZ). */
  readonly yourReference: string;
  /** NAME (BNAME). */
  readonly orderedBy: string;
  /** ASS_NUMBER (ZUONR). */
  readonly assignment: string;
  readonly date: string;
  readonly deliveryBlock: string;
  readonly items: readonly OrderItem[];
  readonly texts: readonly OrderText[];
  readonly created: string;
};

export type DeliveredItem = { readonly item: string; readonly quantity: bigint; readonly net: bigint };
export type Delivery = {
  readonly number: string;
  readonly order: string;
  readonly items: readonly DeliveredItem[];
  readonly created: string;
};

export type BilledItem = {
  readonly number: string;
  readonly material: string;
  readonly text: string;
  readonly taxClass: string;
  readonly quantity: bigint;
  readonly net: bigint;
  readonly tax: bigint;
};
/** VBRK and VBRP. */
export type BillingDocument = {
  /** VBELN, 10. */
  readonly number: string;
  /** FKART: F2, or S1 when it cancels another. */
  readonly type: string;
  /** VBRP-AUBEL; blank when there was no order. */
  readonly order: string;
  readonly payer: string;
  readonly currency: string;
  readonly date: string;
  /** XBLNR and ZUONR. */
  readonly reference: string;
  readonly assignment: string;
  readonly items: readonly BilledItem[];
  readonly net: bigint;
  readonly tax: bigint;
  /** Key of its FI document. */
  readonly fiDocument: string;
  /** FKSTO, and by which document. */
  readonly cancelledBy: string | undefined;
  /** SFAKN. */
  readonly cancels: string | undefined;
  readonly created: string;
};

/** BSEG. */
export type FiLine = {
  /** BUZEI, 3. */
  readonly item: string;
  /** HKONT, 10: the reconciliation account of a customer's line. */
  readonly account: string;
  /** KUNNR of a customer's line, blank on others. */
  readonly customer: string;
  /** UMSKZ. */
  readonly specialLedger: string;
  /** ZUONR. */
  readonly assignment: string;
  /** SGTXT. */
  readonly text: string;
  readonly taxCode: string;
  /** FWBAS of a tax line. */
  readonly taxBase: bigint;
  /** In document currency, debit positive. */
  readonly amount: bigint;
  /** In company code currency. */
  readonly local: bigint;
  /** AUGBL (key of the document) and AUGDT; an item without it is open. */
  readonly clearing: { readonly document: string; readonly date: string } | undefined;
  /** REBZG, REBZJ: key of the document whose rest this is, from the first on. */
  readonly restOf: string | undefined;
};
/** BKPF with its lines. Key: BELNR 10, BUKRS 4, GJAHR 4, which is OBJ_KEY. */
export type FiDocument = {
  readonly key: string;
  readonly type: string;
  readonly documentDate: string;
  readonly postingDate: string;
  /** XBLNR. */
  readonly reference: string;
  /** BKTXT. */
  readonly headerText: string;
  readonly currency: string;
  /** AWTYP and AWKEY: where it came from. */
  readonly origin: { readonly type: 'BKPFF' | 'VBRK'; readonly key: string };
  /** STBLG, STJAH: keys of documents. */
  readonly reversedBy: string | undefined;
  readonly reverses: string | undefined;
  readonly lines: readonly FiLine[];
  readonly user: string;
  readonly created: string;
};

/** What one clearing matched. Keys of the documents that were posted first, whatever rests were cleared. */
export type Match = { readonly credit: string; readonly debit: string; readonly amount: bigint };
export type Clearing = {
  /** Key of the clearing document. */
  readonly document: string;
  readonly customer: string;
  readonly currency: string;
  readonly matches: readonly Match[];
  /** IV_KEY; blank when the clearing run did it. */
  readonly reference: string;
  /** IV_CREDIT and IV_DEBIT as they were written; undefined of the clearing run. */
  readonly named: Pick<Match, 'credit' | 'debit'> | undefined;
  /** Key of the document that reset it. */
  readonly reset: string | undefined;
};

/** ZQTC_IDEMP. */
export type IdempotencyRow = {
  readonly key: string;
  readonly functionName: string;
  readonly stripeId: string;
  readonly document: string;
  /** What is cancelled or reset; blank for what creates. */
  readonly target: string;
  readonly status: 'DONE' | 'PENDING';
  readonly created: string;
};

/** EDIDS. */
export type IdocStatus = {
  readonly status: string;
  readonly messageId: string;
  readonly messageNumber: string;
  readonly parameters: readonly string[];
  readonly text: string;
  readonly at: string;
};
/** EDIDC. */
export type Idoc = {
  /** DOCNUM, 16. */
  readonly number: string;
  readonly type: string;
  readonly messageType: string;
  readonly sender: string;
  /** ARCKEY. */
  readonly archiveKey: string;
  readonly xml: string;
  readonly statuses: readonly IdocStatus[];
  readonly created: string;
};

/** One field of a master record, as CDPOS tells it. */
export type FieldChange = {
  readonly table: string;
  /** `KEY` of a record that is new. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
};
/** CDHDR with its CDPOS. */
export type ChangeDocument = {
  /** CHANGENR, 10. */
  readonly number: string;
  readonly objectClass: 'DEBI' | 'ADRESSE' | 'KLIM' | 'MATERIAL';
  readonly objectId: string;
  readonly user: string;
  readonly created: string;
  readonly fields: readonly FieldChange[];
};

export type Company = {
  readonly customers: Collection<Customer>;
  readonly materials: Collection<Material>;
  readonly orders: Collection<SalesOrder>;
  readonly deliveries: Collection<Delivery>;
  readonly billingDocuments: Collection<BillingDocument>;
  readonly fiDocuments: Collection<FiDocument>;
  readonly clearings: Collection<Clearing>;
  readonly idempotency: Collection<IdempotencyRow>;
  readonly idocs: Collection<Idoc>;
  readonly changeDocuments: Collection<ChangeDocument>;
};

/** Keys of what a commit has changed. */
export type Changes = Readonly<Record<'orders' | 'billingDocuments' | 'customers' | 'materials', readonly string[]>>;

export const createCompany = () => ({
  customers: createCollection<Customer>(({ number }) => number),
  materials: createCollection<Material>(({ number }) => number),
  orders: createCollection<SalesOrder>(({ number }) => number),
  deliveries: createCollection<Delivery>(({ number }) => number),
  billingDocuments: createCollection<BillingDocument>(({ number }) => number),
  fiDocuments: createCollection<FiDocument>(({ key }) => key),
  clearings: createCollection<Clearing>(({ document }) => document),
  idempotency: createCollection<IdempotencyRow>(({ key }) => key),
  idocs: createCollection<Idoc>(({ number }) => number),
  changeDocuments: createCollection<ChangeDocument>(({ number }) => number),
});
type Stored = ReturnType<typeof createCompany>;

/** The company as one LUW sees it. */
export const layerOverCompany = (stored: Stored) => ({
  customers: layerOver(stored.customers),
  materials: layerOver(stored.materials),
  orders: layerOver(stored.orders),
  deliveries: layerOver(stored.deliveries),
  billingDocuments: layerOver(stored.billingDocuments),
  fiDocuments: layerOver(stored.fiDocuments),
  clearings: layerOver(stored.clearings),
  idempotency: layerOver(stored.idempotency),
  idocs: layerOver(stored.idocs),
  changeDocuments: layerOver(stored.changeDocuments),
});

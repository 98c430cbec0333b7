import type { DocumentKind } from '../domain/documents.ts';
import type { Site, Way } from './p21/native/site.ts';
import { usualWays } from './p21/native/usual-ways.ts';
import type { Capability } from './port.ts';

/** Whether, and by what; or why not. */
type Ability = { readonly can: boolean; readonly how: string };
/** What an adapter can do by one dialect or interface. */
export type Abilities = Readonly<Record<Capability, Ability>>;

const yes = (how: string): Ability => ({ can: true, how });
const no = (why: string): Ability => ({ can: false, how: why });

/** What a site's own file says of its services. */
type P21Site = Pick<Site, 'ways' | 'paymentColumns'>;

const byService = (way: Way, how = ''): Ability =>
  way.by === 'transaction'
    ? yes(`transaction ${way.service}${how}`)
    : no("the site's file names no service that takes it");
/** Only cash has a layout for the scheduled import. */
const cashBy = (way: Way): Ability =>
  way.by === 'import' ? yes(`a file for the scheduled import, in ${way.folder}`) : byService(way);

/** Whether master data is kept alike on both sides, in the order of the capabilities. */
const masterDataBy = (change: string, block: string, customers: string, items: string) => ({
  'change-customer': yes(change),
  'block-customer': yes(block),
  'customer-changes': yes(customers),
  'item-changes': yes(items),
});
/** Of Prophet 21 itself, as the services and columns of a site allow. */
export const p21NativeAbilities = ({ ways, paymentColumns }: P21Site): Abilities => ({
  customer: yes('POST /api/entity/customers/'),
  'sales-order': yes('transaction Order'),
  invoice: yes('transaction Order with fc_create_invoice'),
  'credit-memo': byService(ways['credit-memo']),
  'credit-amount': byService(ways['credit-memo'], ', an amount without lines'),
  'cash-receipt': cashBy(ways['cash-receipt']),
  'customer-refund': cashBy(ways['customer-refund']),
  'settled-refund': cashBy(ways['customer-refund']),
  'journal-entry': yes('POST /api/accounting/gl/'),
  apply: byService(ways.application),
  unapply: byService(ways.application, ', amount_applied 0'),
  hold: yes('transaction Order, approved'),
  reduce: yes('transaction Order, unit_quantity'),
  changes: yes('OData invoice_hdr by date_last_modified'),
  'open-period': yes('OData periods'),
  ...masterDataBy(
    'PUT /api/entity/customers/{key}',
    'PUT /api/entity/customers/{key}, CreditStatus HOLD',
    'OData customer, address and customer_ud by date_last_modified',
    'OData inv_mast by date_last_modified',
  ),
  'payment-note': paymentColumns
    ? yes('transaction Order, user-defined fields ufc_...')
    : no("the site's file names no payment_columns of oe_hdr_ud"),
});

/** By dialect; `native` with the services that Prophet 21 usually has. */
const p21 = {
  facade: {
    customer: yes('POST /customers'),
    'sales-order': yes('POST /salesorders'),
    invoice: yes('POST /invoices, at once and without an order'),
    'credit-memo': yes('POST /creditmemos, by lines or by amount'),
    'credit-amount': yes('POST /creditmemos, Amount'),
    'cash-receipt': yes('POST /cashreceipts'),
    'customer-refund': yes('POST /customerrefunds'),
    'settled-refund': yes('POST /customerrefunds, AppliesTo'),
    'journal-entry': yes('POST /gl/journalentries'),
    apply: yes('POST /cashreceipts/{number}/apply'),
    unapply: yes('POST /cashreceipts/{number}/unapply'),
    hold: yes('POST /salesorders/{number}/hold and /release'),
    reduce: yes('PUT /salesorders/{number}/lines'),
    changes: yes('GET /invoices by ModifiedSince'),
    'open-period': yes('GET /gl/periods'),
    'payment-note': yes('PUT /salesorders/{number}/payment'),
    ...masterDataBy(
      'PUT /customers/{number}',
      'PUT /customers/{number}, CreditHold',
      'GET /customers by ModifiedSince',
      'GET /items by ModifiedSince',
    ),
  },
  native: p21NativeAbilities({
    ways: usualWays,
    paymentColumns: { stripeId: '', state: '', paidOn: '' },
  }),
} as const satisfies Readonly<Record<string, Abilities>>;

/** Read by RFC_READ_TABLE, whichever interface posts. */
const sapReading = {
  'customer-changes': yes('CDHDR (DEBI, ADRESSE, KLIM), and KNA1 by ERDAT'),
  'item-changes': yes('CDHDR (MATERIAL), and MARA by ERSDA'),
  changes: yes('VBRK and VBRP by ERDAT and ERZET'),
  'open-period': yes('T001B'),
};
/** What the standard function can't do to a customer. */
export const noCustomerField =
  'BAPI_CUSTOMER_CHANGEFROMDATA1 has no field for it; change customers by another interface';
const changingCustomers = (how: string) => ({
  'change-customer': yes(how),
  'block-customer': yes(`${how}, KNA1-AUFSD`),
});
const noClearing = no('SAP has no function for it; the clearing run F.13 matches assignment numbers');
const notByIdoc = no('an IDoc creates and changes nothing; interfaces.changes names what does');
const sapPosting = (post: string, order: string, customer: string, billing: string) => ({
  customer: yes(customer),
  'sales-order': yes(order),
  invoice: yes(billing),
  'credit-memo': yes(post),
  'credit-amount': no('a memo of several tax rates names its lines'),
  'cash-receipt': yes(post),
  'customer-refund': yes(post),
  'settled-refund': no('posting clears nothing in SAP: refunds are cleared as receipts are'),
  'journal-entry': yes(post),
});
const byOrderChange = (how: string) => ({ hold: yes(how), reduce: yes(how), 'payment-note': yes(how) });

/** By interface. */
const sapEcc = {
  'soap-stateful': {
    ...sapPosting(
      'BAPI_ACC_DOCUMENT_POST',
      'BAPI_SALESORDER_CREATEFROMDAT2',
      'BAPI_CUSTOMER_CREATEFROMDATA1',
      'BAPI_ACC_DOCUMENT_POST or BAPI_BILLINGDOC_CREATEMULTIPLE',
    ),
    ...byOrderChange('BAPI_SALESORDER_CHANGE'),
    apply: noClearing,
    unapply: noClearing,
    'change-customer': yes('BAPI_CUSTOMER_CHANGEFROMDATA1, without the VAT number'),
    'block-customer': no(noCustomerField),
    ...sapReading,
  },
  'soap-wrapper': {
    ...sapPosting(
      'Z_QTC_DOCUMENT_POST',
      'Z_QTC_ORDER_CREATE',
      'Z_QTC_CUSTOMER_CREATE',
      'Z_QTC_DOCUMENT_POST or Z_QTC_BILLING_CREATE',
    ),
    ...byOrderChange('Z_QTC_ORDER_CHANGE'),
    apply: yes('Z_QTC_CLEAR'),
    unapply: yes('Z_QTC_CLEAR_RESET'),
    ...changingCustomers('Z_QTC_CUSTOMER_CHANGE'),
    ...sapReading,
  },
  idoc: {
    ...sapPosting('ACC_DOCUMENT03', 'ORDERS05', 'DEBMAS06', 'ACC_DOCUMENT03; no billing document'),
    hold: notByIdoc,
    reduce: notByIdoc,
    'payment-note': notByIdoc,
    apply: notByIdoc,
    unapply: notByIdoc,
    ...changingCustomers('DEBMAS06, MSGFN 004'),
    ...sapReading,
  },
  odata: {
    ...sapPosting(
      'POST FinancialDocuments',
      'POST SalesOrders',
      'POST Customers',
      'POST FinancialDocuments; no billing document',
    ),
    ...byOrderChange('PATCH SalesOrders'),
    apply: yes('POST Clearings'),
    unapply: yes('PATCH Clearings, ResetReference'),
    ...changingCustomers('PATCH Customers'),
    ...sapReading,
  },
} as const satisfies Readonly<Record<string, Abilities>>;

type SapInterface = keyof typeof sapEcc;
/** By which interface each kind of document is posted, and by which what stands is changed and cleared. */
export type SapInterfaces = Readonly<Partial<Record<DocumentKind, SapInterface>>> & {
  readonly default: SapInterface;
  readonly changes?: SapInterface;
};
const changing: ReadonlySet<Capability> = new Set(['hold', 'reduce', 'payment-note', 'apply', 'unapply']);

/** Of a system in which kinds of documents go by different interfaces. */
export function sapAbilities({ default: usual, changes = usual, ...kinds }: SapInterfaces): Abilities {
  const { customer = usual } = kinds;
  const ofCustomers = { 'change-customer': customer, 'block-customer': customer };
  const wayOf: Readonly<Partial<Record<Capability, SapInterface>>> = { ...kinds, ...ofCustomers };
  const all = Object.keys(sapEcc['soap-wrapper']) as Capability[];
  return Object.fromEntries(
    all.map((one) => [one, sapEcc[changing.has(one) ? changes : (wayOf[one] ?? usual)][one]]),
  ) as Record<Capability, Ability>;
}

/** Every adapter with its dialects or interfaces, as `quittance erp capabilities` prints them. */
export const capabilities = { p21, 'sap-ecc': sapEcc } as const;

/** What an adapter with these abilities says of itself. */
export const able = (abilities: Abilities): ReadonlySet<Capability> =>
  new Set((Object.keys(abilities) as Capability[]).filter((one) => abilities[one].can));

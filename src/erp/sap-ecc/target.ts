import type { DocumentKind } from '../../domain/documents.ts';
import type { DocumentTarget, ErpTarget, ExtraField } from '../../domain/target.ts';
import type { SapInterfaces } from '../capabilities.ts';
import { lengths } from './lengths.ts';

/** What a profile may fill besides, by the kind of document: the encoders refuse any other. */
export const extra = {
  'sales-order': [{ name: 'Notes', max: 2_000, about: 'lines of text below the payment in the order header text' }],
} as const satisfies Partial<Record<DocumentKind, readonly ExtraField[]>>;

const within = (place: string, those: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(those).map(([field, length]) => [`${place}.${field}`, length]));

const { customer, address, line, ledger } = lengths;
const number = { customer: lengths.customerNumber };
const shipTo = Object.keys({ ...address, line2: 0 }).map((field) => `ship_to.${field}`);
/** A line's words are cut to the room that Stripe's id leaves in SGTXT. */
const ledgerLine = { item: line.item, tax_code: line.tax_code, revenue_account: line.revenue_account };
const takes = (those: Readonly<Record<string, number>>, ...lacks: readonly string[]): DocumentTarget => ({
  extra: [],
  lengths: those,
  lacks,
});

/** Nobody has a second street line; a VAT number has no field in the standard function, neither new nor changed. */
const customerTarget = (way: SapInterfaces['default']): DocumentTarget =>
  takes(
    {
      name: 2 * customer.nameLine,
      email: way === 'idoc' ? lengths.idocEmail : customer.email,
      tax_id: customer.tax_id,
      ...within('address', address),
    },
    'address.name',
    'address.line2',
    ...(way === 'soap-stateful' ? ['tax_id'] : []),
  );

/** An order's revenue is determined in SAP (VKOA), as is that of a billing document. */
const orderTarget: DocumentTarget = {
  ...takes(
    { ...number, ...within('ship_to', address), ...within('line', line) },
    'ship_to.line2',
    'line.revenue_account',
  ),
  extra: extra['sales-order'],
};

const invoices: Readonly<Record<'fi' | 'billing', DocumentTarget>> = {
  fi: takes({ ...number, invoice_number: ledger.header, ...within('line', ledgerLine) }, 'paid_on', ...shipTo),
  billing: takes(
    { ...number, ...within('line', { item: line.item, tax_code: line.tax_code }) },
    'paid_on',
    'invoice_number',
    'line.description',
    'line.revenue_account',
    ...shipTo,
  ),
};
const memo = takes({ ...number, reason: ledger.text, ...within('line', ledgerLine) });
const cash = takes({ ...number, account: ledger.account, text: ledger.text });

/** What SAP takes of each kind of document, as the company's interfaces and invoices are configured. */
export const sapEccTarget = (
  interfaces: Pick<SapInterfaces, 'default' | 'customer'>,
  invoice: 'fi' | 'billing',
): ErpTarget => ({
  name: 'sap-ecc',
  characters: 'unicode',
  documents: {
    customer: customerTarget(interfaces.customer ?? interfaces.default),
    'sales-order': orderTarget,
    invoice: invoices[invoice],
    'credit-memo': memo,
    'cash-receipt': cash,
    'customer-refund': cash,
    'journal-entry': takes({ account: ledger.account, text: ledger.text, ...within('line', { text: ledger.text }) }),
  },
});

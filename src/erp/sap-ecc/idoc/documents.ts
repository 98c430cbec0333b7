import type { DocumentKind, Reference } from '../../../domain/documents.ts';
import { ErpError } from '../../errors.ts';
import { financialNumber } from '../bapi/financial.ts';
import { bare } from '../formats.ts';
import type { Parameters } from '../rfc.ts';
import type { Organisation } from '../system.ts';
import { accDocument } from './acc-document.ts';
import { idocXml, type IdocType, type Origin, type Partner } from './control.ts';
import { debmas, type CustomerSettings } from './debmas.ts';
import { orders } from './orders.ts';
import type { Segment } from './segments.ts';

/** What is set up in SAP for our IDocs. */
export type IdocSettings = { readonly partner: Partner; readonly customers: CustomerSettings };

type Way = {
  readonly type: IdocType;
  readonly segments: (parameters: Parameters, organisation: Organisation, settings: IdocSettings) => readonly Segment[];
  /** Our number of what stands in STAPA1; nothing where it is none. */
  readonly number: (text: string) => string | undefined;
};

const bareOrNone = (text: string): string | undefined => bare(text) || undefined;

const financial: Way = {
  type: { idoc: 'ACC_DOCUMENT03', message: 'ACC_DOCUMENT' },
  segments: (parameters) => {
    // Invoices may be billing documents, which have no IDoc in.
    if (!('DOCUMENTHEADER' in parameters))
      throw new ErpError('invalid', 'Only financial documents can be posted by ACC_DOCUMENT', { where: 'interface' });
    return accDocument(parameters);
  },
  number: financialNumber,
};

export const ways: Readonly<Record<DocumentKind, Way>> = {
  customer: {
    type: { idoc: 'DEBMAS06', message: 'DEBMAS' },
    segments: (parameters, organisation, { customers }) => debmas(parameters, organisation, customers),
    number: bareOrNone,
  },
  'sales-order': {
    type: { idoc: 'ORDERS05', message: 'ORDERS' },
    segments: (parameters) => orders(parameters),
    number: bareOrNone,
  },
  invoice: financial,
  'credit-memo': financial,
  'cash-receipt': financial,
  'customer-refund': financial,
  'journal-entry': financial,
};

/** The IDoc of a document, out of the parameters that the document's BAPI would be given. */
export function encodeIdoc(
  kind: DocumentKind,
  parameters: Parameters,
  reference: Reference,
  organisation: Organisation,
  settings: IdocSettings,
  at: Date,
): string {
  const { type, segments } = ways[kind];
  const origin: Origin = { partner: settings.partner, at, timeZone: organisation.timeZone };
  return idocXml(type, segments(parameters, organisation, settings), reference, origin);
}

import type { DocumentKind, ErpDocument, Reference } from '../../domain/documents.ts';
import { billingPosting } from './bapi/billing.ts';
import { receiptPosting, refundPosting } from './bapi/cash.ts';
import { creditMemoPosting } from './bapi/credit-memo.ts';
import { customerPosting } from './bapi/customer.ts';
import { invoicePosting } from './bapi/invoice.ts';
import { journalPosting } from './bapi/journal.ts';
import { orderPosting } from './bapi/order.ts';
import type { Posting } from './bapi/posting.ts';
import { creditedByInvoice } from './crediting.ts';
import { mustHold } from './currency-digits.ts';
import { assignmentOf } from './reading/assignment.ts';
import type { System } from './system.ts';

type Of<K extends DocumentKind> = Extract<ErpDocument, { readonly kind: K }>;
type Encode<D> = (
  document: D,
  reference: Reference,
  system: System,
  signal: AbortSignal | undefined,
) => Posting | Promise<Posting>;
type Encoders = { readonly [K in DocumentKind]: Encode<Of<K>> };

const encoders: Encoders = {
  customer: (customer, reference, { organisation }) => customerPosting(customer, reference, organisation),
  'sales-order': (order, reference, { organisation }) => orderPosting(order, reference, organisation),
  invoice: (invoice, reference, { organisation }) =>
    (organisation.invoices === 'billing' ? billingPosting : invoicePosting)(invoice, reference, organisation),
  'credit-memo': async (memo, reference, system, signal) =>
    creditMemoPosting(memo, reference, system.organisation, await creditedByInvoice(system, memo.invoice, signal)),
  'cash-receipt': async (receipt, reference, system, signal) =>
    receiptPosting(receipt, reference, system.organisation, await assignmentOf(system, receipt, signal)),
  'customer-refund': async (refund, reference, system, signal) =>
    refundPosting(refund, reference, system.organisation, await assignmentOf(system, refund, signal)),
  'journal-entry': (entry, reference, { organisation }) => journalPosting(entry, reference, organisation),
};

/**
 * What SAP is told of a document, by whichever interface. Some of it is read from SAP first.
 * @throws `invalid` also for an amount that SAP could not hold to the digit.
 */
export const createEncoding =
  (system: System) =>
  async (document: ErpDocument, reference: Reference, signal?: AbortSignal): Promise<Posting> => {
    // Of the document's own kind, which the compiler can't follow through the table.
    const encode = encoders[document.kind] as Encode<ErpDocument>;
    const posting = await encode(document, reference, system, signal);
    mustHold(posting.parameters, await system.digits());
    return posting;
  };

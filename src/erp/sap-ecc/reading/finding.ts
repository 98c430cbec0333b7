import type { DocumentKind, Reference } from '../../../domain/documents.ts';
import type { ErpPort, ErpReceipt } from '../../port.ts';
import { keyOf } from '../formats.ts';
import type { System } from '../system.ts';
import { findBilling, readBilling } from './billing.ts';
import { findCustomer, readCustomer } from './customers.ts';
import type { FinancialKind } from './document-kinds.ts';
import { asKind, findDocument, readDocument } from './financial-documents.ts';
import { indexedNumber } from './index-rows.ts';
import { findOrder, readOrder } from './orders.ts';

type Seen = Promise<{ readonly receipt: ErpReceipt } | undefined>;
type Way = {
  find(system: System, reference: Reference, signal?: AbortSignal): Seen;
  read(system: System, number: string, signal?: AbortSignal): Seen;
};

const financial = (kind: FinancialKind): Way => ({
  find: async (system, reference, signal) => findDocument(system, kind, reference, signal),
  read: async (system, number, signal) => {
    const document = await readDocument(system, number, signal);
    return document && asKind(document, kind, system.organisation);
  },
});
const entered = financial('invoice');

/** An invoice may stand in FI, or in SD, which posts to FI by itself; its number tells. */
const invoice: Way = {
  find: async (system, reference, signal) =>
    system.organisation.invoices === 'billing'
      ? findBilling(system, reference, signal)
      : entered.find(system, reference, signal),
  read: async (system, number, signal) =>
    keyOf(number) ? entered.read(system, number, signal) : readBilling(system, number, signal),
};

const ways: Readonly<Record<DocumentKind, Way>> = {
  customer: { find: findCustomer, read: readCustomer },
  'sales-order': { find: findOrder, read: readOrder },
  invoice,
  'credit-memo': financial('credit-memo'),
  'cash-receipt': financial('cash-receipt'),
  'customer-refund': financial('customer-refund'),
  'journal-entry': financial('journal-entry'),
};

/**
 * @param wrapped whether the wrapper posts this kind: then its index knows the document before any field is searched,
 *   which would miss one whose field a person changed.
 */
export const createFinding = (
  system: System,
  wrapped: (kind: DocumentKind) => boolean,
): Pick<ErpPort, 'find' | 'read'> => ({
  async find(kind, reference, call) {
    const way = ways[kind];
    const indexed = wrapped(kind) ? await indexedNumber(system.rfc, kind, reference, call?.signal) : undefined;
    const seen =
      indexed === undefined
        ? await way.find(system, reference, call?.signal)
        : await way.read(system, indexed, call?.signal);
    return seen?.receipt;
  },

  async read(kind, number, call) {
    return (await ways[kind].read(system, number, call?.signal))?.receipt;
  },
});

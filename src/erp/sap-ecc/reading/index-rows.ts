import type { DocumentKind, Reference } from '../../../domain/documents.ts';
import { ErpError } from '../../errors.ts';
import { bare, keyOfObject, numberOf } from '../formats.ts';
import type { Rfc } from '../rfc.ts';

/** The functions of erp-side/sap-ecc that make a document of a kind; an invoice may be one of two. */
const makers: Readonly<Record<DocumentKind, readonly string[]>> = {
  customer: ['Z_QTC_CUSTOMER_CREATE'],
  'sales-order': ['Z_QTC_ORDER_CREATE'],
  invoice: ['Z_QTC_DOCUMENT_POST', 'Z_QTC_BILLING_CREATE'],
  'credit-memo': ['Z_QTC_DOCUMENT_POST'],
  'cash-receipt': ['Z_QTC_DOCUMENT_POST'],
  'customer-refund': ['Z_QTC_DOCUMENT_POST'],
  'journal-entry': ['Z_QTC_DOCUMENT_POST'],
};

/** What the wrapper did under a reference, by its row in ZQTC_IDEMP. */
type IndexRow = { readonly madeBy: string; readonly document: string };

/** @throws `busy` when the row is there and the document not yet: billing commits by itself, before its row can say so. */
export async function indexRow(
  rfc: Rfc,
  reference: Reference,
  signal: AbortSignal | undefined,
): Promise<IndexRow | undefined> {
  const answer = await rfc.call('Z_QTC_FIND', { IV_KEY: reference }, { write: false, signal });
  const status = answer.text('EV_STATUS').trim();
  if (status === '') return undefined;
  if (status === 'PENDING')
    throw new ErpError('busy', `SAP has begun a document under ${reference} and not said how it ended`, {
      where: 'Reference',
    });
  return { madeBy: answer.text('EV_FUNCTION').trim(), document: answer.text('EV_DOCUMENT').trim() };
}

/** The number of the document that the wrapper made under this reference, as we write it. */
export async function indexedNumber(
  rfc: Rfc,
  kind: DocumentKind,
  reference: Reference,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const row = await indexRow(rfc, reference, signal);
  if (!row || !makers[kind].includes(row.madeBy)) return undefined;
  return numberOfWire(row.document);
}

/** An OBJ_KEY becomes our number of a financial document; any other number loses its zeros. */
export function numberOfWire(text: string): string {
  const key = keyOfObject(text);
  return key ? numberOf(key) : bare(text);
}

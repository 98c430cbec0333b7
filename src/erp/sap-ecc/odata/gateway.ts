import type { ErpDocument, Reference } from '../../../domain/documents.ts';
import { ErpError } from '../../errors.ts';
import { inTen, keyOf, keyOfObject, bare, numberOf, objectKey } from '../formats.ts';
import type { Posting } from '../bapi/posting.ts';
import type { System } from '../system.ts';
import type { OData } from './client.ts';
import { FinancialDocument, SalesOrder } from './entities.ts';
import { keyed } from './wire.ts';

/** What every part of the OData interface works with. */
export type Gateway = {
  readonly system: System;
  readonly odata: OData;
  /** How a BAPI would be told of the document: what is said of it is the same by every interface. */
  readonly encode: (document: ErpDocument, reference: Reference, signal?: AbortSignal) => Promise<Posting>;
};

/** OBJ_KEY of a financial document, VBELN of anything else. */
export function wireNumber(number: string): string {
  const key = keyOf(number);
  return key ? objectKey(key) : inTen(number);
}

export function ourNumber(text: string): string {
  const key = text.length === 18 ? keyOfObject(text) : undefined;
  return key ? numberOf(key) : bare(text);
}

export const readOrder = async (odata: OData, number: string, signal?: AbortSignal): Promise<SalesOrder> =>
  odata.get(keyed('SalesOrders', inTen(number)), SalesOrder, { $expand: 'Items' }, signal);

/** @throws `not-found` for a number that can't be one of a financial document, as for one that is not there. */
export async function readFinancial(odata: OData, number: string, signal?: AbortSignal): Promise<FinancialDocument> {
  const key = keyOf(number);
  if (!key) throw new ErpError('not-found', `${number} is not a financial document: BELNR-BUKRS-GJAHR is one`);
  const path = keyed('FinancialDocuments', objectKey(key));
  return odata.get(path, FinancialDocument, { $expand: 'Lines' }, signal);
}

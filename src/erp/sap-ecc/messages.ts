import type { ErpErrorCode } from '../errors.ts';
import type { Message } from './rfc.ts';

/** retry, configuration or data, business, duplicate, absent. */
type Code = Extract<ErpErrorCode, 'busy' | 'invalid' | 'rejected' | 'conflict' | 'not-found'>;
/**
 * `class number`, what it means, the field at fault (`[]` is the row that the message names), and where we have it from:
 * V public sources agree, C one source, M from memory: check it on your release in SE91; Q is ours (the wrapper).
 */
type Row = readonly [message: string, code: Code, source: 'V' | 'C' | 'M' | 'Q', where?: string];

/** What is not here is `rejected`, with its text, so that a person decides. Extend it freely. */
const rows: readonly Row[] = [
  // Locks.
  ['MC 601', 'busy', 'M'],
  ['F2 042', 'busy', 'M'],
  ['V1 042', 'busy', 'M'],
  // Orders.
  ['V1 154', 'rejected', 'V', 'Customer'],
  ['V1 382', 'invalid', 'M', 'Lines[].Material'],
  ['V1 398', 'invalid', 'M', 'Customer'],
  ['V1 493', 'rejected', 'M'],
  // Customers.
  ['F2 153', 'not-found', 'M', 'Customer'],
  ['F2 718', 'not-found', 'V'],
  ['F2 543', 'rejected', 'V'],
  // Financial documents.
  ['F5 102', 'invalid', 'M', 'Customer'],
  ['F5 104', 'invalid', 'C', 'Customer'],
  ['F5 201', 'rejected', 'V', 'Date'],
  ['F5 308', 'rejected', 'M'],
  ['F5 361', 'conflict', 'M'],
  ['F5 702', 'invalid', 'M', 'Lines'],
  ['RW 022', 'invalid', 'V', 'Lines'],
  ['S& 044', 'invalid', 'V', 'Currency'],
  // The wrapper of erp-side/sap-ecc.
  ['ZQTC 001', 'conflict', 'Q', 'Reference'],
  ['ZQTC 010', 'rejected', 'Q', 'Amount'],
  ['ZQTC 011', 'conflict', 'Q'],
  // Whether an earlier attempt ended with a document is not known yet: the same key may be sent again later.
  ['ZQTC 012', 'busy', 'Q'],
  ['ZQTC 013', 'invalid', 'Q', 'Applications'],
  ['ZQTC 014', 'invalid', 'Q', 'Amount'],
  ['ZQTC 015', 'rejected', 'Q', 'Applications'],
];
const known = new Map(rows.map(([message, code, , where]) => [message, { code, where }]));

/** SAP's names of fields, and ours; nothing else of a message may become a path, because it could be a value. */
const fields: Readonly<Record<string, string>> = {
  MATERIAL: 'Material',
  MATNR: 'Material',
  KUNNR: 'Customer',
  CUSTOMER: 'Customer',
  PARTN_NUMB: 'Customer',
  SOLD_TO: 'Customer',
  GL_ACCOUNT: 'Account',
  HKONT: 'Account',
  TAX_CODE: 'TaxCode',
  TAX_CLASS1: 'TaxCode',
  CURRENCY: 'Currency',
  WAERS: 'Currency',
  PSTNG_DATE: 'Date',
  BUDAT: 'Date',
  COND_VALUE: 'UnitPrice',
  TARGET_QTY: 'Quantity',
  REQ_QTY: 'Quantity',
  AMT_DOCCUR: 'Amount',
  NAME: 'Name',
  CITY: 'City',
  COUNTRY: 'Country',
  REGION: 'State',
  POSTL_COD1: 'PostalCode',
};
/** Tables whose rows are the lines of our document, in its order. */
const lineTables = new Set(['ORDER_ITEMS_IN', 'ORDER_ITEM_IN', 'ORDER_SCHEDULES_IN', 'BILLINGDATAIN']);

export type Meaning = { readonly code: Code; readonly where: string | undefined; readonly known: boolean };

export function meaningOf(message: Message): Meaning {
  const row = known.get(`${message.id} ${message.number}`);
  const named = row?.where ?? placeNamed(message);
  return { code: row?.code ?? 'rejected', where: named && placed(named, message), known: row !== undefined };
}

const placeNamed = ({ parameter, field }: Message): string | undefined => {
  const name = fields[field];
  return name === undefined || !lineTables.has(parameter) ? name : `Lines[].${name}`;
};

/** A message that names no row leaves the field alone. */
const placed = (where: string, { row }: Message): string =>
  row > 0 ? where.replace('[]', `[${row - 1}]`) : where.replace('Lines[].', '');

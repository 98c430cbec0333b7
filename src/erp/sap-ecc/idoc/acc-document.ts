import { compactDay } from '../formats.ts';
import { structureIn, tableIn } from '../parameters.ts';
import type { Fields, Parameters } from '../rfc.ts';
import { segment, type Segment } from './segments.ts';

/** The tables of BAPI_ACC_DOCUMENT_POST, each row a segment with the same fields, in the order of the IDoc type. */
const tables = {
  ACCOUNTGL: 'E1BPACGL09',
  ACCOUNTRECEIVABLE: 'E1BPACAR09',
  ACCOUNTTAX: 'E1BPACTX09',
  CURRENCYAMOUNT: 'E1BPACCR09',
} as const;

export const accDocument = (parameters: Parameters): readonly Segment[] => [
  segment('E1BPACHE09', withCompactDays(structureIn(parameters, 'DOCUMENTHEADER'))),
  ...Object.entries(tables).flatMap(([table, name]) =>
    tableIn(parameters, table).map((fields) => segment(name, fields)),
  ),
];

/** The only fields of these segments that are days. */
const days = new Set(['DOC_DATE', 'PSTNG_DATE']);
const withCompactDays = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, days.has(name) ? compactDay(value) : value]));

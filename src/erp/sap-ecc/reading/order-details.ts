import { inTen } from '../formats.ts';
import type { Answer, Fields, Rfc } from '../rfc.ts';

const views = ['HEADER', 'ITEM', 'SDSCHEDULE', 'BUSINESS', 'SDCOND', 'TEXT', 'FLOW', 'STATUS_H', 'PARTNER'];
const everyView = Object.fromEntries(views.map((view) => [view, 'X']));
const tables = {
  items: 'ORDER_ITEMS_OUT',
  schedules: 'ORDER_SCHEDULES_OUT',
  business: 'ORDER_BUSINESS_OUT',
  conditions: 'ORDER_CONDITIONS_OUT',
  texts: 'ORDER_TEXTLINES_OUT',
  flows: 'ORDER_FLOWS_OUT',
  statuses: 'ORDER_STATUSHEADERS_OUT',
};
const headers = 'ORDER_HEADERS_OUT';

/** The rows of one order in each table of BAPISDORDER_GETDETAILEDLIST. */
export type OrderRows = { readonly header: Fields } & { readonly [T in keyof typeof tables]: readonly Fields[] };

export async function orderRows(rfc: Rfc, number: string, signal?: AbortSignal): Promise<OrderRows | undefined> {
  const vbeln = inTen(number);
  const answer = await details(rfc, [vbeln], everyView, [headers, ...Object.values(tables)], signal);
  const header = answer.table(headers).find((row) => row['DOC_NUMBER'] === vbeln);
  if (!header) return undefined;
  const of = (table: keyof typeof tables): readonly Fields[] =>
    answer.table(tables[table]).filter((row) => belongsTo(row, vbeln));
  return {
    header,
    items: of('items'),
    schedules: of('schedules'),
    business: of('business'),
    conditions: of('conditions'),
    texts: of('texts'),
    flows: answer.table(tables.flows),
    statuses: of('statuses'),
  };
}

/** What followed each of these orders: their deliveries, invoices, cancellations. */
export async function orderFlows(
  rfc: Rfc,
  orders: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Fields[]> {
  if (orders.length === 0) return [];
  const answer = await details(rfc, orders.map(inTen), { HEADER: 'X', FLOW: 'X' }, [headers, tables.flows], signal);
  return answer.table(tables.flows);
}

/** Billing documents among them that are invoices: not their cancellations, not credit memos. */
export const invoiceNumbers = (flows: readonly Fields[]): readonly string[] => [
  ...new Set(flows.filter((row) => row['DOCCATEGSD'] === 'M').map((row) => row['SUBSSDDOC'] ?? '')),
];

const details = async (
  rfc: Rfc,
  orders: readonly string[],
  view: Fields,
  wanted: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Answer> =>
  rfc.call(
    'BAPISDORDER_GETDETAILEDLIST',
    { I_BAPI_VIEW: view, SALES_DOCUMENTS: orders.map((VBELN) => ({ VBELN })) },
    { write: false, tables: wanted, signal },
  );

/** The tables name the order in three different ways. */
const belongsTo = (row: Fields, vbeln: string): boolean =>
  [row['DOC_NUMBER'], row['SD_DOC'], row['TEXT_NAME']].includes(vbeln);

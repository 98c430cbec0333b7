import type { Reference } from '../../../domain/documents.ts';
import { bare, inTen } from '../formats.ts';
import type { Fields, Parameters } from '../rfc.ts';
import { flags } from './fields.ts';
import { textRows } from './order.ts';
import type { Posting } from './posting.ts';

/** What is to be different in an order; what is not named stays as it is. */
export type OrderChange = {
  readonly header?: Fields;
  /** The whole header text: SAP replaces it. */
  readonly texts?: readonly string[];
  readonly items?: readonly ChangedRow[];
  readonly schedules?: readonly ChangedRow[];
  readonly conditions?: readonly ChangedRow[];
};
type ChangedRow = { readonly flag: 'I' | 'U'; readonly fields: Fields };

export const orderChangePosting = (order: string, change: OrderChange): Posting => ({
  functionName: 'BAPI_SALESORDER_CHANGE',
  wrapper: 'Z_QTC_ORDER_CHANGE',
  parameters: encodeChange(order, change),
  stripeId: '',
  documentIn: () => inTen(order),
  numberOf: (document) => bare(document) || undefined,
});

/** The update flag of the header is wanted even where nothing of it changes. */
const encodeChange = (
  order: string,
  { header = {}, texts, items = [], schedules = [], conditions = [] }: OrderChange,
): Parameters => ({
  SALESDOCUMENT: inTen(order),
  ORDER_HEADER_IN: header,
  ORDER_HEADER_INX: flags(header, 'U'),
  ...table('ORDER_ITEM_IN', 'ORDER_ITEM_INX', items, ['ITM_NUMBER']),
  ...table('SCHEDULE_LINES', 'SCHEDULE_LINESX', schedules, ['ITM_NUMBER', 'SCHED_LINE']),
  ...table('CONDITIONS_IN', 'CONDITIONS_INX', conditions, ['ITM_NUMBER', 'COND_TYPE']),
  ...(texts && { ORDER_TEXT: textRows(texts) }),
});

const table = (name: string, flagged: string, rows: readonly ChangedRow[], keys: readonly string[]): Parameters =>
  rows.length === 0
    ? {}
    : {
        [name]: rows.map(({ fields }) => fields),
        [flagged]: rows.map(({ fields, flag }) => flags(fields, flag, keys)),
      };

/** Every item is rejected, and the order remembers by whom. */
export const cancellation = (items: readonly string[], reason: string, reference: Reference): OrderChange => ({
  header: { PURCH_NO_S: reference },
  items: items.map((item) => ({ flag: 'U', fields: { ITM_NUMBER: item, REASON_REJ: reason } })),
});

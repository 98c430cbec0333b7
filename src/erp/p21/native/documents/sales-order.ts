import type { SalesOrder } from '../../../../domain/documents.ts';
import { define } from './kind.ts';
import { lineDiffers, lineKey, lineRows, type LineRow } from './line-rows.ts';
import { headsOf } from './order-heads.ts';
import { headDiffers, itemRow, newOrder, orderChange } from './order-form.ts';
import { text } from './rows.ts';
import { orderOf, orderReceipt, type Order, type OrderLine } from './stored-order.ts';

export const salesOrder = define<SalesOrder, Order>({
  fields: { reference: 'po_no', company: 'company_id' },
  numbers: async (native, reference, signal) =>
    (await headsOf(native, 'sales-order', reference, signal)).map((head) => text(head, 'order_no')),
  stored: orderOf,
  receipt: orderReceipt,
  prepare(native, sent, reference, signal) {
    const transaction = newOrder(native, sent, reference);
    return { send: async () => native.transactions.post(transaction, 'order_no', signal) };
  },
  differs: (_native, sent, order) => differing(sent, order),
  async mend(native, sent, order, signal) {
    const missing = droppedFrom(sent, order);
    if (missing.length === 0) return false;
    await native.transactions.post(orderChange(order.number, [], ...missing.map(itemRow)), 'order_no', signal);
    return true;
  },
});

/**
 * What Prophet 21 dropped, where all that stands is what we sent under that number. Otherwise a line that seems to be missing
 * may stand under a number of Prophet 21's own, or be deleted by a person, and would be sent for a second time.
 */
function droppedFrom(sent: SalesOrder, { lines, deleted }: Order): readonly LineRow[] {
  const rows = lineRows(sent.lines, sent.currency);
  const keys = rows.map(({ key }) => key);
  const asSent = (line: OrderLine): boolean => {
    const index = keys.indexOf(line.key);
    const one = sent.lines[index];
    return one !== undefined && lineDiffers(one, line, index) === undefined;
  };
  const standing = new Set(lines.map(({ key }) => key));
  if (deleted.length > 0 || standing.size < lines.length || !lines.every(asSent)) return [];
  return rows.filter(({ key }) => !standing.has(key));
}

const lineOf = ({ lines }: Order, key: string) => lines.find((line) => line.key === key);

function differing(sent: SalesOrder, order: Order): string | undefined {
  const head = headDiffers(sent, order);
  if (head) return head;
  if (order.direct) return 'front_counter';
  if (!order.tax) return 'tax_amount';
  if (sent.hold && order.approved) return 'approved';
  const changed = sent.lines
    .map((line, index) => lineDiffers(line, lineOf(order, lineKey(index + 1)), index))
    .find((field) => field !== undefined);
  return changed ?? (order.lines.some((line) => isTooMuch(sent, order, line)) ? 'items' : undefined);
}

/** M: Prophet 21 may add lines of its own, such as the parts of a kit. They cost nothing, and are of other items than ours. */
function isTooMuch({ lines }: SalesOrder, order: Order, line: OrderLine): boolean {
  const isOurs = lines.some((_, index) => lineOf(order, lineKey(index + 1)) === line);
  return !isOurs && (line.net?.minor !== 0 || lines.some(({ item }) => item === line.item));
}

import type { SalesOrder } from '../../records.ts';
import { cancelOrder, holdOrder, releaseOrder } from '../../sales-orders.ts';
import { disabled, Failure, noMatch, unknown } from './failures.ts';
import type { Row } from './given.ts';
import { changedHead, shipToOf, staysOpen } from './order-heads.ts';
import { planRows } from './order-rows.ts';
import { rowsOf } from './sale-rows.ts';
import type { Work } from './work.ts';

/** What is not the head or a line: how the order stands. */
const standing = ['approved', 'cancel_flag'];

/** Changes an order, all of it or nothing. */
export function changeOrder(work: Work, row: Row): string {
  const { erp, shipping, atOnce } = work.site;
  const { key, form } = work.part;
  const keys = work.given.get(form)?.keys ?? [];
  if (keys.length !== 1 || keys[0] !== key) throw noMatch();
  const number = row.get(key) ?? '';
  checkColumns(work, row);
  if (atOnce.has(number)) throw ofInvoiced(row);
  const order = erp.orders.find(number);
  if (!order) throw unknown(key, number);

  const head = changedHead(work, row, order.header);
  const changeRows = rowsOf(work).length > 0 ? planRows(work, order) : () => {};
  changeStanding(work, order, row);
  changeRows();
  order.header = head;
  erp.orders.touch(order);
  shipping.schedule(order);
  return number;
}

/** @throws Failure for a column that is disabled once the order exists */
function checkColumns(work: Work, row: Row): void {
  const open = [work.part.key, ...standing];
  const closed = [...row.keys()].find((field) => !open.includes(field) && !staysOpen(work, field));
  const [shipTo] = shipToOf(work).keys();
  const field = closed ?? shipTo;
  if (field !== undefined) throw disabled(field);
}

function ofInvoiced(row: Row): Failure {
  if (row.get('cancel_flag') === 'Y') return new Failure('You cannot cancel an order that is fully invoiced');
  return disabled([...row.keys()].find((field) => field !== 'order_no') ?? 'order_no');
}

function changeStanding(work: Work, order: SalesOrder, row: Row): void {
  const { erp } = work.site;
  if (row.get('cancel_flag') === 'Y') {
    if (row.has('approved')) throw disabled('approved');
    if (rowsOf(work).length > 0) throw disabled('unit_quantity');
    cancelOrder(erp, order, { Reason: 'Cancelled in the window of the order' });
    return;
  }
  if (row.get('approved') === 'N') holdOrder(erp, order, {});
  if (row.get('approved') === 'Y') releaseOrder(erp, order);
}

import type { Reference } from '../../../domain/documents.ts';
import { add, fromDecimal, sum, type Money } from '../../../domain/money.ts';
import { standingOf, type Progress } from '../../order-status.ts';
import type { ErpReceipt } from '../../port.ts';
import { onlyOne } from '../../read-back.ts';
import { bare } from '../formats.ts';
import type { Fields } from '../rfc.ts';
import type { System } from '../system.ts';
import { liveBilling } from './billing.ts';
import { all, is } from './conditions.ts';
import { invoiceNumbers, orderRows, type OrderRows } from './order-details.ts';
import { quantityText, thousandths } from './quantity.ts';
import { withReference } from './reference.ts';
import { readTable } from './table.ts';

export type OrderLine = {
  /** `000010`. */
  readonly number: string;
  readonly material: string;
  readonly text: string;
  /** In thousandths. */
  readonly ordered: number;
  readonly confirmed: number;
  readonly rejected: boolean;
  readonly net: Money;
  readonly tax: Money;
  readonly taxClassification: string;
  /** CUST_MAT35: on a line that was added by us, the reference of that change. */
  readonly reference: string;
  readonly conditions: readonly { readonly type: string; readonly value: string; readonly currency: string }[];
};

/** What stands in SAP of one order, enough to compare it with what was sent. */
export type StoredOrder = {
  readonly receipt: ErpReceipt;
  readonly currency: string;
  readonly salesOrganisation: string;
  readonly deliveryBlock: string;
  readonly lines: readonly OrderLine[];
  /** Header text 0001, line by line. */
  readonly texts: readonly string[];
  /** PURCH_NO_S: the reference of the cancellation. */
  readonly cancellation: string;
};

const headerItem = '000000';
const noteText = '0001';

/** @throws `conflict` when two orders carry the reference. */
export async function findOrder(
  system: System,
  reference: Reference,
  signal?: AbortSignal,
): Promise<StoredOrder | undefined> {
  const where = all(is('BSTNK', reference), is('VKORG', system.organisation.salesOrganisation));
  const found = await readTable(system.rfc, { table: 'VBAK', fields: ['VBELN', 'BSTNK'], where }, signal);
  const one = onlyOne(found, `orders carry the reference ${reference}`);
  return one && readOrder(system, one.VBELN, signal);
}

export async function readOrder(
  system: System,
  number: string,
  signal?: AbortSignal,
): Promise<StoredOrder | undefined> {
  const rows = await orderRows(system.rfc, number, signal);
  if (!rows) return undefined;
  const candidates = invoiceNumbers(rows.flows);
  const invoiced = candidates.length > 0 && (await liveBilling(system, candidates, signal)).length > 0;
  return orderOf(rows, invoiced);
}

function orderOf(rows: OrderRows, invoiced: boolean): StoredOrder {
  const { header, items, business } = rows;
  const currency = header['CURRENCY'] ?? '';
  const lines = items.map((item) => lineOf(item, rows, currency));
  const head = business.find((row) => isHeader(row['ITM_NUMBER']));
  const shortages = lines.filter(isShort).map(({ material, ordered, confirmed }) => ({
    item: material,
    quantity: quantityText(ordered - confirmed),
  }));
  const receipt: ErpReceipt = {
    kind: 'sales-order',
    number: bare(header['DOC_NUMBER'] ?? ''),
    ...withReference(header['PURCH_NO'], head?.['PURCH_NO_C']),
    total: totalOf(header, lines, currency),
    customer: bare(header['SOLD_TO'] ?? ''),
    ...standing(rows, lines, invoiced),
    ...(shortages.length > 0 && { shortages }),
  };
  return {
    receipt,
    currency,
    salesOrganisation: header['SALES_ORG'] ?? '',
    deliveryBlock: header['DLV_BLOCK']?.trim() ?? '',
    lines,
    texts: rows.texts.filter((row) => row['TEXT_ID'] === noteText).map((row) => row['LINE'] ?? ''),
    cancellation: head?.['PURCH_NO_S']?.trim() ?? '',
  };
}

const isHeader = (item: string | undefined): boolean => item === headerItem || item === '';
const isShort = ({ rejected, ordered, confirmed }: OrderLine): boolean => !rejected && confirmed < ordered;

/** The net value of the header leaves rejected items out, and so does the tax here. */
const totalOf = (header: Fields, lines: readonly OrderLine[], currency: string): Money =>
  add(
    amountOf(header['NET_VAL_HD'], currency),
    sum(
      lines.filter(({ rejected }) => !rejected).map(({ tax }) => tax),
      currency,
    ),
  );

function lineOf(item: Fields, { schedules, conditions }: OrderRows, currency: string): OrderLine {
  const number = item['ITM_NUMBER'] ?? '';
  const ofItem = (row: Fields): boolean => row['ITM_NUMBER'] === number;
  return {
    number,
    material: bare(item['MATERIAL'] ?? ''),
    text: item['SHORT_TEXT'] ?? '',
    ordered: thousandths(item['REQ_QTY'] ?? ''),
    confirmed: schedules.filter(ofItem).reduce((count, row) => count + thousandths(row['CONFIR_QTY'] ?? ''), 0),
    rejected: (item['REA_FOR_RE'] ?? '').trim() !== '',
    net: amountOf(item['NET_VALUE'], currency),
    tax: amountOf(item['TX_DOC_CUR'], currency),
    taxClassification: item['TAX_CLASS1']?.trim() ?? '',
    reference: item['CUST_MAT35']?.trim() ?? '',
    conditions: conditions.filter(ofItem).map((row) => ({
      type: row['COND_TYPE'] ?? '',
      value: row['COND_VALUE'] ?? '',
      currency: row['CURRENCY'] ?? '',
    })),
  };
}

/** A BAPI's amount is true, and an initial one may come as nothing. */
const amountOf = (text: string | undefined, currency: string): Money => fromDecimal(text?.trim() || '0', currency);

/** Any delivery block holds it, also one that a person set for a reason of his own. B has left in part. */
function standing({ header, statuses }: OrderRows, lines: readonly OrderLine[], invoiced: boolean) {
  const delivered = statuses[0]?.['DLV_STAT_H'] ?? '';
  return standingOf({
    cancelled: lines.length > 0 && lines.every(({ rejected }) => rejected),
    held: (header['DLV_BLOCK'] ?? '').trim() !== '',
    left: leftBy[delivered] ?? 'nothing',
    invoiced,
  });
}

/** By the overall delivery status of an order. */
export const leftBy: Readonly<Record<string, Progress['left']>> = { A: 'nothing', B: 'part', C: 'all' };

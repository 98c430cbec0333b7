import type { Line } from '../../../../domain/documents.ts';
import { equal, type Money } from '../../../../domain/money.ts';
import { ErpError } from '../../../errors.ts';
import { cut, inCurrency } from '../../../fields.ts';
import { quantity, whole } from '../../document-fields.ts';
import { tenThousandths } from '../../quantity.ts';
import { lengths } from '../target.ts';
import { unitPrice } from './unit-price.ts';

/** `010`, `020`, …: what tells lines of the same item apart. */
export const lineKey = (place: number): string => String(place * 10).padStart(3, '0');

/** A line as its row says it. */
export type LineRow = {
  readonly key: string;
  readonly item: string;
  readonly quantity: string;
  readonly price: string;
  readonly description: string;
  readonly tax: string;
};

/** The discount is in the price: Prophet 21 has none of its own for a line. */
export const lineRows = (lines: readonly Line[], currency: string): readonly LineRow[] =>
  lines.map((line, index) => {
    const at = (field: string): string => `items[${index}].${field}`;
    const count = quantity(at('unit_quantity'), line.quantity);
    inCurrency(currency, at('unit_price'), line.net);
    return {
      key: lineKey(index + 1),
      item: named(at('oe_order_item_id'), line.item),
      quantity: count,
      price: unitPrice(line.net, tenThousandths(count), at('unit_price')),
      description: cut(line.description, lengths.line.description),
      tax: whole(at('tax_group_id'), line.taxCode, lengths.line.tax_code),
    };
  });

function named(where: string, item: string): string {
  if (item.trim() !== '') return whole(where, item, lengths.line.item);
  throw new ErpError('invalid', 'A line names no item', { where });
}

/** What a line has come to in Prophet 21; the quantity in ten-thousandths. */
export type StoredLine = {
  readonly item: string;
  readonly quantity: number;
  /** Nothing, where it is finer than the currency: people may price by a part of a cent, we never do. */
  readonly net: Money | undefined;
};

/** The first field in which a stored line is not the one that was sent. */
export function lineDiffers(sent: Line, stored: StoredLine | undefined, index: number): string | undefined {
  const at = (field: string): string => `items[${index}].${field}`;
  if (stored?.item !== sent.item) return at('oe_order_item_id');
  if (stored.quantity !== tenThousandths(String(sent.quantity))) return at('unit_quantity');
  return stored.net && equal(stored.net, sent.net) ? undefined : at('extended_price');
}

/**
 * The same for lines without a key of ours: each stored one answers for one that was sent, and what is left over is of other
 * items, such as a tax (M).
 */
export function linesDiffer(sent: readonly Line[], stored: readonly StoredLine[]): string | undefined {
  const left = [...stored];
  const unanswered: number[] = [];
  for (const [index, line] of sent.entries()) {
    const at = left.findIndex((candidate) => lineDiffers(line, candidate, index) === undefined);
    if (at === -1) unanswered.push(index);
    else left.splice(at, 1);
  }
  const doubled = left.some(({ item }) => sent.some((line) => line.item === item));
  return unanswered.map((index) => nearest(sent[index], left, index))[0] ?? (doubled ? 'items' : undefined);
}

/** Names the field of the line that comes closest: the item is only missing when no line has it. */
function nearest(line: Line | undefined, left: readonly StoredLine[], index: number): string | undefined {
  const ofItem = left.filter(({ item }) => item === line?.item);
  const fields = (ofItem.length > 0 ? ofItem : [undefined]).map((each) => line && lineDiffers(line, each, index));
  return fields.find((field) => field?.endsWith('extended_price')) ?? fields[0];
}

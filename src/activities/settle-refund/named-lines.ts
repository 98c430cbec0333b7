import { money } from '../../domain/money.ts';
import type { NamedLine, SeenRefund, SoldLine } from '../../domain/settle-refund/seen.ts';
import type { ShopOrder } from '../../domain/shop-order.ts';
import { z } from 'zod';

const minor = z.int().positive();
const sku = z.string().trim().min(1);
const refundLines = z
  .array(z.union([z.strictObject({ sku, quantity: minor }), z.strictObject({ sku, amount: minor })]))
  .min(1);

/**
 * What the metadata `refund_lines` of a refund names: `[{"sku":"SKU-1","quantity":1}]`, or with `amount` in minor units,
 * tax included. `unclear` where it can't be read, or names what the sale does not have: a person then looks.
 */
export function namedLines(text: string | undefined, order: ShopOrder, sold: readonly SoldLine[]): SeenRefund['named'] {
  if (text === undefined || text.trim() === '') return undefined;
  const read = refundLines.safeParse(parsed(text));
  if (!read.success) return 'unclear';
  const named: NamedLine[] = [];
  for (const { sku: wanted, ...much } of read.data) {
    const line = lineOf(wanted, order, sold, named);
    if (line === undefined) return 'unclear';
    named.push(
      'quantity' in much ? { line, quantity: much.quantity } : { line, amount: money(much.amount, order.currency) },
    );
  }
  return named;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lines stand in the order of the shop's, unless a table has parted or merged some: then the ERP's item says which. */
function lineOf(
  wanted: string,
  order: ShopOrder,
  sold: readonly SoldLine[],
  named: readonly NamedLine[],
): number | undefined {
  const isFree = (index: number): boolean => named.every(({ line }) => line !== index);
  const alike = sold.length === order.lines.length || sold.length === order.lines.length + 1;
  const shop = alike ? order.lines.findIndex((line, index) => line.sku === wanted && isFree(index)) : -1;
  const found = shop >= 0 ? shop : sold.findIndex((line, index) => line.item === wanted && isFree(index));
  return found >= 0 ? found : undefined;
}

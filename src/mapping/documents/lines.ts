import type { Line } from '../../domain/documents.ts';
import { add, equal, subtract, sum, times, type Money } from '../../domain/money.ts';
import { MappingFault } from '../fault.ts';
import type { Values } from './filler.ts';
import type { Slot } from './slots.ts';
import { faulty } from './value.ts';

/** What a profile made of a line; amounts that it leaves to the tables are those of the tables. */
export function lineOf(values: Values): Line {
  const { item, description = '', quantity, unit_price, discount, net, tax, tax_code, revenue_account } = values;
  return {
    item,
    description,
    quantity,
    unitPrice: unit_price,
    discount,
    net,
    tax,
    taxCode: tax_code,
    ...(revenue_account !== undefined && { revenueAccount: revenue_account }),
  } as Line;
}

type Amount = 'quantity' | 'unitPrice' | 'discount' | 'net' | 'tax';
const fieldOf = {
  quantity: 'quantity',
  unitPrice: 'unit_price',
  discount: 'discount',
  net: 'net',
  tax: 'tax',
} as const satisfies Readonly<Record<Amount, string>>;

/**
 * Refuses lines that a profile's expressions put out of balance.
 * @param tables the same lines before the expressions, which come to the total
 * @throws MappingFault that names the expression to blame
 */
export function refuseImbalance(
  lines: readonly Line[],
  {
    tables,
    total,
    slots,
  }: { readonly tables: readonly Line[]; readonly total: Money; readonly slots: readonly Slot[] },
): void {
  for (const [index, line] of lines.entries()) {
    const before = tables[index] ?? line;
    const flipped = (['unitPrice', 'net', 'tax', 'discount'] as const).find(
      (name) => line[name].minor !== 0 && line[name].minor < 0 !== before[name].minor < 0,
    );
    if (flipped) throw faultOf([flipped], slots, index, 'turns the sign of an amount');
    const net = subtract(times(line.unitPrice, line.quantity), line.discount);
    if (!equal(net, line.net))
      throw faultOf(
        changed(line, before, ['unitPrice', 'quantity', 'discount', 'net']),
        slots,
        index,
        `puts the line out of balance: quantity x unit price - discount is ${net.minor}, the net ${line.net.minor} (${net.currency}, minor units)`,
      );
  }
  const found = totalOf(lines, total.currency);
  if (equal(found, total)) return;
  const index = lines.findIndex((line, at) => changed(line, tables[at] ?? line, ['net', 'tax']).length > 0);
  const line = lines[index];
  throw faultOf(
    line ? changed(line, tables[index] ?? line, ['net', 'tax']) : ['net'],
    slots,
    Math.max(index, 0),
    `puts the document out of balance: its lines come to ${found.minor}, the total is ${total.minor} (${total.currency}, minor units)`,
  );
}

export const totalOf = (lines: readonly Pick<Line, 'net' | 'tax'>[], currency: string): Money =>
  sum(
    lines.map(({ net, tax }) => add(net, tax)),
    currency,
  );

const changed = (line: Line, before: Line, names: readonly Amount[]): readonly Amount[] =>
  names.filter((name) => JSON.stringify(line[name]) !== JSON.stringify(before[name]));

/** The first field that a profile changed is to blame. */
function faultOf(names: readonly Amount[], slots: readonly Slot[], line: number, what: string): MappingFault {
  const name = fieldOf[names[0] ?? 'net'];
  const slot = slots.find((each) => each.name === name);
  return slot
    ? faulty(slot, { line }, what)
    : new MappingFault(`lines.${name}`, `lines.${name} of line ${line + 1} ${what}`);
}

import { ErpError } from './errors.ts';
import type { Reference } from '../domain/documents.ts';
import type { OrderLineChange } from './port.ts';

export type Addition = Extract<OrderLineChange, { add: unknown }>['add'];
type Setting = Extract<OrderLineChange, { item: unknown }>;
/** A line, and how much of it is to be left. */
export type Target<Line> = { readonly line: Line; readonly count: number };
/** How an ERP counts what stands on a line: in the smallest part of a unit that it knows, so that counts are whole. */
export type Counting<Line> = {
  readonly ordered: (line: Line) => number;
  /** What of that may still go, where the ERP itself protects nothing; all of it, if absent. */
  readonly free?: (line: Line) => number;
  readonly text: (count: number) => string;
  /** The ERP's name of the quantity. */
  readonly field: string;
};
type Wanted = {
  readonly order: string;
  readonly item: string;
  readonly quantity: number;
  /** The quantity, counted as the lines are. */
  readonly count: number;
};

export const settingsIn = (changes: readonly OrderLineChange[]): readonly Setting[] =>
  changes.filter((change) => 'item' in change);

/** Lines that are to be taken off again. @throws `rejected` where there is none of the reference: what it changed was no line */
export const dropsIn = <Line>(
  changes: readonly OrderLineChange[],
  order: string,
  lineOf: (reference: Reference) => Line | undefined,
): readonly Line[] =>
  changes.flatMap((change) => {
    if (!('drop' in change)) return [];
    const line = lineOf(change.drop);
    if (line) return [line];
    const message = `Order ${order} has no line of reference ${change.drop} that could be taken off; quantities only fall`;
    throw new ErpError('rejected', message, { where: 'Lines' });
  });

/** @throws `invalid` for more than one: a second line would have no reference to be found by */
export function additionsIn(changes: readonly OrderLineChange[]): readonly Addition[] {
  const additions = changes.flatMap((change) => ('add' in change ? [change.add] : []));
  if (additions.length <= 1) return additions;
  throw new ErpError('invalid', 'One reference adds one line: ask for each line by a change of its own', {
    where: 'Lines',
  });
}

/**
 * One item may stand on several lines: what goes is taken from the last of them first. The lines are all those of the
 * item, without any that we added for rounding: these are nobody's goods.
 * @throws `rejected` when the order has less of the item already, or when too much of it has shipped
 */
export function reductions<Line>(
  lines: readonly Line[],
  { order, item, quantity, count: wanted }: Wanted,
  { ordered: countOf, free = countOf, text, field }: Counting<Line>,
): readonly Target<Line>[] {
  const rejected = (message: string) => new ErpError('rejected', message, { where: field });
  const ordered = lines.reduce((count, line) => count + countOf(line), 0);
  let surplus = ordered - wanted;
  if (lines.length === 0 || surplus < 0)
    throw rejected(`Order ${order} has ${text(ordered)} of ${item}; it can't be set to ${quantity}`);
  const targets: Target<Line>[] = [];
  for (const line of [...lines].reverse()) {
    const taken = Math.min(surplus, free(line));
    if (taken > 0) targets.push({ line, count: countOf(line) - taken });
    surplus -= Math.max(taken, 0);
  }
  if (surplus === 0) return targets;
  throw rejected(`Order ${order} has already shipped more of an item than ${quantity}: credit it instead`);
}

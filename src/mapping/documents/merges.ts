import { add, equal, times, type Money } from '../../domain/money.ts';
import type { DeterminedLine } from '../sources/line.ts';

/** Lines of one merge, item, tax code and account become one, where the first of them stands. */
export function merged(lines: readonly DeterminedLine[]): readonly DeterminedLine[] {
  const groups = new Map<string, DeterminedLine>();
  lines.forEach((line, index) => {
    const key = line.merge === undefined ? String(index) : keyOf(line);
    const before = groups.get(key);
    groups.set(key, before ? together(before, line) : line);
  });
  return [...groups.values()];
}

const keyOf = ({ merge, item, taxCode, productClass, revenueAccount }: DeterminedLine): string =>
  JSON.stringify([merge, item, taxCode, productClass, revenueAccount]);

/** Of one price the quantities add up; else it is one piece of all. */
function together(one: DeterminedLine, other: DeterminedLine): DeterminedLine {
  const alike = equal(one.unitPrice, other.unitPrice);
  return {
    ...one,
    quantity: alike ? one.quantity + other.quantity : 1,
    unitPrice: alike ? one.unitPrice : add(listed(one), listed(other)),
    discount: add(one.discount, other.discount),
    net: add(one.net, other.net),
    tax: add(one.tax, other.tax),
  };
}

const listed = ({ unitPrice, quantity }: DeterminedLine): Money => times(unitPrice, quantity);

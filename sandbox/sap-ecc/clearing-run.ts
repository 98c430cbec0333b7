import { sum } from '../money.ts';
import { clear } from './clearing.ts';
import type { Match } from './company.ts';
import type { Erp } from './erp.ts';
import { beginLuw } from './luw.ts';
import { Refusal } from './messages.ts';
import type { OpenItem } from './open-items.ts';
import { openItemsOf } from './open-items.ts';

/**
 * F.13: items of one customer with the same assignment and currency that add up to nought are cleared.
 * @returns how many groups were
 */
export function clearingRun(erp: Erp): number {
  return groupsOf(openItemsOf(erp.company)).filter((group) => clearGroup(erp, group)).length;
}

function groupsOf(items: readonly OpenItem[]): readonly (readonly OpenItem[])[] {
  const groups = new Map<string, OpenItem[]>();
  for (const item of items) {
    const { customer, assignment, specialLedger } = item.line;
    if (!assignment || specialLedger) continue;
    const key = [customer, assignment, item.document.currency].join('|');
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()].filter((group) => group.length > 1 && sum(group.map(({ line }) => line.amount)) === 0n);
}

/** Leaves alone what somebody else is working on. */
function clearGroup(erp: Erp, group: readonly OpenItem[]): boolean {
  const luw = beginLuw(erp, 'F13');
  const [first] = group;
  if (!first) return false;
  try {
    clear(luw, {
      customer: first.line.customer,
      currency: first.document.currency,
      date: erp.periods.nextOpen(erp.clock.today()),
      reference: '',
      taken: group.map((item) => ({ item, amount: item.line.amount })),
      matches: matchesOf(group),
    });
    luw.commit();
    return true;
  } catch (error) {
    luw.rollback();
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Which credit paid which debit, oldest first. */
function matchesOf(group: readonly OpenItem[]): readonly Match[] {
  const side = (sign: 1n | -1n) =>
    group.filter(({ line }) => line.amount * sign > 0n).map(({ root, line }) => ({ root, left: line.amount * sign }));
  const credits = side(-1n);
  return side(1n).flatMap((debit) =>
    credits.flatMap((credit) => {
      const amount = credit.left < debit.left ? credit.left : debit.left;
      credit.left -= amount;
      debit.left -= amount;
      return amount === 0n ? [] : [{ credit: credit.root, debit: debit.root, amount }];
    }),
  );
}

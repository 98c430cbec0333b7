import { effectKey, stands, type SeenEffect } from '../effects.ts';
import { add, money, subtract, type Money } from '../money.ts';
import { memosDiffer, memosDue } from './memos-due.ts';
import type { SaleSide } from './outcome.ts';
import { evened, reduced } from './reductions-due.ts';
import type { RefundedSale, SeenRefund } from './seen.ts';
import type { TakeBackStep } from './steps.ts';
import { amountsOf, taken } from './taken.ts';

const nothing: SaleSide = { steps: [] };

export function saleSide(seen: SeenRefund): SaleSide {
  const { sale } = seen;
  if (!sale) return isTakenBack(seen) || doneBy(seen).minor >= seen.amount.minor ? nothing : missing(seen);
  if (sale.status === 'cancelled' || sale.status === 'reversed') return nothing;
  const rest = subtract(ofSale(seen), doneBy(seen));
  if (rest.minor > 0 && isRefundedAgain(seen)) return { steps: [], trouble: 'refund-lines' };
  if (sale.invoices.length === 0) return ofOrder(seen, sale, rest);
  if (rest.minor > 0) return memosDue(seen, sale, rest);
  return memosDiffer(seen) ? { steps: [], trouble: 'erp-total-differs' } : evened(seen, sale, true);
}

/** What was not invoiced yet. */
function ofOrder(seen: SeenRefund, sale: RefundedSale, rest: Money): SaleSide {
  const hasLeft = sale.status === 'invoiced' || sale.status === 'shipped';
  // Refunds that are settled at once have each only reduced it: what is left of nothing must not ship all the same.
  if (!hasLeft && (rest.minor > 0 || hasReduced(seen)) && comesToNothing(seen))
    return { steps: [takenBack(seen, sale)] };
  if (rest.minor <= 0) return evened(seen, sale, hasLeft);
  return hasLeft ? { steps: [], waiting: 'invoice' } : reduced(seen, sale, rest);
}

const missing = ({ graceSeconds }: SeenRefund): SaleSide =>
  graceSeconds > 0 ? { steps: [], waiting: 'sale' } : { steps: [], trouble: 'sale-missing' };

/** What was sold does not stand any more, whoever took it back: then there is nothing to credit. */
const isTakenBack = ({ effects }: SeenRefund): boolean =>
  effects.some(({ kind, state }) => kind === 'sale' && state === 'reversed');

/** Of this refund. What a person did by hand has no amount, and is taken for the whole. */
function doneBy(seen: SeenRefund): Money {
  const own = taken(seen).filter(({ subject }) => subject === seen.refund);
  return own.some(({ amount }) => !amount) ? seen.amount : amountsOf(own, seen.amount.currency);
}

/** What of it is of the sale: what was paid beyond the order goes back first. */
function ofSale(seen: SeenRefund): Money {
  const { amount, overpaid, effects, refund } = seen;
  const { currency } = amount;
  if (!overpaid) return amount;
  const others = ({ subject }: SeenEffect): boolean => subject !== refund;
  const back = effects.filter((effect) => effect.kind === 'refund' && others(effect) && stands(effect));
  const spent = amountsOf(back, currency).minor - amountsOf(taken(seen).filter(others), currency).minor;
  const spare = Math.max(0, overpaid.minor - Math.max(0, spent));
  return money(Math.max(0, amount.minor - spare), currency);
}

/** We did, not a person. */
const hasReduced = (seen: SeenRefund): boolean =>
  taken(seen).some(({ kind, subject, amount }) => kind === 'reduce' && subject === seen.refund && amount !== undefined);

/**
 * More than was paid goes back where an earlier refund failed: its sale side stands, as a credit of the customer. Whether
 * this one pays that out, a person must say: credited again, he would have it twice.
 */
function isRefundedAgain(seen: SeenRefund): boolean {
  const { effects, refund, paid } = seen;
  const failed = effects.some(
    (effect) => effect.kind === 'refund-return' && effect.subject !== refund && stands(effect),
  );
  return failed && paid !== undefined && backWith(seen).minor > paid.minor;
}

/** With this refund, all that was paid for the order has gone back. */
const comesToNothing = (seen: SeenRefund): boolean =>
  seen.paid !== undefined && backWith(seen).minor >= seen.paid.minor;

/** What was taken off the sale by all refunds, with all of this one. */
function backWith(seen: SeenRefund): Money {
  const before = taken(seen).filter(({ subject }) => subject !== seen.refund);
  return add(amountsOf(before, seen.amount.currency), ofSale(seen));
}

const takenBack = ({ company }: SeenRefund, { key, order, generation }: RefundedSale): TakeBackStep => ({
  do: 'cancel',
  key: effectKey({ company, kind: 'cancel', subject: order, generation }),
  sale: key,
  order,
  generation,
});

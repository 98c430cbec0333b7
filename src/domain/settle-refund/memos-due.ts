import { effectKey, isStanding, stands } from '../effects.ts';
import { equal, least, subtract, sum, zero, type Money } from '../money.ts';
import { depositsOf, isReceived } from './deposits.ts';
import { creditedOf, creditIn, leftOf } from './lines.ts';
import type { SaleSide } from './outcome.ts';
import type { RefundedSale, SeenRefund } from './seen.ts';
import type { MemoStep } from './steps.ts';
import { amountsOf, leftNow, rounding, taken } from './taken.ts';

/** Each invoice is credited up to what is left of it, once the deposits have paid it: an open one would swallow the credit. */
export function memosDue(seen: SeenRefund, sale: RefundedSale, rest: Money): SaleSide {
  const open = sale.invoices.map((invoice) => ({
    ...invoice,
    room: subtract(invoice.total, creditedBy(seen, sale, invoice.number)),
  }));
  const free = sum(
    depositsOf(seen).map((deposit) => deposit.free),
    rest.currency,
  );
  let left = rest;
  const steps: MemoStep[] = [];
  for (const { number, room } of open) {
    const amount = least(left, room);
    if (amount.minor <= 0) continue;
    if (!seen.clearsItself && subtract(room, appliedTo(seen, sale, number)).minor > 0)
      return { steps, ...(free.minor > 0 ? { waiting: 'application' } : unpaid(seen, sale)) };
    const memo = memoOf(seen, sale, number, amount, steps);
    if (!memo) return { steps, trouble: 'refund-lines' };
    steps.push(memo);
    left = subtract(left, amount);
  }
  if (left.minor <= 0) return { steps };
  return sale.inPart || isInvoicedWhole(sale)
    ? { steps, trouble: 'order-partly-invoiced' }
    : { steps, waiting: 'invoice' };
}

/** Nothing more will be invoiced, as where people took the rest off the order. */
const isInvoicedWhole = ({ total, invoices }: RefundedSale): boolean =>
  total !== undefined &&
  sum(
    invoices.map((invoice) => invoice.total),
    total.currency,
  ).minor >= total.minor;

/** The ERP may invoice faster than the money of the sale is received here: of this payment, or of another of its order. */
function unpaid(seen: SeenRefund, sale: RefundedSale): Pick<SaleSide, 'waiting' | 'trouble'> {
  if (seen.graceSeconds > 0 && !isReceived(seen)) return { waiting: 'receipt' };
  return seen.graceSeconds > 0 && isShort(seen, sale) ? { waiting: 'application' } : { trouble: 'invoice-open' };
}

/** Less was received for the order than is invoiced of it. Nobody knows that of what a person received by hand. */
function isShort({ effects, amount: { currency } }: SeenRefund, { invoices }: RefundedSale): boolean {
  const receipts = effects.filter((effect) => effect.kind === 'receipt' && stands(effect));
  const invoiced = invoices.map((invoice) => invoice.total);
  return receipts.every(({ amount }) => amount) && amountsOf(receipts, currency).minor < sum(invoiced, currency).minor;
}

/** The ERP reckons the tax of a memo by lines itself. Nothing evens that out, so a person must, before the cash goes. */
export function memosDiffer(seen: SeenRefund): boolean {
  const key = effectKey({ company: seen.company, kind: 'reduce', subject: seen.refund, part: rounding });
  const isAccepted = isStanding(seen.effects, key);
  const differs = taken(seen).some(
    ({ kind, subject, amount, posted }) =>
      kind === 'memo' && subject === seen.refund && amount && posted && !equal(amount, posted),
  );
  return differs && !isAccepted;
}

const creditedBy = (seen: SeenRefund, { invoices }: RefundedSale, number: string): Money =>
  amountsOf(
    taken(seen).filter(
      ({ kind, note }) =>
        kind === 'memo' && (invoices.length === 1 || creditIn(note, seen.amount.currency).invoice === number),
    ),
    seen.amount.currency,
  );

/** What pays an invoice is named by its number, or by the sale where that is the invoice itself. */
function appliedTo(
  { effects, amount }: SeenRefund,
  { document, order, invoices }: RefundedSale,
  number: string,
): Money {
  const name = document === 'invoice' ? order : number;
  const ours = effects.filter(
    (effect) =>
      effect.kind === 'apply' && stands(effect) && (effect.part === name || effect.part?.startsWith(`${name}:`)),
  );
  const total = invoices.find((invoice) => invoice.number === number)?.total ?? zero(amount.currency);
  return ours.some((effect) => !effect.amount) ? total : amountsOf(ours, amount.currency);
}

function memoOf(
  seen: SeenRefund,
  sale: RefundedSale,
  invoice: string,
  amount: Money,
  before: readonly MemoStep[],
): MemoStep | undefined {
  const { company, refund, named, roundingLimit, creditsAmounts } = seen;
  const part = sale.document === 'invoice' ? undefined : invoice;
  const left = leftOf(
    leftNow(seen, sale),
    before.flatMap(({ credited }) => credited),
  );
  const isWhole = amount.minor === seen.amount.minor;
  if (named === 'unclear') return undefined;
  const credited = creditedOf(amount, left, isWhole ? named : undefined, roundingLimit);
  const needsLines = named !== undefined || !creditsAmounts;
  if (!credited && needsLines && sale.lines.length > 0) return undefined;
  return {
    do: 'memo',
    key: effectKey({ company, kind: 'memo', subject: refund, ...(part && { part }) }),
    ...(part && { part }),
    refund,
    invoice,
    sale: sale.key,
    amount,
    credited: credited ?? [],
    byLines: needsLines && credited !== undefined,
  };
}

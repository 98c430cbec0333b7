import { effectKey } from '../effects.ts';
import { equal } from '../money.ts';
import type { Settled } from '../order-to-cash/seen.ts';
import { cashBack, cashLeft, cashSide, type CashTrouble } from './cash-side.ts';
import { clearingsDue } from './clearing.ts';
import { isLeftHeld, letGoDue, letGoKey } from './let-go.ts';
import type { SaleSide, SaleTrouble, SaleWaiting } from './outcome.ts';
import { saleSide } from './sale-side.ts';
import type { SeenRefund } from './seen.ts';
import type { CashStep, MemoStep, RefundStep } from './steps.ts';
import { rounding } from './taken.ts';

type RefundTrouble = SaleTrouble | CashTrouble | 'settlement-currency' | 'settlement-differs' | 'order-left-held';
type RefundWaiting = {
  readonly for: SaleWaiting | 'credit-memo' | 'balance-transaction';
  /** News wakes the flow before. */
  readonly seconds: number;
};
type RefundDue = {
  readonly steps: readonly RefundStep[];
  readonly waiting?: RefundWaiting;
  readonly trouble?: RefundTrouble;
  /** What a person who settles the trouble by hand counts as done. */
  readonly acceptable?: Acceptable;
};
export type Acceptable = Pick<CashStep, 'key' | 'refund'> &
  Partial<Pick<CashStep, 'amount'>> & { readonly kind: 'refund' | 'memo' | 'reduce' | 'release' };

const nothing: RefundDue = { steps: [] };
/** Seconds after which one that waits for something without a limit is looked at again. */
const againSeconds = 21_600;
/** The ERP has invoiced, so that the deposit is applied at any moment; of a refund that failed, Stripe's charge shows nothing that would wake it. */
const applicationSeconds = 60;

/** The difference between what Stripe says of a refund and what the ERP holds: the steps that close it, in their order. */
export function refundDue(seen: SeenRefund): RefundDue {
  const { booked, state } = seen;
  if (seen.closed) return closedByHand(seen);
  if (!booked) return state === 'failed' || state === 'canceled' ? cameToNothing(seen) : unbooked;
  const trouble = cashLeft(seen).minor > 0 ? settlementTrouble(seen) : undefined;
  return trouble ? parked(seen, [], trouble) : settling(seen, booked);
}

/** A person sees to the rest, but the hold on the order is ours: he is asked for that too, for nobody else would lift it. */
const closedByHand = (seen: SeenRefund): RefundDue =>
  isLeftHeld(seen.effects, seen)
    ? {
        steps: [],
        trouble: 'order-left-held',
        acceptable: { key: letGoKey(seen), kind: 'release', refund: seen.refund },
      }
    : nothing;

function settling(seen: SeenRefund, booked: Settled): RefundDue {
  // The cash comes last: once it is posted, whatever became of the sale since is no matter of this refund's.
  const posting: SaleSide = ofOrder(seen) && cashLeft(seen).minor > 0 ? saleSide(seen) : { steps: [] };
  const steps = [...posting.steps, ...letGoDue(seen, posting)];
  if (posting.waiting || posting.trouble) return held(seen, steps, posting);
  const memos = posting.steps.filter((step): step is MemoStep => step.do === 'memo');
  const cash = cashSide(seen, booked, memos);
  const cleared = clearingsDue(seen, cash.steps);
  const back = cash.waiting || cash.trouble ? [] : cashBack(seen, cash.steps);
  return held(seen, [...steps, ...cash.steps, ...cleared, ...back], cash);
}

/** Its order is held while all of its money is about to go back: nobody else would tell it that it does not. */
const cameToNothing = ({ payment, effects }: SeenRefund): RefundDue =>
  effects.length > 0 ? { steps: [{ do: 'wake-payment', payment }] } : nothing;

const unbooked: RefundDue = { steps: [], waiting: { for: 'balance-transaction', seconds: againSeconds } };

/** Somebody else credits what people ordered in the ERP, or what Billing has invoiced. */
const ofOrder = ({ owner, memo }: SeenRefund): boolean => owner === 'shop-order' && memo === undefined;

type Found = { readonly waiting?: RefundWaiting['for']; readonly trouble?: RefundTrouble };

function held(seen: SeenRefund, steps: readonly RefundStep[], { waiting, trouble }: Found): RefundDue {
  if (trouble) return parked(seen, steps, trouble);
  const bounded = waiting === 'sale' || waiting === 'receipt';
  return {
    steps: told(seen, steps),
    ...(waiting && { waiting: { for: waiting, seconds: bounded ? seen.graceSeconds : lookAgain(waiting) } }),
  };
}

const lookAgain = (waiting: RefundWaiting['for']): number =>
  waiting === 'application' ? applicationSeconds : againSeconds;

/** The fraud flow hears of it before anything is posted, the payment after: a crash in between repeats them harmlessly. */
function told(seen: SeenRefund, steps: readonly RefundStep[]): readonly RefundStep[] {
  if (steps.length === 0) return steps;
  const { payment, fraudulent } = seen;
  return [...(fraudulent ? [{ do: 'review', payment } as const] : []), ...steps, { do: 'wake-payment', payment }];
}

/** What a person does by hand instead, where that is not the cash. */
const bySale: Partial<Readonly<Record<RefundTrouble, 'memo' | 'reduce'>>> = {
  'sale-missing': 'memo',
  'refund-lines': 'memo',
  'order-partly-invoiced': 'memo',
  'invoice-open': 'memo',
  'erp-total-differs': 'reduce',
};

function parked(seen: SeenRefund, steps: readonly RefundStep[], trouble: RefundTrouble): RefundDue {
  const { company, refund, amount } = seen;
  const kind = isOfOrder(seen, trouble) ? 'reduce' : (bySale[trouble] ?? 'refund');
  const part = trouble === 'erp-total-differs' ? { part: rounding } : {};
  const key = effectKey({ company, kind, subject: refund, ...part });
  return { steps: told(seen, steps), trouble, acceptable: { key, kind, refund, amount } };
}

/** There is no invoice that a person could credit: they take it off the order. */
const isOfOrder = ({ sale }: SeenRefund, trouble: RefundTrouble): boolean =>
  trouble === 'refund-lines' && sale?.document === 'sales-order' && sale.invoices.length === 0;

/** In one currency Stripe takes what it gives back; and a ledger holds no other currency than its own. */
function settlementTrouble({ booked, returned, amount, ledgerCurrency }: SeenRefund): RefundTrouble | undefined {
  for (const movement of [booked, returned]) {
    if (!movement) continue;
    if (movement.settlement.currency !== ledgerCurrency) return 'settlement-currency';
    if (movement.settlement.currency === amount.currency && !equal(movement.settlement, amount))
      return 'settlement-differs';
  }
  return undefined;
}

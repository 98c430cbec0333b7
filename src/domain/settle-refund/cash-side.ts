import { effectKey, isStanding, stands, type SeenEffect } from '../effects.ts';
import { add, equal, least, money, subtract, sum, zero, type Money } from '../money.ts';
import type { Settled } from '../order-to-cash/seen.ts';
import { depositsOf, isReceived } from './deposits.ts';
import type { SeenRefund } from './seen.ts';
import type { CashBackStep, CashStep, MemoStep, Settles } from './steps.ts';

export type CashTrouble = 'receipt-missing' | 'deposit-used' | 'refund-needs-memo';
type CashSide = {
  readonly steps: readonly CashStep[];
  readonly waiting?: 'receipt' | 'credit-memo';
  readonly trouble?: CashTrouble;
};
/** What the money is taken from, and how much of it that holds. */
type Source = { readonly settles: Settles; readonly part?: string; readonly amount: Money };

const nothing: CashSide = { steps: [] };
const posted = ({ effects, refund }: SeenRefund): readonly SeenEffect[] =>
  effects.filter((effect) => effect.kind === 'refund' && effect.subject === refund && stands(effect));

/** What still has to leave the clearing account; what a person posted by hand is the whole of it. */
export function cashLeft(seen: SeenRefund): Money {
  const done = posted(seen);
  if (done.some(({ amount }) => !amount)) return zero(seen.amount.currency);
  return subtract(seen.amount, total(done, seen.amount.currency));
}

const total = (effects: readonly SeenEffect[], currency: string): Money =>
  sum(
    effects.flatMap(({ amount }) => (amount ? [amount] : [])),
    currency,
  );

/** The money goes out of the credit memo of the refund, or out of the deposit that its charge still is. */
export function cashSide(seen: SeenRefund, booked: Settled, memos: readonly MemoStep[]): CashSide {
  const left = cashLeft(seen);
  if (left.minor <= 0) return nothing;
  const sources = fromNotes(seen) ?? [...fromMemos(seen, memos), ...fromDeposits(seen)];
  const steps: CashStep[] = [];
  let before = subtract(seen.amount, left);
  for (const { settles, part, amount: held } of sources) {
    const amount = least(subtract(seen.amount, before), held);
    if (amount.minor <= 0) continue;
    const settled = { ...booked, settlement: slice(booked.settlement, seen.amount, before, amount) };
    const key = effectKey({ company: seen.company, kind: 'refund', subject: seen.refund, ...(part && { part }) });
    steps.push({ do: 'refund', key, ...(part && { part }), refund: seen.refund, settles, amount, settled });
    before = add(before, amount);
  }
  return equal(before, seen.amount) ? { steps } : { steps, ...lacking(seen) };
}

/** An amount that is posted in parts is settled in parts which come to the whole, whatever the rate. */
function slice(settlement: Money, whole: Money, before: Money, part: Money): Money {
  const upTo = (minor: number) => Number((BigInt(settlement.minor) * BigInt(minor)) / BigInt(whole.minor));
  return money(upTo(before.minor + part.minor) - upTo(before.minor), settlement.currency);
}

function fromMemos(seen: SeenRefund, due: readonly MemoStep[]): readonly Source[] {
  const { effects, refund, memo, amount } = seen;
  if (memo !== undefined) return [{ settles: { kind: 'credit-memo', number: memo }, amount }];
  const standing = effects.filter((effect) => effect.kind === 'memo' && effect.subject === refund && stands(effect));
  return [...standing, ...due].map(({ key, part, amount: credited = amount }) => ({
    settles: { kind: 'credit-memo', by: key },
    ...(part && { part }),
    amount: subtract(credited, takenFrom(seen, key)),
  }));
}

/** What a credit note has credited; none where a person named the memo, or no credit note accounts for the refund. */
function fromNotes(seen: SeenRefund): readonly Source[] | undefined {
  const { creditNotes = [], memo: named } = seen;
  if (named !== undefined || creditNotes.length === 0) return undefined;
  return creditNotes
    .filter(({ isPosted }) => isPosted)
    .map(({ creditNote, root, memo, amount }) => ({
      settles: { kind: 'credit-memo', by: memo, root },
      part: creditNote,
      amount: subtract(amount, takenFrom(seen, memo)),
    }));
}

const takenFrom = (seen: SeenRefund, memo: string): Money =>
  total(
    posted(seen).filter(({ note }) => note === `credit-memo ${memo}`),
    seen.amount.currency,
  );

const fromDeposits = (seen: SeenRefund): readonly Source[] =>
  depositsOf(seen)
    .filter(({ charge, free }) => charge === seen.charge && free.currency === seen.amount.currency)
    .map(({ key, part, free }) => ({
      settles: { kind: 'cash-receipt', by: key },
      ...(part && { part }),
      amount: free,
    }));

function lacking(seen: SeenRefund): Pick<CashSide, 'waiting' | 'trouble'> {
  const { graceSeconds, owner, creditNotes = [], memo } = seen;
  if (memo === undefined && creditNotes.some(({ isPosted }) => !isPosted)) return { waiting: 'credit-memo' };
  if (!isReceived(seen) && owner !== 'billing')
    return graceSeconds > 0 ? { waiting: 'receipt' } : { trouble: 'receipt-missing' };
  return { trouble: owner === 'shop-order' ? 'deposit-used' : 'refund-needs-memo' };
}

/** It failed after it was posted: the money is back, and the customer has a credit; what was credited stays so. */
export function cashBack(seen: SeenRefund, due: readonly CashStep[]): readonly CashBackStep[] {
  const { company, refund, returned, effects, amount } = seen;
  const [of] = [...posted(seen).map(({ key }) => key), ...due.map(({ key }) => key)];
  const key = effectKey({ company, kind: 'refund-return', subject: refund });
  if (!returned || !of || isStanding(effects, key)) return [];
  return [{ do: 'refund-return', key, refund, of, amount, settled: returned }];
}

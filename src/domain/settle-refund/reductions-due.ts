import { undoingOf } from '../compensation.ts';
import { effectKey, stands, type SeenEffect } from '../effects.ts';
import { add, money, subtract, sum, zero, type Money } from '../money.ts';
import { creditedOf, type Credited } from './lines.ts';
import type { SaleSide } from './outcome.ts';
import type { RefundedSale, SeenRefund, SoldLine } from './seen.ts';
import type { ReduceStep } from './steps.ts';
import { amountsOf, byOthers, leftNow, rounding, taken } from './taken.ts';

/** An order that was not shipped: the goods that are named go, else a line for each tax code takes the amount off. */
export function reduced(seen: SeenRefund, sale: RefundedSale, rest: Money): SaleSide {
  const { company, refund, named, roundingLimit } = seen;
  if (named === 'unclear') return { steps: [], trouble: 'refund-lines' };
  const posted = new Set(
    taken(seen).flatMap(({ kind, subject, part }) => (kind === 'reduce' && subject === refund ? [part] : [])),
  );
  const left = leftNow(seen, sale);
  // After a crash between two parts, the rest is of the tax codes whose part was not posted, while they hold it.
  const others = left.map((line) => (posted.has(line.taxCode) ? emptied(line) : line));
  const credited =
    posted.size > 0
      ? (creditedOf(rest, others, undefined, roundingLimit) ?? creditedOf(rest, left, undefined, roundingLimit))
      : creditedOf(rest, left, named, roundingLimit);
  if (!credited) return { steps: [], trouble: 'refund-lines' };
  const step = (part: string | undefined, change: ReduceStep['change'], lines: readonly Credited[]): ReduceStep => ({
    do: 'reduce',
    key: effectKey({ company, kind: 'reduce', subject: refund, ...(part && { part }) }),
    ...(part && { part }),
    sale: sale.key,
    refund,
    amount: grossOf(lines, rest.currency),
    change,
    others: byOthers(seen),
    credited: lines,
  });
  if (credited.every(({ quantity }) => quantity))
    return { steps: [step(undefined, { goods: goodsOf(left, credited) }, credited)] };
  return {
    steps: byTaxCode(sale.lines, credited).map(([taxCode, lines]) =>
      step(nextPart(posted, taxCode), { net: netOf(lines), taxCode }, lines),
    ),
  };
}

function nextPart(posted: ReadonlySet<string | undefined>, taxCode: string): string {
  for (let count = 1; ; count += 1) {
    const part = count === 1 ? taxCode : `${taxCode}:${count}`;
    if (!posted.has(part)) return part;
  }
}

const emptied = (line: SoldLine): SoldLine => ({ ...line, net: zero(line.net.currency), tax: zero(line.net.currency) });

const grossOf = (lines: readonly Credited[], currency: string): Money =>
  sum(
    lines.map(({ net, tax }) => add(net, tax)),
    currency,
  );
const netOf = (lines: readonly Credited[]): Money =>
  lines.slice(1).reduce((total, { net }) => add(total, net), lines[0]?.net ?? money(0, ''));

function byTaxCode(
  sold: readonly SoldLine[],
  credited: readonly Credited[],
): readonly (readonly [string, readonly Credited[]])[] {
  const codes = new Map<string, Credited[]>();
  for (const each of credited) {
    const code = sold[each.line]?.taxCode ?? '';
    codes.set(code, [...(codes.get(code) ?? []), each]);
  }
  return [...codes];
}

/** The ERP is told how many of an item are to be left, over all lines of it. */
function goodsOf(left: readonly SoldLine[], credited: readonly Credited[]) {
  const items = [...new Set(credited.map(({ line }) => left[line]?.item ?? ''))];
  return items.map((item) => ({
    item,
    fewer: credited.reduce((count, { line, quantity = 0 }) => count + (left[line]?.item === item ? quantity : 0), 0),
    of: left.reduce((count, line) => count + (line.item === item ? line.quantity : 0), 0),
  }));
}

/** The ERP reckons its own tax, so the order may have fallen by a cent more or less than went back: who took last evens it out. */
export function evened(seen: SeenRefund, sale: RefundedSale, hasLeft: boolean): SaleSide {
  const off = offBy(seen, sale);
  const key = effectKey({ company: seen.company, kind: 'reduce', subject: seen.refund, part: rounding });
  // A person who accepted a cent of an earlier refund has accepted the total that it left.
  const isDone = seen.effects.some(
    (effect) => effect.kind === 'reduce' && (effect.key === key ? stands(effect) : isAccepted(effect)),
  );
  const last = taken(seen).findLast(({ kind }) => kind === 'reduce');
  if (!off || isDone || last?.subject !== seen.refund) return { steps: [] };
  // What has left takes no line any more: asked again and again, the ERP would refuse it for ever.
  if (hasLeft || Math.abs(off.minor) > seen.roundingLimit) return { steps: [], trouble: 'erp-total-differs' };
  return {
    steps: [
      {
        do: 'reduce',
        key,
        part: rounding,
        sale: sale.key,
        refund: seen.refund,
        amount: off,
        change: { net: off },
        others: byOthers(seen),
        credited: [],
      },
    ],
  };
}

const isAccepted = ({ part, state }: SeenEffect): boolean => part === rounding && state === 'settled-by-hand';

/** How much more the ERP's order comes to than it should. */
function offBy({ company, effects }: SeenRefund, { key, order }: RefundedSale): Money | undefined {
  const sale = effects.find((effect) => effect.key === key && stands(effect));
  const evening = effects.find(({ kind, subject }) => kind === 'rounding' && subject === order);
  const reductions = effects.filter(({ kind }) => kind === 'reduce');
  // What was taken back of them has changed the total too.
  const changing = new Set(reductions.flatMap((effect) => [effect.key, undoingOf(company, effect).key]));
  const before = sale?.posted;
  const now = effects
    .filter((effect) => effect === sale || effect === evening || changing.has(effect.key))
    .flatMap(({ posted }) => (posted ? [posted] : []))
    .at(-1);
  if (!before || !now) return undefined;
  const evened = evening && stands(evening) ? amountsOf([evening], now.currency) : zero(now.currency);
  const fell = amountsOf(
    reductions.filter((effect) => stands(effect) && effect.part !== rounding),
    now.currency,
  );
  const off = subtract(now, subtract(add(before, evened), fell));
  return off.minor === 0 ? undefined : off;
}

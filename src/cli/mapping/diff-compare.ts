import type { ErpDocument } from '../../domain/documents.ts';
import { add, show, type Money } from '../../domain/money.ts';
import { journalOf } from './try-journal.ts';

/** One field that two versions fill differently; a side without a value has none. */
export type Difference = { readonly field: string; readonly before?: string; readonly after?: string };

/** Field by field, in the order of their names. */
export function differencesOf(before: object, after: object): readonly Difference[] {
  const [one, other] = [new Map(flat(before, '')), new Map(flat(after, ''))];
  const fields = [...new Set([...one.keys(), ...other.keys()])].sort();
  return fields
    .map((field) => ({ field, before: one.get(field), after: other.get(field) }))
    .filter((difference) => difference.before !== difference.after)
    .map(({ field, ...sides }) => ({ field, ...withoutUndefined(sides) }));
}

const withoutUndefined = (sides: { readonly before: string | undefined; readonly after: string | undefined }) => ({
  ...(sides.before !== undefined && { before: sides.before }),
  ...(sides.after !== undefined && { after: sides.after }),
});

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;

function* flat(value: unknown, path: string): Generator<readonly [string, string]> {
  if (value === undefined) return;
  if (isMoney(value)) yield [path, show(value)];
  else if (Array.isArray(value)) for (const [at, one] of value.entries()) yield* flat(one, `${path}[${at}]`);
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value))
      yield* flat(one, path ? `${path}.${named(key, path)}` : named(key, path));
  else yield [path, typeof value === 'string' ? value : JSON.stringify(value)];
}

/** As profiles write it: `revenue_account`. The ERP's own names are its own. */
const named = (key: string, path: string): string =>
  path === 'extra' ? key : key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What another version would have posted elsewhere. */
export type Move = { readonly from: string; readonly to: string; readonly amount: Money };

/** Accounts that get less of a document, paired with those that get more, the largest first. */
export function movesBetween(before: ErpDocument, after: ErpDocument): readonly Move[] {
  const balances = changesOf(before, after);
  const moves: Move[] = [];
  for (const currency of new Set(balances.map(({ amount }) => amount.currency))) {
    const ofCurrency = balances.filter(({ amount }) => amount.currency === currency);
    moves.push(...paired(ofCurrency));
  }
  return moves;
}

type Change = { readonly account: string; readonly amount: Money };

/** By account: what it is credited more (positive) or less. */
function changesOf(before: ErpDocument, after: ErpDocument): readonly Change[] {
  const changes = new Map<string, Change>();
  const count = (document: ErpDocument, sign: 1 | -1) => {
    for (const { account, side, amount } of journalOf(document)) {
      const minor = amount.minor * sign * (side === 'credit' ? 1 : -1);
      const key = `${account} ${amount.currency}`;
      const known = changes.get(key)?.amount.minor ?? 0;
      changes.set(key, { account, amount: { minor: known + minor, currency: amount.currency } });
    }
  };
  count(before, -1);
  count(after, 1);
  return [...changes.values()].filter(({ amount }) => amount.minor !== 0);
}

function paired(changes: readonly Change[]): readonly Move[] {
  const bySize = (sign: 1 | -1) =>
    changes
      .filter(({ amount }) => Math.sign(amount.minor) === sign)
      .map(({ account, amount }) => ({ account, currency: amount.currency, left: Math.abs(amount.minor) }))
      .sort((a, b) => b.left - a.left);
  const [less, more] = [bySize(-1), bySize(1)];
  const moves: Move[] = [];
  for (const from of less)
    for (const to of more) {
      const minor = Math.min(from.left, to.left);
      if (minor === 0) continue;
      from.left -= minor;
      to.left -= minor;
      moves.push({ from: from.account, to: to.account, amount: { minor, currency: from.currency } });
    }
  return moves;
}

/** All moves between the same two accounts as one. */
export function summed(moves: Iterable<Move>): readonly Move[] {
  const totals = new Map<string, Move>();
  for (const move of moves) {
    const key = JSON.stringify([move.from, move.to, move.amount.currency]);
    const known = totals.get(key);
    totals.set(key, known ? { ...move, amount: add(known.amount, move.amount) } : move);
  }
  return [...totals.values()];
}

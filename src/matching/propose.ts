import { candidatesIn, type Group } from './candidates.ts';
import type { Evidence, Key, Listed, Match, Proposal } from './evidence.ts';
import { identified } from './identified.ts';
import { named, noted, sideOf, take, type Side } from './sides.ts';

/**
 * Every row of both lists once, each with at most one partner: first those that name each other, then those that share a
 * key with nobody else. Whatever has two possible partners is left to a person. The order of the lists changes nothing.
 */
export function* propose<S extends Listed, E extends Listed>(
  stripe: readonly S[],
  erp: readonly E[],
  { namings, keys, doubt }: Evidence<S, E>,
): Generator<Proposal<S, E>> {
  const sides = { stripe: sideOf(stripe), erp: sideOf(erp) };
  yield* identified(sides.stripe, sides.erp, namings);
  for (const key of keys) yield* byKey(sides.stripe, sides.erp, key, doubt);
  yield* unmatched(sides.stripe, (row) => ({ stripe: row }));
  yield* unmatched(sides.erp, (row) => ({ erp: row }));
}

function* byKey<S extends Listed, E extends Listed>(
  stripe: Side<S>,
  erp: Side<E>,
  key: Key<S, E>,
  doubt: Evidence<S, E>['doubt'],
): Generator<Proposal<S, E>> {
  for (const group of candidatesIn(stripe.rows, erp.rows, key)) {
    const free = {
      stripe: group.stripe.filter((at) => !stripe.settled[at]),
      erp: group.erp.filter((at) => !erp.settled[at]),
    };
    if (free.stripe.length === 0 || free.erp.length === 0) {
      noteTaken(stripe, erp, group, key.words);
      continue;
    }
    if (group.stripe.length === 1 && group.erp.length === 1) {
      yield pair(stripe, erp, group, key, doubt);
    } else yield* shared(stripe, erp, group, free, key);
  }
}

/** Whoever has the key is another's already. */
function noteTaken<S extends Listed, E extends Listed>(
  stripe: Side<S>,
  erp: Side<E>,
  group: Group,
  words: string,
): void {
  for (const at of group.stripe)
    noted(stripe, at, () => `same ${words} as ${named(erp, group.erp)}, which has a line of its own`);
  for (const at of group.erp)
    noted(erp, at, () => `same ${words} as ${named(stripe, group.stripe)}, which has a line of its own`);
}

function pair<S extends Listed, E extends Listed>(
  stripe: Side<S>,
  erp: Side<E>,
  group: Group,
  { match, words }: Key<S, E>,
  doubt: Evidence<S, E>['doubt'],
): Proposal<S, E> {
  const [one, other] = [group.stripe[0] ?? 0, group.erp[0] ?? 0];
  const [row, partner] = [take(stripe, one), take(erp, other)];
  const doubts = [stripe.notes.get(one), erp.notes.get(other), doubt?.(partner)].filter((note) => note !== undefined);
  const reason = [`same ${words}`, ...doubts].join('; but ');
  return { match: doubts.length > 0 ? 'likely' : match, reason, stripe: row, erp: partner };
}

/** The key stands several times: the rows that have no partner yet are shown to a person, each once. */
function* shared<S extends Listed, E extends Listed>(
  stripe: Side<S>,
  erp: Side<E>,
  group: Group,
  free: Group,
  { words }: Key<S, E>,
): Generator<Proposal<S, E>> {
  const count = `${group.stripe.length} at Stripe and ${group.erp.length} in the ERP have the same ${words}`;
  const [ofStripe, ofErp] = [named(stripe, free.stripe), named(erp, free.erp)];
  if (free.stripe.length === 1 && free.erp.length === 1) {
    const [row, partner] = [take(stripe, free.stripe[0] ?? 0), take(erp, free.erp[0] ?? 0)];
    yield { match: 'ambiguous', reason: `${count}; these two are left`, stripe: row, erp: partner };
    return;
  }
  for (const at of free.stripe)
    yield { match: 'ambiguous', reason: `${count}; it may be ${ofErp}`, stripe: take(stripe, at) };
  for (const at of free.erp)
    yield { match: 'ambiguous', reason: `${count}; it may be ${ofStripe}`, erp: take(erp, at) };
}

function* unmatched<R extends Listed, P>(
  side: Side<R>,
  shown: (row: R) => P,
): Generator<P & { match: Match; reason: string }> {
  for (const [at, row] of side.rows.entries())
    if (!side.settled[at])
      yield { match: 'unmatched', reason: side.notes.get(at) ?? 'nothing on the other side is like it', ...shown(row) };
}

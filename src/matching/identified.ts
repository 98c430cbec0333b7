import type { Listed, Naming, Proposal } from './evidence.ts';
import { named, noted, take, type Side } from './sides.ts';

/** Who is named by whom, and in which words. */
type Edges = Map<number, Map<number, string[]>>;

/** Rows that name each other, by number or id. Several partners named by one row, or one by several, is for a person. */
export function* identified<S extends Listed, E extends Listed>(
  stripe: Side<S>,
  erp: Side<E>,
  namings: readonly Naming<S, E>[],
): Generator<Proposal<S, E>> {
  const ofStripe: Edges = new Map();
  const places = { stripe: placesOf(stripe), erp: placesOf(erp) };
  for (const naming of namings) {
    note(stripe, places.erp, naming.byStripe, naming.words, (at, other) => join(ofStripe, at, other, naming.words));
    note(erp, places.stripe, naming.byErp, naming.words, (at, other) => join(ofStripe, other, at, naming.words));
  }
  const ofErp = turned(ofStripe);
  for (const [at, partners] of [...ofStripe].sort(byFirst)) {
    const [first] = partners;
    if (partners.size !== 1 || !first || ofErp.get(first[0])?.length !== 1) continue;
    const [other, words] = first;
    const doubts = [stripe.notes.get(at), erp.notes.get(other)].filter((doubt) => doubt !== undefined);
    const reason = [words.join('; '), ...doubts].join('; but ');
    yield { match: doubts.length > 0 ? 'likely' : 'exact', reason, stripe: take(stripe, at), erp: take(erp, other) };
  }
  yield* contradicting(stripe, erp, ofStripe, ofErp);
}

function* contradicting<S extends Listed, E extends Listed>(
  stripe: Side<S>,
  erp: Side<E>,
  ofStripe: Edges,
  ofErp: ReadonlyMap<number, readonly number[]>,
): Generator<Proposal<S, E>> {
  for (const [at, partners] of [...ofStripe].sort(byFirst)) {
    if (stripe.settled[at]) continue;
    const said = [...partners].sort(byFirst).map(([other, words]) => `${words.join('; ')}: ${named(erp, [other])}`);
    yield { match: 'ambiguous', reason: contradiction(said), stripe: take(stripe, at) };
  }
  for (const [at, partners] of [...ofErp].sort(byFirst)) {
    if (erp.settled[at]) continue;
    const reason = `it is named together with ${named(
      stripe,
      [...partners].sort((one, other) => one - other),
    )}`;
    yield { match: 'ambiguous', reason, erp: take(erp, at) };
  }
}

const mostSaid = 5;
const contradiction = (said: readonly string[]): string =>
  said.length === 1
    ? `${said[0] ?? ''}, but others are named with it too`
    : `its names contradict each other: ${said.slice(0, mostSaid).join(', ')}${said.length > mostSaid ? ', …' : ''}`;

/** What is named and is not there says something too: a pair that is found otherwise is no longer exact. */
function note<R extends Listed>(
  side: Side<R>,
  others: ReadonlyMap<string, number>,
  naming: ((row: R) => readonly string[]) | undefined,
  words: string,
  found: (at: number, other: number) => void,
): void {
  if (!naming) return;
  for (const [at, row] of side.rows.entries())
    for (const id of naming(row)) {
      const other = others.get(id);
      if (other !== undefined) found(at, other);
      else noted(side, at, () => `${words}: ${id}, which is not there`);
    }
}

function join(edges: Edges, at: number, other: number, words: string): void {
  const partners = edges.get(at) ?? new Map<number, string[]>();
  edges.set(at, partners);
  const known = partners.get(other);
  if (!known) partners.set(other, [words]);
  else if (!known.includes(words)) known.push(words);
}

function turned(edges: Edges): Map<number, number[]> {
  const result = new Map<number, number[]>();
  for (const [at, partners] of edges)
    for (const other of partners.keys()) {
      const known = result.get(other);
      if (known) known.push(at);
      else result.set(other, [at]);
    }
  return result;
}

const placesOf = <R extends Listed>({ rows }: Side<R>): Map<string, number> =>
  new Map(rows.map(({ id }, at) => [id, at]));
const byFirst = ([one]: readonly [number, ...unknown[]], [other]: readonly [number, ...unknown[]]): number =>
  one - other;

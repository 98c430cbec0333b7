import { paged, type Paged } from '../../paged.ts';
import type { System } from '../system.ts';
import type { Moment } from './change-documents.ts';
import { latest } from './change-documents.ts';
import { stampSince, type Stamp } from './clock.ts';
import type { Query } from './table.ts';
import { tablePages } from './table.ts';

type Changed = readonly (readonly [number: string, at: Moment])[];

/** Master records of one kind, by their numbers with zeros in front. */
export type Masters<T> = {
  /** Where all of our organisation stand, once each; the first field is the number. */
  readonly all: Query<string>;
  /** Whose change documents say so, page by page. */
  readonly changed: (since: Stamp, signal: AbortSignal | undefined) => AsyncGenerator<Changed>;
  /** Made on that day or later, where no change document says anything of them. */
  readonly made: (day: string, signal: AbortSignal | undefined) => Promise<Changed>;
  /** In the order of the numbers, without those that are not of our organisation; `at` where it is known. */
  readonly read: (
    numbers: readonly string[],
    signal: AbortSignal | undefined,
    at?: ReadonlyMap<string, Moment>,
  ) => Promise<readonly T[]>;
};

/** Records whose rows are read together: those of a span of numbers, and those that are here and there. */
const [spanSize, someSize] = [200, 25];

/**
 * A table has no order that SAP promises, so what is to come is read first, numbers and times only. A page that brings
 * nothing yet stands for the requests that were made.
 */
export const masterRecords = <T>(
  system: System,
  masters: Masters<T>,
  { since }: { readonly since?: string },
  signal: AbortSignal | undefined,
): Paged<T> =>
  paged(() => (since === undefined ? everything(system, masters, signal) : changes(system, masters, since, signal)));

async function* everything<T>(
  { rfc }: System,
  masters: Masters<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly T[]> {
  const [key] = masters.all.fields;
  const numbers = new Set<string>();
  for await (const page of tablePages(rfc, masters.all, signal)) {
    for (const row of page) numbers.add(row[key] ?? '');
    yield [];
  }
  const sorted = [...numbers].sort();
  for (let first = 0; first < sorted.length; first += spanSize)
    yield masters.read(sorted.slice(first, first + spanSize), signal);
}

/** The time that is told is the one that was found first: who changes meanwhile comes again with the next window. */
async function* changes<T>(
  { organisation }: System,
  masters: Masters<T>,
  since: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly T[]> {
  const stamp = stampSince(since, organisation.timeZone);
  const found: (readonly [string, Moment])[] = [];
  for await (const page of masters.changed(stamp, signal)) {
    found.push(...page);
    yield [];
  }
  const known = latest(found);
  const made = (await masters.made(stamp.day, signal)).filter(([number]) => !known.has(number));
  const at = new Map([...known, ...made]);
  const sorted = [...at].sort(byTimeThenNumber).map(([number]) => number);
  for (let first = 0; first < sorted.length; first += someSize)
    yield masters.read(sorted.slice(first, first + someSize), signal, at);
}

const byTimeThenNumber = ([one, a]: readonly [string, Moment], [other, b]: readonly [string, Moment]): number =>
  a.localeCompare(b) || one.localeCompare(other);

import { setTimeout as pause } from 'node:timers/promises';
import type { Desk } from './cases.ts';
import type { CompanyDay } from './company-day.ts';
import type { Verdict } from './judge.ts';
import type { Product } from './product.ts';
import type { Progress } from './progress.ts';

type Watched = {
  readonly product: Product;
  readonly desk: Desk;
  readonly progress: Progress;
  readonly days: readonly CompanyDay[];
  /** When it was opened, in milliseconds. */
  readonly began: number;
};
export type Looked = readonly { readonly day: CompanyDay; readonly verdict: Verdict }[];
export type Look = () => Promise<Looked>;

/** For how long nothing may come right any more before it is judged as it is: the product pauses for ten minutes at most between two attempts. */
const patienceMs = 660_000;

export const secondsSince = (began: number): number => Math.round((Date.now() - began) / 1_000);

/** One look around: lets people work, compares the truths, shows how far it is. */
export const watcher =
  ({ product, desk, progress, days, began }: Watched): Look =>
  async () => {
    await product.look();
    const waiting = await desk.open().catch(() => []); // Temporal may be away for a moment.
    const found = await Promise.all(days.map(async (day) => ({ day, verdict: await day.look(waiting) })));
    const orders = total(days, (day) => day.orders.length);
    const played = total(days, (day) => day.played());
    progress.show({
      seconds: secondsSince(began),
      played,
      orders,
      documents: total(found, ({ verdict }) => verdict.documents),
      parked: waiting.length,
      trouble: played === orders ? unsettledIn(found) : '',
    });
    return found;
  };

const total = <T>(rows: readonly T[], count: (row: T) => number): number =>
  rows.reduce((sum, row) => sum + count(row), 0);

const unsettled = (found: Looked) =>
  found.flatMap(({ verdict }) => verdict.orders.filter(({ wrong }) => wrong.length > 0));

function unsettledIn(found: Looked): string {
  const orders = unsettled(found);
  const [first] = orders;
  return [
    `${orders.length} orders are not settled yet`,
    ...(first ? [`${first.order} (${first.variant}) ${first.wrong[0]}`] : []),
    ...found.flatMap(({ verdict }) => verdict.wrong).slice(0, 1),
  ].join('; ');
}

/** Looks once a second until it is over. */
export async function during(day: Promise<unknown>, look: Look): Promise<void> {
  const over = new AbortController();
  const looking = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await look();
      await pause(1_000);
    }
  };
  await Promise.all([day.finally(() => over.abort()), looking()]);
}

/** What changes while something still comes right. */
const standOf = (found: Looked): string =>
  [
    unsettled(found).length,
    ...found.flatMap(({ verdict: { wrong, documents, parked } }) => [wrong.length, documents, parked]),
  ].join(' ');

/** Good twice in a row: what is too much may come late. */
export async function untilSettled(look: Look): Promise<Looked> {
  let before: string | undefined;
  let since = Date.now();
  let goodBefore = false;
  for (;;) {
    const found = await look();
    const good = found.every(({ verdict }) => verdict.good);
    if (good && goodBefore) return found;
    goodBefore = good;
    const now = standOf(found);
    if (now !== before) since = Date.now();
    before = now;
    if (!good && Date.now() - since > patienceMs) return found;
    await pause(good ? 4_000 : 1_000);
  }
}

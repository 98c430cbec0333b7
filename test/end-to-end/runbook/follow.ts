import { expect } from 'vitest';
import { runbookEntries } from '../../docs/runbook-entries.ts';
import { company } from '../../support/product.ts';
import type { Place, Walk } from './walk.ts';

const patienceMs = 80_000;

/** Goes the way of one entry, and fails with what waits instead where it leads nowhere. */
export async function follow(place: Place, walk: Walk, id: string): Promise<void> {
  let subject = '';
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => void waiting(place, subject).then(reject, reject), patienceMs);
  });
  const walked = walkTo(place, walk, id, (found) => (subject = found));
  await Promise.race([late, walked]).finally(() => clearTimeout(timer));
}

async function walkTo(
  place: Place,
  { code, provoke, follow: mend, closed, after }: Walk,
  id: string,
  found: (subject: string) => void,
): Promise<void> {
  const { clerk, product } = place;
  const made = await provoke(place, id);
  found(made.subject);
  const seen = await clerk.waits(made.subject, code);
  const decision = await mend(place, made, seen, id);
  if (decision) await clerk.decide(seen.caseId, decision);
  const way = closed ?? decision?.[0] ?? '';
  expect(await clerk.closed(seen.caseId)).toBe(way);
  expect(saidOf(code)).toContain(words[way] ?? way);
  await after(place, made, id);
  expect(await clerk.open(made.subject)).toEqual([]);
  expect((await product.books()).trialBalanceMinor).toBe(0);
}

/** As the runbook calls it. */
const words: Readonly<Record<string, string>> = { healed: 'by itself', approved: 'approve', rejected: 'reject' };
const saidOf = (code: string): string =>
  runbookEntries()
    .filter((entry) => entry.code === code)
    .map(({ todo, intro }) => `${todo} ${intro}`)
    .join(' ');

async function waiting({ product }: Place, subject: string): Promise<Error> {
  const cases = await product.store.cases.list({ company, ...(subject && { subject }) });
  const told = cases.map(
    ({ code, step, words, refusal, closed }) =>
      `${code} at "${step ?? ''}" ${words ?? ''} ${refusal ?? ''} ${closed?.decision ?? 'open'}`,
  );
  return new Error(`The way ends nowhere: ${told.join('; ') || 'no case opened'}`);
}

export const numbered = (walks: readonly Walk[], prefix: string) =>
  walks.map((walk, index) => ({ ...walk, id: `${prefix}-${index + 1}` }));

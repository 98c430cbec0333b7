import type { Outcome, Outcomes, Scope, Unit } from './evaluator.ts';
import type { Limits } from './limits.ts';
import { quickly } from './plain-path.ts';

/** Where a unit has nothing but plain paths and constants, no thread is needed; `undefined` where it has more. */
export function evaluateAtOnce(unit: Unit, { source, lines = [] }: Scope, limits: Limits): Outcomes | undefined {
  const head = quickOf(unit.head, limits);
  const ofLines = head && quickOf(unit.lines ?? {}, limits);
  if (!head || !ofLines) return undefined;
  const ofHead = evaluate(head, source);
  const results: Readonly<Record<string, Outcome>>[] = [];
  for (const [index, line] of lines.entries()) {
    const result = ofHead && evaluate(ofLines, { ...source, line, index });
    if (!result) return undefined;
    results.push(result);
  }
  return ofHead && { head: ofHead, lines: results };
}

type Quick = readonly (readonly [string, NonNullable<ReturnType<typeof quickly>>])[];
const known = new WeakMap<object, Quick | false>();

function quickOf(texts: Readonly<Record<string, string>>, limits: Limits): Quick | undefined {
  const before = known.get(texts);
  if (before !== undefined) return before || undefined;
  const found: [string, Quick[number][1]][] = [];
  for (const [field, text] of Object.entries(texts)) {
    const quick = quickly(text, limits);
    if (quick) found.push([field, quick]);
  }
  const all = found.length === Object.keys(texts).length;
  known.set(texts, all ? found : false);
  return all ? found : undefined;
}

function evaluate(
  fields: Quick,
  scope: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Outcome>> | undefined {
  const outcomes: Record<string, Outcome> = {};
  for (const [field, quick] of fields) {
    const outcome = quick(scope);
    if (!outcome) return undefined;
    outcomes[field] = outcome;
  }
  return outcomes;
}

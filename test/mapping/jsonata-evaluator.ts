import jsonata from 'jsonata';
import type { Money } from '../../src/domain/money.ts';
import { dayOf } from '../../src/mapping/day.ts';
import type { Evaluator, Outcome, Unit } from '../../src/mapping/expressions/evaluator.ts';

/** Expressions without guards, on this thread, with the few functions that these tests use. */
export const jsonataEvaluator = (): Evaluator => ({
  async run(unit, { source, lines = [] }, lookup) {
    const names = functionsOf(unit, lookup);
    return {
      head: await all(unit.head, source, names),
      lines: await Promise.all(lines.map((line, index) => all(unit.lines ?? {}, { ...source, line, index }, names))),
    };
  },
  stop: () => Promise.resolve(),
});

const functionsOf = ({ timeZone }: Unit, lookup: unknown) => ({
  day: (time: string | undefined) => (time === undefined ? undefined : dayOf(time, timeZone)),
  minus: (a: Money, b: Money) => ({ minor: a.minor - b.minor, currency: a.currency }),
  cut: (text: string, length: number) => text.slice(0, length),
  lookup,
});

async function all(expressions: Readonly<Record<string, string>>, source: object, names: object) {
  const outcomes: Record<string, Outcome> = {};
  for (const [field, text] of Object.entries(expressions)) {
    try {
      outcomes[field] = { value: plain(await compiled(text).evaluate(source, { ...names })) };
    } catch (error) {
      outcomes[field] = { trouble: { code: 'failed', what: (error as { code?: string }).code ?? 'it failed', at: 0 } };
    }
  }
  return outcomes;
}

const known = new Map<string, ReturnType<typeof jsonata>>();
function compiled(text: string): ReturnType<typeof jsonata> {
  const expression = known.get(text) ?? jsonata(text);
  known.set(text, expression);
  return expression;
}

/** JSONata's arrays have marks of their own. */
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

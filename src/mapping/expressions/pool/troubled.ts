import type { EvaluationTrouble, Outcome, Outcomes, Scope, Unit } from '../evaluator.ts';

/** One trouble for every expression of a run. */
export function allTroubled(unit: Unit, { lines = [] }: Scope, trouble: EvaluationTrouble): Outcomes {
  const troubled = (texts: Readonly<Record<string, string>> = {}): Readonly<Record<string, Outcome>> =>
    Object.fromEntries(Object.keys(texts).map((field) => [field, { trouble }]));
  return { head: troubled(unit.head), lines: lines.map(() => troubled(unit.lines)) };
}

/** The field that a run was at when `done` expressions had ended: `lines[2].item`. */
export function fieldAt(unit: Unit, done: number): string {
  const head = Object.keys(unit.head);
  if (done < head.length) return head[done] ?? '';
  const ofLine = Object.keys(unit.lines ?? {});
  const past = done - head.length;
  return ofLine.length ? `lines[${Math.floor(past / ofLine.length)}].${ofLine[past % ofLine.length] ?? ''}` : '';
}

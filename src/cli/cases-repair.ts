import Table from 'cli-table3';
import type { SeenCase } from '../store/cases.ts';
import { Unanswered } from './cases-answers.ts';
import type { CaseDecision, CaseDesk } from './cases.ts';
import { caseTable } from './cases-shown.ts';
import { failed, reasonsOf } from './terminal.ts';

/** What became of one case. */
type Repaired = Pick<SeenCase, 'caseId' | 'kind' | 'company' | 'subject'> & {
  readonly outcome: 'decided' | 'refused' | 'unanswered' | 'not asked';
  readonly said: string;
};
type Repairing = { readonly decision: CaseDecision; readonly patch?: Readonly<Record<string, unknown>> };

/** What a correction of many would change, and what keeps it from being stored; nothing is changed. */
export async function preview(
  desk: CaseDesk,
  cases: readonly SeenCase[],
  { decision, patch }: Repairing,
): Promise<string> {
  const { action } = decision;
  const lines = [
    caseTable(cases),
    '',
    `${action} for ${counted(cases.length)}, one by one; each flow answers for itself.`,
  ];
  if (!patch) return lines.join('\n');
  const wrong: string[] = [];
  for (const one of cases)
    for (const problem of await desk.problemsOf(one, patch)) wrong.push(`${one.caseId} would be refused: ${problem}`);
  return [...lines, ...wrong].join('\n');
}

/**
 * One update for each case, one after the other; one that has changed since it was shown is refused. Once nobody answers, the rest is not asked: no worker runs, and what was
 * asked already may still be decided.
 */
export async function repairEach(
  desk: CaseDesk,
  cases: readonly SeenCase[],
  { decision, patch }: Repairing,
): Promise<readonly Repaired[]> {
  const done: Repaired[] = [];
  let silent = false;
  for (const { caseId, kind, company, subject, code, step } of cases) {
    // What was agreed to is what was shown: a case may be about something else by now.
    const asked = { ...decision, about: { code, ...(step && { step }) } };
    const one = { caseId, kind, company, subject };
    if (silent) {
      done.push({ ...one, outcome: 'not asked', said: 'no flow had answered before' });
      continue;
    }
    const answer = await (patch ? desk.patch(caseId, patch, asked) : desk.decide(caseId, asked))
      .then(({ stage }) => ({ outcome: 'decided' as const, said: `the flow is ${stage}` }))
      .catch(answerOf);
    silent = answer.outcome === 'unanswered';
    done.push({ ...one, ...answer });
  }
  return done;
}

function answerOf(error: unknown): Pick<Repaired, 'outcome' | 'said'> {
  const said = error instanceof Error ? reasonsOf(error) : String(error);
  return { outcome: error instanceof Unanswered ? 'unanswered' : 'refused', said };
}

/** What was not decided, each with the reason; business and connection apart, as everywhere. */
export function summary(all: readonly Repaired[]): string {
  const left = all.filter(({ outcome }) => outcome !== 'decided');
  const head = outcomes.flatMap((outcome) => {
    const count = all.filter((one) => one.outcome === outcome).length;
    return count > 0 || outcome === 'decided' ? [`${count} ${outcome}`] : [];
  });
  if (left.length === 0) return `${head.join(', ')}.`;
  const table = new Table({
    head: ['Kind', 'Case', 'Stripe', 'Outcome', 'Why'],
    colWidths: [null, null, null, null, 70],
    wordWrap: true,
  });
  const sorted = left.toSorted((a, b) => a.kind.localeCompare(b.kind));
  for (const { kind, caseId, subject, outcome, said } of sorted) table.push([kind, caseId, subject, outcome, said]);
  return `${head.join(', ')}.\n${table.toString()}`;
}

const outcomes = ['decided', 'refused', 'unanswered', 'not asked'] as const;

export const statusOf = (all: readonly Repaired[]): number =>
  all.every(({ outcome }) => outcome === 'decided') ? 0 : failed;

const counted = (count: number): string => `${count} ${count === 1 ? 'case' : 'cases'}`;

import Table from 'cli-table3';
import type { CaseKind } from '../domain/case-queue.ts';
import { show } from '../domain/money.ts';
import type { CaseSum } from '../store/case-list.ts';
import type { SeenCase } from '../store/cases.ts';

const headings: Readonly<Record<CaseKind, string>> = {
  business: 'Business: a person decides',
  connection: 'Connection: these go on by themselves once the other side answers',
  defect: 'Defects: mend, deploy, retry',
};
export const kindsInOrder = Object.keys(headings) as readonly CaseKind[];

/** Cases as people read them, each kind by itself with what is at stake; oldest first, as the store gives them. */
export function caseTable(cases: readonly SeenCase[], sums: readonly CaseSum[] = [], now = new Date()): string {
  if (cases.length === 0) return 'Nothing waits for you.';
  const parts = kindsInOrder.flatMap((kind) => {
    const ofKind = cases.filter((one) => one.kind === kind);
    if (ofKind.length === 0) return [];
    return [[headings[kind], tableOf(ofKind, now), ...sumLines(sums.filter((one) => one.kind === kind))].join('\n')];
  });
  return parts.join('\n\n');
}

function tableOf(cases: readonly SeenCase[], now: Date): string {
  const table = new Table({ head: ['Case', 'Queue', 'Company', 'Stripe', 'What', 'Amount', 'Age', 'Due', 'Closed'] });
  for (const { caseId, queue, company, subject, code, step, amount, openedAt, dueAt, closed } of cases) {
    const what = step ? `${code} at "${step}"` : code;
    const age = span(openedAt, closed?.at ?? now);
    const due = closed ? '' : dueIn(dueAt, now);
    table.push([caseId, queue, company, subject, what, amount ? show(amount) : '', age, due, closed?.decision ?? '']);
  }
  return table.toString();
}

/** `finance: 12 cases, 3 late; at stake 119.00 EUR, 80.00 USD`. */
export function sumLines(sums: readonly CaseSum[]): readonly string[] {
  const queues = [...new Set(sums.map(({ queue }) => queue))];
  return queues.map((queue) => {
    const own = sums.filter((one) => one.queue === queue);
    const count = own.reduce((all, { cases }) => all + cases, 0);
    const late = own.reduce((all, { overdue }) => all + overdue, 0);
    const amounts = own.flatMap(({ amount }) => (amount ? [show(amount)] : []));
    const stake = amounts.length > 0 ? `; at stake ${amounts.join(', ')}` : '';
    return `${queue}: ${count} ${count === 1 ? 'case' : 'cases'}, ${late} late${stake}`;
  });
}

const dueIn = (dueAt: Date, now: Date): string =>
  dueAt <= now ? `late ${span(dueAt, now)}` : `in ${span(now, dueAt)}`;

/** `3d 4h`, `5h`, `12m`. */
function span(from: Date, to: Date): string {
  const minutes = Math.max(0, Math.floor((to.getTime() - from.getTime()) / 60_000));
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60)];
  if (days > 0) return hours > 0 ? `${days}d ${hours}h` : `${days}d`;
  return hours > 0 ? `${hours}h` : `${minutes}m`;
}

/** One case with everything that is needed to decide. */
export function caseSheet(seen: SeenCase, owner: string, now = new Date()): string {
  const { caseId, company, subject, flow, kind, code, step, where, words, amount, openedAt, closed, patched } = seen;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Case', caseId],
    ['Company', company],
    ['Stripe', subject],
    ['Workflow', flow],
    ['Kind', kind],
    ['Code', `${code} (docs/runbook.md explains it)`],
    ['Queue', seen.queue === owner ? owner : `${seen.queue} (${owner})`],
    ['Step', step],
    ['Field', where],
    ['Words', words],
    ['Amount', amount && show(amount)],
    ['Since', `${openedAt.toISOString()} (${span(openedAt, closed?.at ?? now)})`],
    ['Due', closed ? undefined : `${seen.dueAt.toISOString()} (${dueIn(seen.dueAt, now)})`],
    ['Deadline', seen.dueBy?.toISOString()],
    ['Patched', patched ? 'yes' : undefined],
    ['Refused', seen.refusal],
    ['Closed', closed && `${closed.at.toISOString()} ${closed.decision} by ${closed.by}: ${closed.reason}`],
    ['Reopen', seen.closes && `quittance cases reopen ${caseId} --reason "why" (nothing more is posted until then)`],
  ];
  const known = lines.filter(([, value]) => value !== undefined);
  const sheet = known.map(([name, value]) => `${name.padEnd(9)} ${value}`).join('\n');
  return closed ? sheet : `${sheet}\n\n${choices(seen)}`;
}

const choices = ({ caseId, code, company, subject }: SeenCase): string =>
  [
    'Decide, each with --reason "why":',
    ...(code === 'refund-approval'
      ? [
          `  quittance refund approve ${subject} --company ${company}   by somebody else than who asked; or: refund reject`,
        ]
      : []),
    `  quittance cases retry ${caseId}                    reads and decides afresh (--profile newest: maps by the newest profile)`,
    `  quittance cases patch ${caseId} --set field=value  corrects customer, order, memo, invoice, items.<sku> or customerFields.<field>, then retries`,
    `  quittance cases skip ${caseId} --number <number>   you made the document in the ERP yourself; it is looked up there (no number where no document is at stake)`,
    `  quittance cases compensate ${caseId}               undoes what was posted; cash stays`,
  ].join('\n');

import Table from 'cli-table3';
import { show } from '../domain/money.ts';
import type { SeenCase } from '../store/cases.ts';

/** Cases as people read them: oldest first, as the store gives them. */
export function caseTable(cases: readonly SeenCase[]): string {
  if (cases.length === 0) return 'Nothing waits for you.';
  const table = new Table({ head: ['Case', 'Company', 'Stripe', 'Kind', 'What', 'Amount', 'Since', 'Closed'] });
  for (const { caseId, company, subject, kind, code, step, amount, openedAt, closed } of cases) {
    const what = step ? `${code} at "${step}"` : code;
    table.push([
      caseId,
      company,
      subject,
      kind,
      what,
      amount ? show(amount) : '',
      openedAt.toISOString().slice(0, 16).replace('T', ' '),
      closed?.decision ?? '',
    ]);
  }
  return table.toString();
}

/** One case with everything that is needed to decide. */
export function caseSheet(seen: SeenCase): string {
  const { caseId, company, subject, flow, kind, code, step, where, words, amount, openedAt, closed, patched } = seen;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Case', caseId],
    ['Company', company],
    ['Stripe', subject],
    ['Workflow', flow],
    ['Kind', kind],
    ['Code', `${code} (docs/runbook.md explains it)`],
    ['Step', step],
    ['Field', where],
    ['Words', words],
    ['Amount', amount && show(amount)],
    ['Since', openedAt.toISOString()],
    ['Patched', patched ? 'yes' : undefined],
    ['Closed', closed && `${closed.at.toISOString()} ${closed.decision} by ${closed.by}: ${closed.reason}`],
  ];
  const known = lines.filter(([, value]) => value !== undefined);
  const sheet = known.map(([name, value]) => `${name.padEnd(9)} ${value}`).join('\n');
  return closed ? sheet : `${sheet}\n\n${choices(caseId)}`;
}

const choices = (caseId: string): string =>
  `Decide, each with --reason "why":
  quittance cases retry ${caseId}                    reads and decides afresh (--profile newest: maps by the newest profile)
  quittance cases patch ${caseId} --set field=value  corrects customer, order or items.<sku>, then retries
  quittance cases skip ${caseId} --number <number>   you made the document in the ERP yourself
  quittance cases compensate ${caseId}               undoes what was posted; cash stays`;

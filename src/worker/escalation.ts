import type { Alerts } from '../domain/alert.ts';
import type { Cases } from '../store/cases.ts';
import type { Escalation } from '../store/case-routing.ts';

/** Tells of each late case, once for each level. Its alerts are over when the case is: their keys begin with its own. */
export const escalateCases =
  ({ escalate }: Pick<Cases, 'escalate'>, alerts: Pick<Alerts, 'raise'>) =>
  (): Promise<number> =>
    escalate(async (late) => {
      const { caseId, company, subject, queue, level, amount } = late;
      const key = `case/${caseId}/overdue/${queue.name}/${level}`;
      const raised = {
        kind: 'escalation',
        company,
        code: 'case-overdue',
        subject,
        caseId,
        key,
        text: textOf(late),
      } as const;
      await alerts.raise({ ...raised, ...(amount && { amount }) });
    });

function textOf({ code, subject, queue, level, dueAt, dueBy }: Escalation): string {
  const to = queue.escalateTo[level - 1];
  const deadline = dueBy ? `; its deadline is ${dueBy.toISOString()}` : '';
  return `${code} of ${subject} waits in queue ${queue.name} (${queue.owner}) and was due ${dueAt.toISOString()}${deadline}${to ? `: escalated to ${to}` : ''}`;
}

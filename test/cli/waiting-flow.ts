import { condition, setHandler } from '@temporalio/workflow';
import { repair, retryMany, type Progress } from '../../src/workflows/messages.ts';

/** A flow that waits for one decision, and tells what it was. */
export async function waitingFlow(caseId: string): Promise<string> {
  let decision: string | undefined;
  const progress: Progress = { stage: 'working', story: [] };
  setHandler(
    repair,
    ({ action, by, reason, number }) => {
      decision = [action, by, reason, number].join(' | ');
      return progress;
    },
    {
      validator: (asked) => {
        if (asked.caseId !== caseId) throw new Error('This case is closed');
      },
    },
  );
  setHandler(retryMany, (by, reason) => void (decision = ['retry', by, reason].join(' | ')));
  await condition(() => decision !== undefined);
  return decision ?? '';
}

import { ApplicationFailure, condition, setHandler } from '@temporalio/workflow';
import { repair, retryMany, type Progress } from '../../src/workflows/messages.ts';

/** A flow that waits for one decision, and tells what it was; one number it refuses. */
export async function waitingFlow(caseId: string): Promise<string> {
  let decision: string | undefined;
  const progress: Progress = { stage: 'working', story: [] };
  setHandler(
    repair,
    ({ action, by, reason, number, unchecked }) => {
      if (number === 'REFUSED') throw ApplicationFailure.nonRetryable('not-found (number)', 'decision-refused');
      decision = [action, by, reason, number, ...(unchecked ? ['unchecked'] : [])].join(' | ');
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

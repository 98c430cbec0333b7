import { expect, it } from 'vitest';
import type { CaseDecision, CaseDesk } from '../../src/cli/cases.ts';
import { repairEach } from '../../src/cli/cases-repair.ts';
import type { SeenCase } from '../../src/store/cases.ts';

it('asks for each case as it was shown, so that one that has changed since is left alone', async () => {
  const asked: CaseDecision[] = [];
  const desk = {
    decide: async (_: string, decision: CaseDecision) => (asked.push(decision), { stage: 'working', story: [] }),
  } as unknown as CaseDesk;
  const shown = {
    caseId: 'run/1',
    kind: 'business',
    company: 'acme',
    subject: 're_1',
    code: 'rejected',
    step: 'post memo',
  };
  await repairEach(desk, [shown as SeenCase], { decision: { action: 'compensate', by: 'ann', reason: 'why' } });
  expect(asked).toMatchObject([{ action: 'compensate', about: { code: 'rejected', step: 'post memo' } }]);
});

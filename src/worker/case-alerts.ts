import type { Alerts } from '../domain/alert.ts';
import { caseAlert, caseAlertKey } from '../domain/case-alert.ts';
import type { createCaseAlerts } from '../store/case-alerts.ts';
import type { Cases } from '../store/cases.ts';

type Deps = {
  readonly told: ReturnType<typeof createCaseAlerts>;
  readonly cases: Pick<Cases, 'find'>;
  readonly alerts: Alerts;
};

/** Tells of cases that nobody was told of, and that those are over that were closed without a word. */
export const matchCaseAlerts =
  ({ told, cases, alerts }: Deps): (() => Promise<void>) =>
  async () => {
    for (const caseId of await told.untold()) {
      const found = await cases.find(caseId);
      if (found && !found.closed) await alerts.raise(caseAlert(found));
    }
    for (const { caseId, decision } of await told.stillTold()) await alerts.resolve(caseAlertKey(caseId), decision);
  };

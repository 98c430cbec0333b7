import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Config } from '../config.ts';
import { createTelemetry } from '../runtime/telemetry.ts';
import type { SeenCase } from '../store/cases.ts';
import { connectClient } from '../temporal.ts';
import { openStore, type Store } from '../worker/store.ts';
import { repair, retryMany, type Progress, type Repair } from '../workflows/messages.ts';
import { Complaint } from './terminal.ts';

/** A flow answers once a worker has run it. */
const patienceMs = 15_000;
type Decision = Pick<Repair, 'action' | 'by' | 'reason' | 'number' | 'profile'>;

/** What waits for people, and what they decide, through Temporal: the flow itself accepts or refuses. */
export type CaseDesk = ReturnType<typeof caseDesk>;

export async function withCaseDesk<T>(config: Config, work: (desk: CaseDesk) => Promise<T>): Promise<T> {
  const store = await openStore(config, createTelemetry());
  const temporal = connectClient(config.temporal);
  try {
    return await work(caseDesk(store, temporal));
  } finally {
    await Promise.all([store.close(), temporal.connection.close()]);
  }
}

const caseDesk = ({ cases }: Store, { client, connection }: ReturnType<typeof connectClient>) => ({
  list: (filter: Parameters<typeof cases.list>[0]) => cases.list(filter),

  async find(caseId: string): Promise<SeenCase> {
    const found = await cases.find(caseId);
    if (!found) throw new Complaint(`There is no case ${caseId}; \`quittance cases list --all\` shows every one`);
    return found;
  },

  async decide(caseId: string, decision: Decision): Promise<Progress> {
    const { flow, closed } = await this.find(caseId);
    if (closed) throw new Complaint(`Case ${caseId} was closed by ${closed.by}: ${closed.decision}`);
    return asked(() =>
      connection.withDeadline(Date.now() + patienceMs, () =>
        client.workflow.getHandle(flow).executeUpdate(repair, { args: [{ caseId, ...decision }] }),
      ),
    );
  },

  /** The correction is stored first, sealed, and then used; nothing of it travels. */
  async patch(caseId: string, patch: unknown, { by, reason }: Decision): Promise<Progress> {
    await this.find(caseId);
    await cases.storePatch(caseId, patch, { by, reason }).catch((error: Error) => {
      throw new Complaint(error.message);
    });
    return this.decide(caseId, { action: 'patch', by, reason });
  },

  /** Trying again is always safe, so it may be asked of many at once. A flow that ended meanwhile needs none. */
  async retryAll(
    filter: Parameters<typeof cases.list>[0],
    { by, reason }: Decision,
  ): Promise<{ readonly asked: number; readonly ended: number }> {
    const open = await cases.list({ ...filter, open: true });
    const flows = [...new Set(open.map(({ flow }) => flow))];
    let ended = 0;
    for (const flow of flows) {
      await asked(() =>
        connection.withDeadline(Date.now() + patienceMs, () =>
          client.workflow.getHandle(flow).signal(retryMany, by, reason),
        ),
      ).catch((error: unknown) => {
        if (!(error instanceof Ended)) throw error;
        ended += 1;
      });
    }
    return { asked: flows.length - ended, ended };
  },
});

class Ended extends Complaint {}

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError)
      throw new Complaint(`Refused: ${error.cause?.message ?? error.message}`);
    if (error instanceof WorkflowNotFoundError)
      throw new Ended('The flow of this case has ended: nothing waits there any more');
    throw new Complaint(
      `The flow did not answer within ${patienceMs / 1_000} s: does a worker run? \`quittance doctor\` tells. (${String(error)})`,
    );
  }
}

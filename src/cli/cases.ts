import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { createNudgeFlow } from '../activities/events.ts';
import { ApplicationFailure } from '@temporalio/common';
import type { Config } from '../config.ts';
import { deskOf } from '../domain/case-queue.ts';
import { createTelemetry } from '../runtime/telemetry.ts';
import type { CaseFilter, CaseSum } from '../store/case-list.ts';
import type { SeenCase } from '../store/cases.ts';
import { connectClient } from '../temporal.ts';
import { httpOrdersOf } from '../worker/companies.ts';
import { openStore, type Store } from '../worker/store.ts';
import { repair, retryMany, type Progress, type Repair } from '../workflows/messages.ts';
import { Refused, Unanswered } from './cases-answers.ts';
import { problemsOf } from './cases-patch.ts';
import { createReopening } from './cases-reopen.ts';
import { companyOf } from './company.ts';
import { erpAtHand } from './erp-at-hand.ts';
import { Complaint } from './terminal.ts';

/** A flow answers once a worker has run it. */
const patienceMs = 15_000;
/** Once it has taken a decision, it may have to learn from the ERP what became of earlier attempts. */
const recordingMs = 30_000;
export type CaseDecision = Pick<Repair, 'action' | 'by' | 'reason' | 'number' | 'unchecked' | 'about' | 'profile'>;

/** What waits for people, and what they decide, through Temporal: the flow itself accepts or refuses. */
export type CaseDesk = ReturnType<typeof caseDesk>;

export async function withCaseDesk<T>(config: Config, work: (desk: CaseDesk) => Promise<T>): Promise<T> {
  const store = await openStore(config, createTelemetry());
  const temporal = connectClient(config.temporal);
  try {
    return await work(caseDesk(config, store, temporal));
  } finally {
    await Promise.all([store.close(), temporal.connection.close()]);
  }
}

/** How many more there are than were found. */
export const beyond = (found: readonly SeenCase[], sums: readonly CaseSum[]): number =>
  sums.reduce((count, one) => count + one.cases, -found.length);

/** What is seen of cases, without asking a flow. */
const lookingAt = (config: Config, store: Store) => ({
  list: (filter: CaseFilter) => readable(store.cases.list(filter)),
  sums: (filter: Omit<CaseFilter, 'limit'>) => readable(store.cases.sums(filter)),

  ownerOf(queue: string): string {
    const { queues } = deskOf(config.cases.queues, config.cases.deadlineLeadHours);
    return queues.find(({ name }) => name === queue)?.owner ?? queue;
  },

  async find(caseId: string): Promise<SeenCase> {
    const found = await store.cases.find(caseId);
    if (!found) throw new Complaint(`There is no case ${caseId}; \`quittance cases list --all\` shows every one`);
    return found;
  },

  /** @throws Refused when it has another shape */
  problemsOf(found: SeenCase, patch: unknown): Promise<readonly string[]> {
    const { erp, orders: settings } = companyOf(config, found.company);
    const httpOrders = httpOrdersOf(settings);
    const at = { erp: erpAtHand(erp), store, case: found, ...(httpOrders && { httpOrders }) };
    return problemsOf(at, patch).catch(refuse);
  },
});

const caseDesk = (config: Config, store: Store, { client, connection }: ReturnType<typeof connectClient>) => {
  const { cases } = store;
  const looking = lookingAt(config, store);
  const nudgeFlow = createNudgeFlow(client);
  const within = <T>(ms: number, ask: () => Promise<T>): Promise<T> => connection.withDeadline(Date.now() + ms, ask);

  return {
    ...looking,

    /** @throws Refused in words; Unanswered where no worker took it, or it is not written down yet */
    async decide(caseId: string, decision: CaseDecision): Promise<Progress> {
      const { flow, closed } = await looking.find(caseId);
      if (closed) throw new Refused(`Case ${caseId} was closed by ${closed.by}: ${closed.decision}`);
      const args: [Repair] = [{ caseId, ...decision }];
      const update = await asked(() =>
        within(patienceMs, () =>
          client.workflow.getHandle(flow).startUpdate(repair, { args, waitForStage: 'ACCEPTED' }),
        ),
      );
      return within(recordingMs, () => update.result()).catch(async (error: unknown) => {
        if (!(error instanceof WorkflowUpdateFailedError)) throw notYet(caseId);
        throw new Refused(`Refused: ${(await refusalOf(caseId, error)) ?? error.cause?.message ?? error.message}`);
      });
    },

    /** The correction is looked up, stored, sealed, and then used; nothing of it travels. */
    async patch(caseId: string, patch: unknown, decision: CaseDecision): Promise<Progress> {
      const found = await looking.find(caseId);
      const { by, reason, about } = decision;
      if (about && (found.code !== about.code || found.step !== about.step))
        throw new Refused(`The case is about ${found.code} by now: look at it again`);
      const problems = await looking.problemsOf(found, patch);
      if (problems.length > 0) throw new Refused(`The patch is not stored:\n  ${problems.join('\n  ')}`);
      await cases.storePatch(caseId, patch, { by, reason }).catch(refuse);
      return this.decide(caseId, { action: 'patch', by, reason, ...(about && { about }) });
    },

    reopen: createReopening({ store, nudge: (flow) => asked(() => within(patienceMs, () => nudgeFlow(flow))) }),

    /** Trying again is always safe, so it may be asked of many at once. A flow that ended meanwhile needs none. */
    async retryAll(
      filter: CaseFilter,
      { by, reason }: CaseDecision,
    ): Promise<{ readonly asked: number; readonly ended: number; readonly left: number }> {
      const open = await readable(cases.list({ ...filter, open: true }));
      const all = await cases.sums({ ...filter, open: true });
      const flows = [...new Set(open.map(({ flow }) => flow))];
      let ended = 0;
      for (const flow of flows) {
        const wake = () => client.workflow.getHandle(flow).signal(retryMany, by, reason);
        await asked(() => within(patienceMs, wake)).catch((error: unknown) => {
          if (!(error instanceof Ended)) throw error;
          ended += 1;
        });
      }
      return { asked: flows.length - ended, ended, left: beyond(open, all) };
    },
  };

  async function refusalOf(caseId: string, { cause }: WorkflowUpdateFailedError): Promise<string | undefined> {
    if (!(cause instanceof ApplicationFailure) || cause.type !== 'decision-refused') return undefined;
    return (await cases.find(caseId))?.refusal;
  }
};

class Ended extends Refused {}

const refuse = (error: unknown): never => {
  if (error instanceof Complaint) throw error;
  throw new Refused(error instanceof Error ? error.message : String(error));
};

/** An amount that a currency can't have is the user's to mend. */
const readable = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw error instanceof RangeError ? new Complaint(`--min-amount: ${error.message}`) : error;
  });

const notYet = (caseId: string): Unanswered =>
  new Unanswered(
    `The flow took the decision and has not written it down within ${recordingMs / 1_000} s: an earlier attempt is looked up in the ERP first. \`quittance cases show ${caseId}\` tells how it ended`,
  );

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError)
      throw new Refused(`Refused: ${error.cause?.message ?? error.message}`);
    if (error instanceof WorkflowNotFoundError)
      throw new Ended('The flow of this case has ended: nothing waits there any more');
    throw new Unanswered(
      `The flow did not answer within ${patienceMs / 1_000} s: does a worker run? \`quittance doctor\` tells. (${String(error)})`,
    );
  }
}

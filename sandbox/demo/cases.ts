import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';

const progress = z.object({
  caseId: z.string().optional(),
  kind: z.string().optional(),
  code: z.string().optional(),
  story: z.array(z.string()).default([]),
});
/** A payment that waits for a person, as the Temporal Web UI shows it. */
export type OpenCase = {
  readonly workflow: string;
  /** Key of the company whose payment it is. */
  readonly company: string;
  /** `pi_…` */
  readonly subject: string;
  readonly caseId: string;
  readonly kind: string;
  readonly code: string;
  /** The last that its flow told. */
  readonly told: string;
};

/** Looks into Temporal as people do with the Web UI. */
export async function lookInto(temporalAddress: string) {
  const connection = await Connection.connect({ address: temporalAddress, connectTimeout: 20_000 });
  const client = new Client({ connection });

  const caseOf = async (workflow: string): Promise<OpenCase | undefined> => {
    const found = progress.parse(await client.workflow.getHandle(workflow).query('progress'));
    if (!found.caseId) return undefined;
    const [, company = '', subject = workflow] = workflow.split('/');
    const { kind = '', code = '', story } = found;
    return { workflow, company, subject, caseId: found.caseId, kind, code, told: story.at(-1) ?? '' };
  };
  const idsOf = async (query: string): Promise<readonly string[]> => {
    const ids: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
    return ids;
  };

  return {
    /** Visibility lags: a case may be listed after it was closed. */
    async open(): Promise<readonly OpenCase[]> {
      const ids = await idsOf("NeedsRepair = true and ExecutionStatus = 'Running'");
      const cases = await Promise.all(ids.map((id) => caseOf(id).catch(() => undefined)));
      return cases.filter((open) => open !== undefined);
    },
    /** Flows that are under way, without those that wait for a person. */
    working: async (): Promise<number> =>
      (
        await idsOf(
          "ExecutionStatus = 'Running' and WorkflowType in ('orderToCash', 'settleRefund', 'trackDispute', 'receiveEvent')",
        )
      ).length,
    close: () => connection.close(),
  };
}
export type Desk = Awaited<ReturnType<typeof lookInto>>;

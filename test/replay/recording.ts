import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Client } from '@temporalio/client';
import { until } from '../support/product.ts';

export const histories = fileURLToPath(new URL('./histories/', import.meta.url));

/** Whose machine it was and where the sources lay there is nobody's business, and replaying needs neither. */
const ofMachine = new Set(['identity', 'stackTrace', 'workerInstanceKey']);
const processAtHost = /^\d+@\S+$/;
const withoutMachine = (key: string, value: unknown): unknown =>
  typeof value === 'string' && (ofMachine.has(key) || processAtHost.test(value)) ? 'recorded' : value;

/** Writes down what one run of a workflow did, the latest unless told otherwise. */
export async function record(client: Client, name: string, workflowId: string, runId?: string): Promise<void> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const plain: unknown = JSON.parse(historyToJSON(history));
  mkdirSync(histories, { recursive: true });
  writeFileSync(`${histories}${name}.json`, `${JSON.stringify({ workflowId, history: plain }, withoutMachine, 1)}\n`);
}

/** The same of a scheduled flow, whose ids only the list knows, once one of its runs has ended. */
export async function recordScheduled(client: Client, name: string, flow: string): Promise<void> {
  const ended = { query: `WorkflowType = '${flow}' AND CloseTime IS NOT NULL` };
  const first = async () => {
    for await (const { workflowId, runId } of client.workflow.list(ended)) return { workflowId, runId };
    return undefined;
  };
  const { workflowId, runId } = (await until(first, Boolean)) ?? {};
  if (workflowId) await record(client, name, workflowId, runId);
}

import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from '@temporalio/client';
import type { Config } from '../config.ts';
import { mainQueue } from '../workflows/messages.ts';
import { Company, NeedsRepair, Stage } from '../workflows/search-attributes.ts';
import { connectionOf } from './companies.ts';

type Every = {
  readonly flow: 'syncErpChanges' | 'resumeConnectionCases' | 'sweepEvents';
  readonly name: string;
  readonly seconds: number;
};

const syncErpChanges = 'sync-erp-changes';
const scheduleId = (name: string, company: string): string => `${name}/${company}`;

/** Reads what the ERP has invoiced at once; while it is being read, once more afterwards. */
export const syncNow = (client: Client, company: string): Promise<void> =>
  client.schedule.getHandle(scheduleId(syncErpChanges, company)).trigger(ScheduleOverlapPolicy.BUFFER_ONE);

/** Each company's scheduled flows; a changed interval takes effect at the next start of a worker. */
export async function ensureSchedules(client: Client, { companies }: Config): Promise<void> {
  for (const [company, config] of Object.entries(companies)) {
    const connection = connectionOf(company, config);
    const flows: readonly Every[] = [
      { flow: 'syncErpChanges', name: syncErpChanges, seconds: config.sync.erpChangesSeconds },
      { flow: 'resumeConnectionCases', name: 'resume-connection-cases', seconds: 30 },
      { flow: 'sweepEvents', name: 'sweep-events', seconds: config.sync.sweepSeconds },
    ];
    for (const every of flows) await ensure(client, company, connection, every);
  }
}

async function ensure(
  client: Client,
  company: string,
  connection: string,
  { flow, name, seconds }: Every,
): Promise<void> {
  const options: ScheduleOptions = {
    scheduleId: scheduleId(name, company),
    spec: { intervals: [{ every: `${seconds} seconds` }] },
    policies: { overlap: 'SKIP', catchupWindow: '1 minute' },
    action: {
      type: 'startWorkflow',
      workflowType: flow,
      workflowId: `${name}/${company}`,
      taskQueue: mainQueue,
      args: [{ company, connection }],
      // A run that no worker takes must not silence its schedule for ever.
      workflowRunTimeout: '15 minutes',
      typedSearchAttributes: [
        { key: Company, value: company },
        { key: Stage, value: 'working' },
        { key: NeedsRepair, value: false },
      ],
    },
  };
  try {
    await client.schedule.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(options.scheduleId).update((before) => ({
      ...before,
      spec: options.spec,
      action: { ...options.action, workflowId: `${name}/${company}` },
    }));
  }
}

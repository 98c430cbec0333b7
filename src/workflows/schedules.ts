import { proxyActivities } from '@temporalio/workflow';
import type { ResumeActivities } from '../activities/resume.ts';
import type { SyncActivities } from '../activities/sync-erp.ts';
import type { SweepActivities } from '../activities/sweep.ts';
import { erpQueue, mainQueue } from './messages.ts';

export type Scheduled = { readonly company: string; readonly connection: string };

// Scheduled flows never park: a stuck one would silence its schedule. They end, and the next fire tries again. The
// heartbeat does the same for the work of a killed worker.
const bounded = {
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { maximumAttempts: 2 },
} as const;

export async function syncErpChanges({ company, connection }: Scheduled): ReturnType<SyncActivities['syncErpChanges']> {
  const activities = proxyActivities<SyncActivities>({ ...bounded, taskQueue: erpQueue(connection) });
  return activities.syncErpChanges.executeWithOptions({ summary: 'ask the ERP what has changed' }, [{ company }]);
}

export async function resumeConnectionCases({ company, connection }: Scheduled): Promise<{ readonly resumed: number }> {
  const activities = proxyActivities<ResumeActivities>({ ...bounded, taskQueue: erpQueue(connection) });
  return activities.resumeConnectionCases.executeWithOptions(
    { summary: 'try connection cases again, if the ERP answers' },
    [{ company }],
  );
}

export async function sweepEvents({ company }: Scheduled): ReturnType<SweepActivities['sweepEvents']> {
  const activities = proxyActivities<SweepActivities>({ ...bounded, taskQueue: mainQueue });
  return activities.sweepEvents.executeWithOptions({ summary: 'look for events that the webhook missed' }, [
    { company },
  ]);
}

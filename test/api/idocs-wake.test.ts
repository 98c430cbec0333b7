import { afterAll, describe, expect, it } from 'vitest';
import { connectClient } from '../../src/temporal.ts';
import { ensureSchedules, syncNow } from '../../src/worker/schedules.ts';
import { temporalAddress } from '../support/servers.ts';
import { configured } from '../webhook/stripe-delivery.ts';

const { client, connection } = connectClient({ address: temporalAddress(), namespace: 'default' });
const schedules = ['sync-erp-changes/idocs', 'resume-connection-cases/idocs', 'sweep-events/idocs'];
afterAll(async () => {
  for (const id of schedules) await client.schedule.getHandle(id).delete();
  await connection.close();
});

describe('an IDoc that wakes', () => {
  it('starts the reading of invoices now, and once more afterwards, however many come', async () => {
    const { companies, ...config } = configured({ company: 'idocs' });
    const daily = Object.entries(companies).map(([key, one]) => {
      return [key, { ...one, sync: { ...one.sync, erpChangesSeconds: 86_400 } }] as const;
    });
    await ensureSchedules(client, { ...config, companies: Object.fromEntries(daily) });
    const schedule = client.schedule.getHandle('sync-erp-changes/idocs');
    await schedule.pause('only what an IDoc starts counts');
    const started = async () => (await schedule.describe()).info.recentActions.length;
    const before = await started();

    for (let at = 0; at < 3; at++) await syncNow(client, 'idocs');

    // Nobody takes the first, so the second waits for it, and there is no third.
    await expect.poll(started, { timeout: 20_000 }).toBe(before + 1);
    await expect(syncNow(client, 'nobody')).rejects.toThrow();
  });
});

import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, it } from 'vitest';
import { createCaseActivities } from '../../src/activities/cases.ts';
import type { Case } from '../../src/activities/outcomes.ts';
import { createSyncActivities } from '../../src/activities/sync-erp.ts';
import type { Alert, Alerts } from '../../src/domain/alert.ts';
import { money } from '../../src/domain/money.ts';
import { ErpError } from '../../src/erp/errors.ts';

/** Keeps what it is told. */
function keeping() {
  const raised: Alert[] = [];
  const over: string[] = [];
  const alerts: Alerts = {
    raise: async (alert) => raised.push(alert) > 0,
    resolve: async (key, how) => void over.push([key, how].filter(Boolean).join(' ')),
  };
  return { alerts, raised, over };
}

const opened: Case = {
  company: 'acme',
  subject: 'pi_1',
  caseId: 'run/1',
  root: 'pi_1',
  kind: 'business',
  code: 'rejected',
  step: 'post order',
  amount: money(11_900, 'EUR'),
};

it('a case raises an alert of its own kind with what is at stake, and is over when it closes by itself', async () => {
  const { alerts, raised, over } = keeping();
  const cases = { open: async () => undefined, close: async () => true };
  const activities = createCaseActivities({ cases, alerts } as unknown as Parameters<typeof createCaseActivities>[0]);
  const at = new MockActivityEnvironment();
  await at.run(() => activities.openCase(opened));
  const { root: _, step: __, ...told } = opened;
  expect(raised).toEqual([{ ...told, key: 'case/run/1', text: 'business case: rejected at "post order" of pi_1' }]);
  await at.run(() => activities.closeCase({ company: 'acme', caseId: 'run/1' }));
  expect(over).toEqual(['case/run/1 healed']);
});

it('a case is not opened before its alert is kept: decided at once, it would be told to nobody', async () => {
  const asked: string[] = [];
  const alerts: Alerts = {
    raise: async () => asked.push('alert') > 1,
    resolve: async () => undefined,
  };
  const cases = { open: async () => void asked.push('case') };
  const activities = createCaseActivities({ cases, alerts } as unknown as Parameters<typeof createCaseActivities>[0]);
  const at = new MockActivityEnvironment();
  const open = () => at.run(() => activities.openCase(opened));
  await expect(open()).rejects.toMatchObject({ code: 'unavailable' });
  await open();
  expect(asked).toEqual(['alert', 'alert', 'case']);
});

it('changes of the ERP that can not be read are told of, and that they can be again', async () => {
  const { alerts, raised, over } = keeping();
  const erp = { away: true };
  const changes = async function* () {
    if (erp.away) throw new ErpError('unavailable', 'no answer');
    yield* [];
  };
  const sync = createSyncActivities({
    companies: () => ({
      key: 'acme',
      erp: { changes, capabilities: new Set() },
      settings: { overlapSeconds: 0 },
    }),
    crosswalk: {
      watermark: async () => '2026-11-22T00:00:00Z',
      setWatermark: async () => undefined,
      untoldInvoices: async () => [],
    },
    alerts,
  } as unknown as Parameters<typeof createSyncActivities>[0]);
  await expect(sync.syncErpChanges({ company: 'acme' })).rejects.toThrow();
  expect([raised.map(({ key }) => key), over]).toEqual([['sync-erp/acme'], []]);
  erp.away = false;
  await sync.syncErpChanges({ company: 'acme' });
  expect(over).toEqual(['sync-erp/acme']);
});

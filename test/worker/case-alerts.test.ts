import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Alert } from '../../src/domain/alert.ts';
import { createAlertRows } from '../../src/store/alerts.ts';
import { createCaseAlerts } from '../../src/store/case-alerts.ts';
import { createCases } from '../../src/store/cases.ts';
import { createVault } from '../../src/store/vault.ts';
import { matchCaseAlerts } from '../../src/worker/case-alerts.ts';
import { ownDatabase } from '../store/opened.ts';

const { db } = ownDatabase();

it('tells once of a case that nobody was told of, and that it is over where it was closed without a word', async () => {
  const cases = createCases({ db: db(), vault: createVault({ current: randomBytes(32) }) });
  const rows = createAlertRows(db());
  const raised: Alert[] = [];
  const over: string[] = [];
  const match = matchCaseAlerts({
    told: createCaseAlerts(db()),
    cases,
    alerts: {
      async raise(alert) {
        raised.push(alert);
        return rows.raise(alert, { routes: [], windowMs: 1_000 });
      },
      async resolve(key, how) {
        over.push(`${key} ${how}`);
        await rows.resolve(key, new Date(), how);
      },
    },
  });
  const caseId = `${randomUUID()}/1`;
  const at = { company: 'acme', flow: 'order-to-cash/acme/pi_1', root: 'pi_1', subject: 'pi_1' };
  await cases.open({ caseId, ...at, kind: 'connection', code: 'unauthorized', step: 'post order' });
  await match();
  expect(raised).toEqual([]);

  await sql`update cases set opened_at = opened_at - interval '2 minutes'`.execute(db());
  await match();
  await match();
  expect(raised).toMatchObject([{ caseId, key: `case/${caseId}`, kind: 'connection', code: 'unauthorized' }]);

  await cases.close({ caseId, decision: 'flow-ended', by: 'quittance', reason: 'it was ended' });
  await sql`update cases set closed_at = closed_at - interval '2 minutes'`.execute(db());
  await match();
  await match();
  expect(over).toEqual([`case/${caseId} flow-ended`]);
});

import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { deskOf, type CaseQueue } from '../../src/domain/case-queue.ts';
import type { Escalation } from '../../src/store/case-routing.ts';
import { createCases, type Cases, type OpenedCase } from '../../src/store/cases.ts';
import { createVault } from '../../src/store/vault.ts';
import { ownDatabase } from './opened.ts';

const { db } = ownDatabase();
const vault = createVault({ current: randomBytes(32) });
const casesOf = (...queues: readonly CaseQueue[]): Cases => createCases({ db: db(), vault, desk: deskOf(queues) });
const finance: CaseQueue = { name: 'finance', owner: 'ann', kinds: ['business'], slaHours: 24, escalateTo: [] };

beforeEach(async () => {
  await sql`delete from cases`.execute(db());
});

async function opened(cases: Cases, wanted: Partial<OpenedCase> = {}): Promise<string> {
  const subject = `pi_${randomUUID()}`;
  const caseId = `${randomUUID()}/1`;
  const usual = { company: 'acme', flow: `order-to-cash/acme/${subject}`, root: subject, subject } as const;
  await cases.open({ caseId, ...usual, kind: 'business', code: 'rejected', step: 'post order', ...wanted });
  return caseId;
}
const hours = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / 3_600_000);
const ageBy = async (caseId: string, by: number): Promise<void> => {
  const gone = sql`${by} * interval '1 hour'`;
  await sql`
    update cases set opened_at = opened_at - ${gone}, due_at = due_at - ${gone} where case_id = ${caseId}`.execute(
    db(),
  );
};
const inHours = (wanted: number): string => new Date(Date.now() + wanted * 3_600_000).toISOString();

describe('a case is due', () => {
  it('when the time of its queue is over', async () => {
    const cases = casesOf(finance);
    const found = await cases.find(await opened(cases));
    expect(found && [found.queue, hours(found.openedAt, found.dueAt)]).toEqual(['finance', 24]);
  });

  it('a day before what the world sets, where that comes first', async () => {
    const cases = casesOf(finance);
    const soon = await cases.find(await opened(cases, { dueBy: inHours(30) }));
    const late = await cases.find(await opened(cases, { dueBy: inHours(300) }));
    expect(soon && hours(soon.openedAt, soon.dueAt)).toBe(6);
    expect(late && hours(late.openedAt, late.dueAt)).toBe(24);
  });

  it('by its new queue once its trouble is another', async () => {
    const cases = casesOf();
    const flow = `order-to-cash/acme/${randomUUID()}`;
    const caseId = await opened(cases, { flow, kind: 'connection', code: 'unavailable' });
    await cases.open({ caseId, company: 'acme', flow, root: 'r', subject: 's', kind: 'business', code: 'rejected' });
    const found = await cases.find(caseId);
    expect(found && [found.queue, hours(found.openedAt, found.dueAt)]).toEqual(['finance', 24]);
  });

  it('by the queue as it is configured now, once a worker has started', async () => {
    const caseId = await opened(casesOf(finance));
    const cases = casesOf({ ...finance, name: 'billing', slaHours: 2 });
    await cases.route();
    const found = await cases.find(caseId);
    expect(found && [found.queue, hours(found.openedAt, found.dueAt)]).toEqual(['billing', 2]);
  });
});

describe('a late case', () => {
  const told: Escalation[] = [];
  const tell = (late: Escalation): Promise<void> => Promise.resolve(void told.push(late));
  beforeEach(() => void told.splice(0));
  const twoLevels = { ...finance, escalateTo: ['ann', 'cfo'] };

  it('is told of once for each level, by two workers and after a restart too', async () => {
    const caseId = await opened(casesOf(twoLevels), { amount: { minor: 11_900, currency: 'EUR' } });
    expect(await casesOf(twoLevels).escalate(tell)).toBe(0);
    await ageBy(caseId, 25);
    await Promise.all([casesOf(twoLevels).escalate(tell), casesOf(twoLevels).escalate(tell)]);
    await casesOf(twoLevels).escalate(tell);
    expect(told).toMatchObject([{ caseId, level: 1, amount: { minor: 11_900 }, queue: { name: 'finance' } }]);
    await ageBy(caseId, 24);
    await casesOf(twoLevels).escalate(tell);
    await casesOf(twoLevels).escalate(tell);
    expect(told.map(({ level }) => level)).toEqual([1, 2]);
  });

  it('is told of again when the telling failed', async () => {
    const cases = casesOf(finance);
    await ageBy(await opened(cases), 25);
    await expect(cases.escalate(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await cases.escalate(tell);
    expect(told).toHaveLength(1);
  });

  it('is told of at its highest level once the deadline of the world has passed', async () => {
    const cases = casesOf(twoLevels);
    await opened(cases, { dueBy: inHours(-1) });
    await cases.escalate(tell);
    expect(told).toMatchObject([{ level: 2 }]);
  });

  it('is told of no more once it was decided', async () => {
    const cases = casesOf(finance);
    const caseId = await opened(cases);
    await ageBy(caseId, 25);
    await cases.close({ caseId, decision: 'retry', by: 'ann', reason: 'seen' });
    expect(await cases.escalate(tell)).toBe(0);
    expect(await cases.find(caseId)).toMatchObject({ overdue: false });
  });
});

describe('a list of cases', () => {
  const ids = async (cases: Cases, filter: Parameters<Cases['list']>[0]) =>
    (await cases.list({ open: true, ...filter })).map(({ caseId }) => caseId);

  it('can be of one queue, of what is late, old, or of much money in each currency', async () => {
    const cases = casesOf(finance);
    const euros = await opened(cases, { amount: { minor: 100_000, currency: 'EUR' } });
    const yen = await opened(cases, { amount: { minor: 1_000, currency: 'JPY' } });
    const small = await opened(cases, { amount: { minor: 99_999, currency: 'EUR' } });
    const down = await opened(cases, { kind: 'connection', code: 'unavailable' });
    await ageBy(small, 25);

    expect(await ids(cases, { queue: 'operations' })).toEqual([down]);
    expect(await ids(cases, { overdue: true })).toEqual([small]);
    expect(await ids(cases, { openedBefore: new Date(Date.now() - 3_600_000) })).toEqual([small]);
    expect(await ids(cases, { minAmount: { amount: '1000' } })).toEqual([euros, yen]);
    expect(await ids(cases, { minAmount: { amount: '1000.00', currency: 'EUR' } })).toEqual([euros]);
  });

  it('has its sums by kind, queue and currency, and adds no two currencies', async () => {
    const cases = casesOf(finance);
    await opened(cases, { amount: { minor: 100, currency: 'EUR' } });
    await ageBy(await opened(cases, { amount: { minor: 250, currency: 'EUR' } }), 25);
    await opened(cases, { amount: { minor: 70, currency: 'USD' } });
    await opened(cases);
    await opened(cases, { kind: 'connection', amount: { minor: 1, currency: 'EUR' } });

    expect(await cases.sums({ open: true })).toEqual([
      { kind: 'business', queue: 'finance', cases: 2, overdue: 1, amount: { minor: 350, currency: 'EUR' } },
      { kind: 'business', queue: 'finance', cases: 1, overdue: 0, amount: { minor: 70, currency: 'USD' } },
      { kind: 'business', queue: 'finance', cases: 1, overdue: 0 },
      { kind: 'connection', queue: 'operations', cases: 1, overdue: 0, amount: { minor: 1, currency: 'EUR' } },
    ]);
  });
});

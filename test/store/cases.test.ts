import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCases, type Cases, type OpenedCase } from '../../src/store/cases.ts';
import { createVault } from '../../src/store/vault.ts';
import { ownDatabase } from './opened.ts';

const { db } = ownDatabase();
let cases: Cases;
beforeAll(() => {
  cases = createCases({ db: db(), vault: createVault({ current: randomBytes(32) }) });
});

const sampleCase = (wanted: Partial<OpenedCase> = {}): OpenedCase => {
  const subject = `pi_${randomUUID()}`;
  return {
    caseId: `${randomUUID()}/1`,
    company: 'acme',
    flow: `order-to-cash/acme/${subject}`,
    root: subject,
    subject,
    kind: 'business',
    code: 'rejected',
    step: 'post order',
    where: 'Lines[0].ItemId',
    words: 'Item BOLT is unknown',
    amount: { minor: 11_900, currency: 'EUR' },
    ...wanted,
  };
};
const person = { by: 'ada', reason: 'phoned the customer' };
const auditOf = (root: string) =>
  db().selectFrom('audit').select(['what', 'by', 'facts']).where('root', '=', root).orderBy('id').execute();

describe('a case', () => {
  it('is opened once, however often it is asked for, with all that a person needs', async () => {
    const opened = sampleCase();
    await cases.open(opened);
    await cases.open({ ...opened, words: 'again' });
    expect(await cases.find(opened.caseId)).toEqual({
      ...opened,
      openedAt: expect.any(Date) as Date,
      queue: 'finance',
      dueAt: expect.any(Date) as Date,
      overdue: false,
      patched: false,
    });
    expect((await auditOf(opened.root)).map(({ what }) => what)).toEqual(['case-opened']);
  });

  it('tells of the newest trouble when its flow met another one meanwhile, but not once it is closed', async () => {
    const opened = sampleCase({ kind: 'connection', code: 'unavailable' });
    await cases.open(opened);
    const other = {
      ...opened,
      kind: 'business',
      code: 'rejected',
      step: 'post receipt',
      words: 'closed period',
    } as const;
    await cases.open(other);
    expect(await cases.find(opened.caseId)).toMatchObject({
      kind: 'business',
      step: 'post receipt',
      words: 'closed period',
    });
    await cases.close({ caseId: opened.caseId, decision: 'retry', ...person });
    await cases.open(opened);
    expect(await cases.find(opened.caseId)).toMatchObject({ kind: 'business', closed: { decision: 'retry' } });
    expect((await auditOf(opened.root)).map(({ what }) => what)).toEqual([
      'case-opened',
      'case-changed',
      'case-closed',
    ]);
  });

  it('is closed by the first decision; a second one changes nothing', async () => {
    const opened = sampleCase();
    await cases.open(opened);
    const closings = await Promise.all([
      cases.close({ caseId: opened.caseId, decision: 'retry', ...person }),
      cases.close({ caseId: opened.caseId, decision: 'skip', ...person }),
    ]);
    expect(closings.filter(Boolean)).toHaveLength(1);
    expect((await auditOf(opened.root)).map(({ what }) => what)).toEqual(['case-opened', 'case-closed']);
    expect(await cases.find(opened.caseId)).toMatchObject({ closed: { by: 'ada', reason: person.reason } });
  });

  it('tells what its flow met last when it is opened without words', async () => {
    const { words, where, ...opened } = sampleCase();
    const met = { flow: opened.flow, step: 'postSale', code: 'rejected' };
    await cases.note({ ...met, words: 'first trouble' });
    await cases.note({ ...met, words, where } as Parameters<Cases['note']>[0]);
    await cases.open(opened);
    expect(await cases.find(opened.caseId)).toMatchObject({ words, where });
  });

  it('keeps no secret, card number or e-mail address of what was said', async () => {
    const opened = sampleCase({ words: 'jane@example.com paid with 4242 4242 4242 4242, key sk_live_abc123' });
    await cases.note({ flow: opened.flow, step: 's', code: 'c', words: opened.words ?? '' });
    await cases.open(opened);
    const kept = JSON.stringify([
      await cases.find(opened.caseId),
      await db().selectFrom('troubles').selectAll().where('flow', '=', opened.flow).execute(),
    ]);
    expect(kept).toContain('[e-mail] paid with [card], key [');
    for (const secret of ['jane', '4242 4242', 'abc123']) expect(kept).not.toContain(secret);
  });

  it('keeps no more words than a person reads', async () => {
    const opened = sampleCase({ words: 'word '.repeat(2_000) });
    await cases.open(opened);
    expect((await cases.find(opened.caseId))?.words?.length).toBeLessThan(2_010);
  });

  it('is found by what people look for, oldest first', async () => {
    const company = randomUUID();
    const [a, b, c] = [
      sampleCase({ company }),
      sampleCase({ company, kind: 'connection' }),
      sampleCase({ company, code: 'conflict' }),
    ];
    for (const one of [a, b, c]) await cases.open(one);
    await cases.close({ caseId: a.caseId, decision: 'retry', ...person });
    const found = async (filter: Parameters<Cases['list']>[0]) =>
      (await cases.list({ company, ...filter })).map(({ caseId }) => caseId);

    expect(await found({})).toEqual([a.caseId, b.caseId, c.caseId]);
    expect(await found({ open: true })).toEqual([b.caseId, c.caseId]);
    expect(await found({ open: false })).toEqual([a.caseId]);
    expect(await found({ kind: 'connection' })).toEqual([b.caseId]);
    expect(await found({ code: 'conflict', open: true })).toEqual([c.caseId]);
    expect(await found({ subject: b.subject })).toEqual([b.caseId]);
    expect(await found({ limit: 1 })).toEqual([a.caseId]);
  });

  it('is counted by kind while it is open', async () => {
    const before = await cases.countOpen();
    const opened = sampleCase({ kind: 'defect' });
    await cases.open(opened);
    expect(await cases.countOpen()).toEqual({ ...before, defect: before.defect + 1 });
    await cases.close({ caseId: opened.caseId, decision: 'retry', ...person });
    expect(await cases.countOpen()).toEqual(before);
  });
});

describe('a case of a connection', () => {
  it('may be tried again at once, and after each time that was in vain later than before', async () => {
    const company = `c-${randomUUID()}`;
    const flow = `order-to-cash/${company}/pi_1`;
    const open = async (age: string): Promise<string> => {
      const { caseId } = sampleCase();
      await cases.open(sampleCase({ caseId, company, flow, kind: 'connection', code: 'unauthorized' }));
      await sql`update cases set opened_at = clock_timestamp() - ${age}::interval where case_id = ${caseId}`.execute(
        db(),
      );
      return caseId;
    };
    const inVain = (caseId: string) =>
      cases.close({ caseId, decision: 'retry', by: 'quittance', reason: 'The connection answers again' });
    const ids = async () => (await cases.resumable(company, 20)).map(({ caseId }) => caseId);

    const first = await open('0 seconds');
    expect(await ids()).toEqual([first]);
    await inVain(first);
    const second = await open('20 seconds');
    expect(await ids()).toEqual([]);
    await cases.close({ caseId: second, decision: 'retry', by: 'ada', reason: 'looked at it' });
    const third = await open('31 seconds');
    expect(await ids()).toEqual([third]);
    await inVain(third);
    await open('80 seconds');
    expect(await ids()).toEqual([]);
  });
});

describe('a patch', () => {
  it('is used for its subject from then on, also after the case was closed; later ones win item by item', async () => {
    const first = sampleCase();
    const second = sampleCase({ subject: first.subject });
    await cases.open(first);
    await cases.storePatch(first.caseId, { customer: '100198', items: { A: 'BOLT', B: 'NUT' } }, person);
    await cases.close({ caseId: first.caseId, decision: 'patch', ...person });
    await cases.open(second);
    await cases.storePatch(second.caseId, { items: { B: 'SCREW' }, order: '1001' }, person);

    expect(await cases.patchOf(first)).toEqual({ customer: '100198', items: { A: 'BOLT', B: 'SCREW' }, order: '1001' });
    expect(await cases.patchOf({ company: 'globex', subject: first.subject })).toBeUndefined();
    expect(await cases.find(first.caseId)).toMatchObject({ patched: true });
  });

  it('lies sealed, and the audit trail names its fields only', async () => {
    const opened = sampleCase();
    await cases.open(opened);
    await cases.storePatch(opened.caseId, { customer: 'Jane Roe' }, person);
    const row = await db()
      .selectFrom('cases')
      .select('patch')
      .where('case_id', '=', opened.caseId)
      .executeTakeFirstOrThrow();
    expect(row.patch?.toString('latin1')).not.toContain('Jane');
    const trail = await auditOf(opened.root);
    expect(trail.at(-1)).toMatchObject({ what: 'patched', by: 'ada', facts: { fields: ['customer'] } });
    expect(JSON.stringify(trail)).not.toContain('Jane');
  });

  it.each([
    ['an unknown field', { custommer: '1' }, /custommer/],
    ['an empty value', { customer: ' ' }, /customer/],
    ['items that are no table', { items: ['BOLT'] }, /items/],
    ['nothing', {}, /empty/],
  ])('with %s is refused, with an example of right', async (_, patch, message) => {
    const opened = sampleCase();
    await cases.open(opened);
    await expect(cases.storePatch(opened.caseId, patch, person)).rejects.toThrow(message);
    await expect(cases.storePatch(opened.caseId, patch, person)).rejects.toThrow(/For example \{"customer"/);
    expect(await cases.patchOf(opened)).toBeUndefined();
  });

  it('for a case that is closed or never was is refused', async () => {
    await expect(cases.storePatch('nowhere/1', { customer: '1' }, person)).rejects.toThrow(/quittance cases list/);
  });
});

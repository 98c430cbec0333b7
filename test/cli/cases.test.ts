import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCases, type Cases, type OpenedCase } from '../../src/store/cases.ts';
import { createCrosswalk } from '../../src/store/crosswalk.ts';
import { openDatabase, type Database } from '../../src/store/db.ts';
import { createVault } from '../../src/store/vault.ts';
import { connectClient } from '../../src/temporal.ts';
import { newTaskQueue, temporalAddress } from '../support/servers.ts';
import { sandboxed } from './sandboxed.ts';
import { quittance } from './terminal.ts';

let at: Awaited<ReturnType<typeof sandboxed>>;
let db: Database;
let cases: Cases;
let worker: Worker;
let running: Promise<void>;
let native: NativeConnection;
const taskQueue = newTaskQueue('cli');
const { client, connection } = connectClient({ address: temporalAddress(), namespace: 'default' });

beforeAll(async () => {
  at = await sandboxed();
  await quittance(['-c', at.file, 'migrate'], at.env);
  db = openDatabase({ url: at.env.DATABASE_URL });
  cases = createCases({ db, vault: createVault({ current: Buffer.from(at.env.ENCRYPTION_KEY, 'base64') }) });
  native = await NativeConnection.connect({ address: temporalAddress() });
  const workflowsPath = fileURLToPath(new URL('./waiting-flow.ts', import.meta.url));
  worker = await Worker.create({ connection: native, taskQueue, workflowsPath });
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await Promise.all([native.close(), connection.close(), db.close()]);
  await at.close();
});

/** A flow that waits, and its case. */
async function waiting(wanted: Partial<OpenedCase> = {}) {
  const subject = `pi_${randomUUID().slice(0, 8)}`;
  const caseId = `${randomUUID()}/1`;
  const flow = `order-to-cash/acme/${subject}`;
  const handle = await client.workflow.start('waitingFlow', { taskQueue, workflowId: flow, args: [caseId] });
  await cases.open({
    caseId,
    company: 'acme',
    flow,
    root: subject,
    subject,
    kind: 'business',
    code: 'rejected',
    step: 'post order',
    words: 'item unknown',
    ...wanted,
  });
  return { caseId, subject, flow, decided: () => handle.result() as Promise<string> };
}
const command = (...args: string[]) => quittance(['-c', at.file, 'cases', ...args], at.env);

describe('quittance cases', () => {
  it('list shows what waits, and show what is needed to decide', async () => {
    const { caseId, subject, decided } = await waiting();
    expect((await command('list')).out).toContain(subject);
    expect(JSON.parse((await command('list', '--json')).out)).toContainEqual(
      expect.objectContaining({ caseId, code: 'rejected' }),
    );
    const { out } = await command('show', caseId);
    for (const known of [caseId, subject, 'item unknown', 'post order', `quittance cases skip ${caseId}`])
      expect(out).toContain(known);
    await command('retry', caseId, '--reason', 'done');
    await decided();
  });

  it('show says of a refund that waits for approval who gives it, and how', async () => {
    const { caseId, subject, decided } = await waiting({ code: 'refund-approval' });
    expect((await command('show', caseId)).out).toContain(`quittance refund approve ${subject} --company acme`);
    await command('retry', caseId, '--reason', 'done');
    await decided();
  });

  it.each([
    ['retry', [], 'retry | tester | mended | '],
    ['skip', ['--number', '100198'], 'skip | tester | mended | 100198'],
    ['compensate', ['--by', 'ann'], 'compensate | ann | mended | '],
  ])('%s tells the flow who decides, and why', async (action, more, told) => {
    const { caseId, decided } = await waiting();
    expect(await command(action, caseId, '--reason', 'mended', ...more)).toMatchObject({ status: 0 });
    expect(await decided()).toBe(told);
  });

  it('patch keeps the correction sealed, and sends nothing of it', async () => {
    await at.seed('customers', { CustomerId: '100198', CompanyId: 'ACME', CurrencyId: 'USD', CustomerName: 'Known' });
    await at.seed('items', { ItemId: 'BOLT-M8', QuantityOnHand: '10' });
    const { caseId, subject, decided } = await waiting();
    const { status } = await command(
      'patch',
      caseId,
      '--reason',
      'known',
      '--set',
      'customer=100198',
      'items.SKU-7=BOLT-M8',
    );
    expect(status).toBe(0);
    expect(await decided()).toBe('patch | tester | known | ');
    expect(await cases.patchOf({ company: 'acme', subject })).toEqual({
      customer: '100198',
      items: { 'SKU-7': 'BOLT-M8' },
    });
  });

  it('retry --all asks every flow that waits', async () => {
    const both = [await waiting(), await waiting()];
    const { status, out } = await command('retry', '--all', '--company', 'acme', '--reason', 'ERP is back', '--json');
    expect(status).toBe(0);
    expect((JSON.parse(out) as { asked: number }).asked).toBeGreaterThanOrEqual(2);
    expect(await Promise.all(both.map(({ decided }) => decided()))).toEqual(
      Array(2).fill('retry | tester | ERP is back'),
    );
  });

  it.each([
    ['a case that is unknown', ['show', 'nothing/1'], 'There is no case nothing/1'],
    ['a decision without a reason', ['retry', 'x/1'], "required option '--reason <text>'"],
    ['a patch that names no field', ['patch', 'x/1', '--reason', 'y', '--set', 'customer'], 'is not field=value'],
  ])('refuses %s', async (_, args, says) => {
    const { status, err } = await command(...args);
    expect(status).toBe(2);
    expect(err).toContain(says);
  });

  it('says that a case was closed, and by whom', async () => {
    const { caseId, decided } = await waiting();
    await command('retry', caseId, '--reason', 'first');
    await decided();
    await cases.close({ caseId, decision: 'retry', by: 'tester', reason: 'first' });
    expect((await command('retry', caseId, '--reason', 'second')).err).toContain('was closed by tester: retry');
  });

  it('passes on why a flow refuses', async () => {
    const { caseId, subject, decided } = await waiting();
    const stale = {
      caseId: `${randomUUID()}/1`,
      company: 'acme',
      flow: `order-to-cash/acme/${subject}`,
      root: subject,
      subject,
    };
    await cases.open({ ...stale, kind: 'business', code: 'rejected' });
    expect((await command('retry', stale.caseId, '--reason', 'late')).err).toContain('This case is closed');
    await command('retry', caseId, '--reason', 'done');
    await decided();
  });
});

describe('quittance cases list', () => {
  it('shows each kind by itself, with queue, age, due time and what is at stake', async () => {
    const code = `kinds-${randomUUID().slice(0, 8)}`;
    const all = [
      await waiting({ code, amount: { minor: 11_900, currency: 'EUR' } }),
      await waiting({ code, amount: { minor: 80, currency: 'JPY' } }),
      await waiting({ code, kind: 'connection', amount: { minor: 500, currency: 'EUR' } }),
    ];
    const { out } = await command('list', '--code', code);
    expect(out.indexOf('Business')).toBeLessThan(out.indexOf('Connection'));
    expect(out).toContain('finance: 2 cases, 0 late; at stake 119.00 EUR, 80 JPY');
    expect(out).toContain('operations: 1 case, 0 late; at stake 5.00 EUR');
    expect(out).toMatch(/in 2[34]h|in 1d/);
    expect((await command('list', '--code', code, '--min-amount', '100')).out).not.toContain(all[1]?.subject);
    expect((await command('list', '--code', code, '--queue', 'operations')).out).not.toContain(all[0]?.subject);
    expect((await command('list', '--code', code, '--overdue')).out).toBe('Nothing waits for you.');
    expect((await command('list', '--code', code, '--older-than', '1h')).out).toBe('Nothing waits for you.');
    await command('retry', '--all', '--code', code, '--reason', 'done');
    await Promise.all(all.map(({ decided }) => decided()));
  });

  it('writes a file for spreadsheets in which no cell runs as a formula', async () => {
    const code = `csv-${randomUUID().slice(0, 8)}`;
    const { decided } = await waiting({ code, words: '=HYPERLINK("http://evil.example","pay")' });
    const { out } = await command('list', '--code', code, '--csv', '-');
    expect(out.split('\r\n')).toHaveLength(2);
    expect(out).toContain(`"'=HYPERLINK(""http://evil.example"",""pay"")"`);
    const file = join(at.folder, `${code}.csv`);
    expect((await command('list', '--code', code, '--csv', file)).out).toContain('1 cases written');
    expect(readFileSync(file, 'utf8').trimEnd()).toBe(out);
    await command('retry', '--all', '--code', code, '--reason', 'done');
    await decided();
  });

  it.each([
    ['an age', ['--older-than', 'soon'], 'write 30m, 12h or 3d'],
    ['an amount', ['--min-amount', 'much'], 'write 1000.00'],
    ['an amount that its currency can not have', ['--min-amount', '1.001EUR'], 'more than 2 digits'],
    ['a kind', ['--kind', 'busyness'], 'there are business'],
  ])('refuses what is not %s', async (_, args, says) => {
    const { status, err } = await command('list', ...args);
    expect(status).toBe(2);
    expect(err).toContain(says);
  });
});

describe('a patch', () => {
  const patched = async (set: string, wanted: Partial<OpenedCase> = {}) => {
    const { caseId, decided, subject } = await waiting(wanted);
    const answer = await command('patch', caseId, '--reason', 'known', '--set', set);
    const kept = await cases.patchOf({ company: 'acme', subject });
    await command('retry', caseId, '--reason', 'done');
    await decided();
    return { ...answer, kept };
  };

  it.each([
    ['a customer that the ERP lacks', 'customer=999999', 'the ERP has no customer 999999'],
    ['an item that the ERP lacks', 'items.SKU-1=NO-SUCH', 'the ERP has no item NO-SUCH'],
    ['an order that nobody knows', 'order=NO-SUCH', 'no order NO-SUCH is known here'],
    ['a credit memo that the ERP lacks', 'memo=999999', 'the ERP has no credit-memo 999999'],
    ['an invoice that the ERP lacks', 'invoice=999999', 'the ERP has no invoice 999999'],
  ])('that names %s is refused before it is stored', async (_, set, says) => {
    const { status, err, kept } = await patched(set);
    expect(status).toBe(2);
    expect(err).toContain(says);
    expect(kept).toBeUndefined();
  });

  it('that names a blocked customer is refused', async () => {
    await at.seed('customers', {
      CustomerId: '100777',
      CompanyId: 'ACME',
      CurrencyId: 'USD',
      CustomerName: 'Blocked',
      CreditHold: 'Y',
    });
    expect((await patched('customer=100777')).err).toContain('customer 100777 is blocked in the ERP');
  });

  it('that is misspelt is told what was probably meant', async () => {
    const put = { company: 'acme', kind: 'customer', stripeId: 'cus_near', erpId: '100198', origin: 'theirs' } as const;
    await createCrosswalk(db).link(put);
    expect((await patched('customer=100189')).err).toContain('did you mean 100198?');
    expect((await patched('customer=0100198')).err).toContain('did you mean 100198?');
  });
});

describe('quittance cases repair', () => {
  const waitingFor = async (code: string, count: number) => {
    const all = [];
    for (let made = 0; made < count; made += 1) all.push(await waiting({ code }));
    return all;
  };
  const newCode = () => `bulk-${randomUUID().slice(0, 8)}`;

  it('shows what would be decided, and decides nothing without a yes', async () => {
    const code = newCode();
    const all = await waitingFor(code, 2);
    const repair = ['repair', '--code', code, '--action', 'retry', '--reason', 'mended'];
    const looked = await command(...repair, '--preview');
    for (const { caseId } of all) expect(looked.out).toContain(caseId);
    expect(looked.out).toContain('retry for 2 cases, one by one');
    expect(await command(...repair)).toMatchObject({ status: 2 });
    expect(await cases.list({ code, open: true })).toHaveLength(2);

    expect(await command(...repair, '--yes')).toMatchObject({
      status: 0,
      out: expect.stringContaining('2 decided.') as string,
    });
    expect(await Promise.all(all.map(({ decided }) => decided()))).toEqual(Array(2).fill('retry | tester | mended | '));
  });

  it('takes a thousand at once, the oldest, and says how many it leaves out', async () => {
    const code = newCode();
    await sql`
      insert into cases (case_id, company, flow, root, subject, kind, code, opened_at)
      select ${code} || '/' || n, 'acme', 'order-to-cash/acme/gone', n, n, 'business', ${code}, now() + n * interval '1 ms'
      from generate_series(1, 1002) as n`.execute(db);
    const { out } = await command('repair', '--code', code, '--action', 'retry', '--reason', 'mended', '--preview');
    expect(out).toContain('retry for 1000 cases, one by one');
    expect(out).toContain('2 more are like that, which are newer and left out');
    expect(out).not.toContain(`${code}/1002`);
    const retried = await command('retry', '--all', '--code', code, '--reason', 'mended');
    expect(retried.out).toContain('2 newer cases were not asked');
    await sql`delete from cases where code = ${code}`.execute(db);
  });

  it('tells which were refused and why, and fails', async () => {
    const code = newCode();
    const [first, second] = await waitingFor(code, 2);
    const stale = { caseId: `${randomUUID()}/1`, company: 'acme', root: 'x', code, kind: 'connection' } as const;
    await cases.open({ ...stale, flow: first?.flow ?? '', subject: 'pi_stale' });
    const { status, out } = await command(
      'repair',
      '--code',
      code,
      '--action',
      'retry',
      '--reason',
      'mended',
      '--yes',
      '--json',
    );
    expect(status).toBe(1);
    expect((JSON.parse(out) as { outcome: string }[]).map(({ outcome }) => outcome)).toEqual([
      'decided',
      'decided',
      'refused',
    ]);
    await Promise.all([first?.decided(), second?.decided()]);
  });

  it('passes on what the ledger refused, in its words', async () => {
    const code = newCode();
    const [one] = await waitingFor(code, 1);
    const words = 'The ERP has no invoice REFUSED';
    await cases.refuse({ caseId: one?.caseId ?? '', action: 'skip', by: 'tester', code: 'not-found', words });
    const skip = ['skip', one?.caseId ?? '', '--reason', 'by hand', '--number'];
    expect((await command(...skip, 'REFUSED')).err).toContain(`Refused: ${words}`);
    expect((await command('show', one?.caseId ?? '')).out).toContain(words);
    expect(await command(...skip, '4711', '--unchecked')).toMatchObject({ status: 0 });
    expect(await one?.decided()).toBe('skip | tester | by hand | 4711 | unchecked');
  });

  it('patches each case, and stores nothing that the ERP does not have', async () => {
    const code = newCode();
    const [one] = await waitingFor(code, 1);
    const patch = ['repair', '--code', code, '--action', 'patch', '--reason', 'known', '--set'];
    const looked = await command(...patch, 'customer=999999', '--preview');
    expect(looked.out).toContain('would be refused: customer: the ERP has no customer 999999');
    expect(await command(...patch, 'customer=999999', '--yes')).toMatchObject({ status: 1 });
    expect(await command(...patch, 'customer=100198', '--yes')).toMatchObject({ status: 0 });
    expect(await one?.decided()).toBe('patch | tester | known | ');
  });

  it.each([
    ['no filter', ['--action', 'retry'], 'Which cases?'],
    ['no such action', ['--code', 'x', '--action', 'forget'], 'There is no action forget'],
    ['a patch of nothing', ['--code', 'x', '--action', 'patch'], '--set goes with --action patch'],
    ['unchecked without a number', ['--code', 'x', '--action', 'skip', '--unchecked'], '--unchecked goes with skip'],
  ])('refuses %s', async (_, args, says) => {
    const { status, err } = await command('repair', ...args, '--reason', 'why', '--yes');
    expect(status).toBe(2);
    expect(err).toContain(says);
  });
});

describe('quittance cases reopen', () => {
  it('says that nothing is closed, or whose root it is', async () => {
    expect((await command('reopen', 'order/1', '--company', 'acme', '--reason', 'why')).err).toContain('is not closed');
    expect((await command('reopen', 'order/1', '--reason', 'why')).err).toContain('--company <key>');
  });
});

import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCases, type Cases } from '../../src/store/cases.ts';
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
async function waiting(subject = `pi_${randomUUID().slice(0, 8)}`) {
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
  });
  return { caseId, subject, decided: () => handle.result() as Promise<string> };
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

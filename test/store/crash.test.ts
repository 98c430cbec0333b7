import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reference } from '../../src/domain/documents.ts';
import { effectKey } from '../../src/domain/effects.ts';
import { referenceOf } from '../../src/store/reference.ts';
import type { Orders } from './crash-child.ts';
import { ownDatabase } from './opened.ts';

type Delays = { readonly beforeCommitMs?: number; readonly beforeReplyMs?: number };
const { db, url } = ownDatabase();
const documents: { readonly number: string; readonly reference: Reference }[] = [];
const delays = new Map<Reference, Delays>();
const children = new Set<ChildProcess>();
let erp: Server;
let erpUrl: string;

/** An ERP at its plainest: it books whatever it is sent, as often as it is sent, and finds it by reference. */
beforeAll(async () => {
  erp = createServer((request, response) => {
    void (async () => {
      const reference = (request.url ?? '').split('/')[2] as Reference | undefined;
      if (request.method === 'GET') {
        response.end(JSON.stringify(documents.filter((document) => document.reference === reference)));
        return;
      }
      const body = (await json(request)) as { readonly reference: Reference };
      const { beforeCommitMs = 0, beforeReplyMs = 0 } = delays.get(body.reference) ?? {};
      await sleep(beforeCommitMs); // It goes on, whether anybody still waits or not.
      const document = { ...body, number: `D${documents.length + 1}` };
      documents.push(document);
      await sleep(beforeReplyMs);
      response.end(JSON.stringify(document));
    })();
  });
  await new Promise<void>((listening) => void erp.listen(0, '127.0.0.1', listening));
  const address = erp.address();
  erpUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await new Promise((closed) => {
    erp.close(closed);
    erp.closeAllConnections();
  });
});

const program = fileURLToPath(new URL('crash-child.ts', import.meta.url));
/** Loads TypeScript without a thread of its own, which halves the time that a child needs to start. */
const start = ['--require', 'tsx/cjs', '--eval', 'require(process.env.PROGRAM)'];
const quick = { settleMs: 600, requestMs: 1_000, graceMs: 500 };

/** Runs one worker process on the effect until it ends; gives the signal that killed it, and what it told. */
async function work(subject: string, orders: Partial<Orders> = {}) {
  const ORDERS = JSON.stringify({ databaseUrl: url(), erpUrl, subject, ...quick, ...orders });
  const child = spawn(process.execPath, start, { env: { ...process.env, PROGRAM: program, ORDERS } });
  children.add(child);
  let told = '';
  let trouble = '';
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
  const signal = await new Promise<NodeJS.Signals | null>((ended) => child.on('close', (_code, by) => ended(by)));
  children.delete(child);
  return { signal, told: told.trim().split('\n'), trouble };
}

const newSubject = () => `ch_${randomUUID()}`;
const keyOf = (subject: string) => effectKey({ company: 'acme', kind: 'receipt', subject });
const documentsOf = (subject: string) => documents.filter(({ reference }) => reference === referenceOf(keyOf(subject)));
const rowOf = (subject: string) =>
  db().selectFrom('effects').selectAll().where('key', '=', keyOf(subject)).executeTakeFirstOrThrow();

/** `how` only where it can be told: on a busy machine a request may be given up, and its document then be recovered. */
async function expectOneDocument(subject: string, how?: 'recovered'): Promise<void> {
  expect(documentsOf(subject)).toHaveLength(1);
  const { number } = documentsOf(subject)[0] ?? {};
  expect(await rowOf(subject)).toMatchObject({ state: 'posted', number, ...(how && { how }) });
}

describe.concurrent('one document, when the process is killed', { timeout: 180_000 }, () => {
  it.each([
    ['claim before'],
    ['claim after'],
    ['sending before'],
    ['sending after'],
    ['send before'],
    ['send during', 'recovered'],
    ['send after', 'recovered'],
    ['posted before', 'recovered'],
    ['posted after'],
  ] as const)('at "%s"', async (dieAt, how?: 'recovered') => {
    const subject = newSubject();
    if (dieAt === 'send during') delays.set(referenceOf(keyOf(subject)), { beforeReplyMs: 900 });

    expect(await work(subject, { dieAt })).toMatchObject({ signal: 'SIGKILL' });
    expect(await work(subject)).toMatchObject({ signal: null, trouble: '' });

    await expectOneDocument(subject, how);
  });

  it.each([
    ['find before', 'send after', 'recovered'],
    ['find after', 'send after', 'recovered'],
    ['find before', 'send before'],
    ['find after', 'send before'],
    ['posted before', 'send after', 'recovered'],
  ] as const)('at "%s", after another one died at "%s"', async (dieAt, before, how?: 'recovered') => {
    const subject = newSubject();

    expect(await work(subject, { dieAt: before })).toMatchObject({ signal: 'SIGKILL' });
    expect(await work(subject, { dieAt })).toMatchObject({ signal: 'SIGKILL' });
    expect(await work(subject)).toMatchObject({ signal: null, trouble: '' });

    await expectOneDocument(subject, how);
  });

  it('and its request is committed seven seconds after its death', async () => {
    const subject = newSubject();
    delays.set(referenceOf(keyOf(subject)), { beforeCommitMs: 7_000 });
    const patient = { settleMs: 9_000, requestMs: 8_000 };

    expect(await work(subject, { ...patient, dieAt: 'send during' })).toMatchObject({ signal: 'SIGKILL' });
    expect(documentsOf(subject)).toHaveLength(0);
    // The lease of the dead one covers its request, so its successor is told `busy` until nothing can commit any more.
    expect(await work(subject, patient)).toMatchObject({ signal: null, trouble: '' });

    await expectOneDocument(subject, 'recovered');
  });
});

describe.concurrent('one document, when an activity outlives its time-out', { timeout: 180_000 }, () => {
  it.each([
    ['before it has leave to send', 'sending before'],
    ['after it has leave to send', 'sending after'],
  ] as const)('and its process was stopped %s', async (_, at) => {
    const subject = newSubject();
    const stopped = work(subject, { stall: { at, ms: 6_000 } });
    while ((await attemptsOf(subject)) === undefined) await sleep(20);

    expect(await work(subject)).toMatchObject({ signal: null, trouble: '' });
    await expectOneDocument(subject);

    expect((await stopped).told).toEqual(['stalled', 'busy']);
    await expectOneDocument(subject);
  });

  it('and its reply comes after another attempt has looked the document up', async () => {
    const subject = newSubject();
    const late = work(subject, { stall: { at: 'send after', ms: 5_000 } });
    while ((await attemptsOf(subject)) !== 1) await sleep(20);

    await work(subject);
    await late;

    await expectOneDocument(subject);
  });

  it('and three live processes work on it from the start', async () => {
    const subject = newSubject();
    await Promise.all([work(subject), work(subject), work(subject)]);
    await expectOneDocument(subject);
  });
});

const attemptsOf = async (subject: string): Promise<number | undefined> =>
  (await db().selectFrom('effects').select('attempts').where('key', '=', keyOf(subject)).executeTakeFirst())?.attempts;

import { inspect } from 'node:util';
import { CancelledFailure, ApplicationFailure, ActivityFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asErpError, createFailureTranslation, toFailure, type Met } from '../../src/activities/failures.ts';
import { ErpError, type ErpErrorCode } from '../../src/erp/errors.ts';
import { MappingFault } from '../../src/mapping/fault.ts';
import { createLogger } from '../../src/runtime/log.ts';
import { ShopFault } from '../../src/shop/fault.ts';
import { StripeFault } from '../../src/stripe/client.ts';
import { troubleOf } from '../../src/workflows/trouble.ts';

Runtime.install({ logger: new DefaultLogger('ERROR', () => {}) });
afterEach(() => vi.restoreAllMocks());
const words = 'Customer Jane Roe <jane@example.com> is on credit hold';
const anHour = 3_600_000;
const failed = (code: ErpErrorCode, attempt = 1, retryAfterMs?: number, waitedMs = anHour) =>
  toFailure(new ErpError(code, words, { where: 'CustomerId', ...(retryAfterMs && { retryAfterMs }) }), {
    attempt,
    waitedMs,
  });

describe('what an activity met outside', () => {
  it.each(['invalid', 'rejected', 'not-found', 'unauthorized', 'conflict'] as const)(
    'is not tried again when nothing would change: %s',
    (code) => expect(failed(code)).toMatchObject({ type: code, nonRetryable: true }),
  );

  it.each(['busy', 'throttled', 'unavailable', 'outcome-unknown'] as const)(
    'is tried again when time helps, and is no error to anybody yet: %s',
    (code) => expect(failed(code)).toMatchObject({ type: code, nonRetryable: false, category: 'BENIGN' }),
  );

  it('travels as a code and a path, never in the words of the other system', () => {
    const failure = failed('rejected');
    expect(failure).toMatchObject({ message: 'rejected', details: [{ where: 'CustomerId' }] });
    expect(failure.cause).toBeUndefined();
    expect(inspect(failure, { depth: null })).not.toContain('Jane');
  });

  it.each([
    ['the mapping', new MappingFault('order.total', words), 'invalid'],
    ['the shop', new ShopFault('unavailable', words), 'unavailable'],
    ['Stripe', new StripeFault('throttled', words), 'throttled'],
  ] as const)('is one of the same nine codes when it comes from %s', (_, fault, code) =>
    expect(asErpError(fault)).toMatchObject({ code, message: words, cause: fault }),
  );

  it('is not guessed at when nobody classified it', () => expect(asErpError(new TypeError(words))).toBeUndefined());
});

describe('the delay before the next attempt', () => {
  const delays = (attempt: number) =>
    Array.from({ length: 200 }, () => Number(failed('unavailable', attempt).nextRetryDelay));

  it.each([
    [1, 2_000],
    [3, 8_000],
    [9, 512_000],
    [10, 600_000],
    [1_000, 600_000],
  ])('of attempt %i lies anywhere up to %i ms', (attempt, ceiling) => {
    const seen = delays(attempt);
    expect(Math.max(...seen)).toBeLessThanOrEqual(ceiling);
    expect(Math.max(...seen)).toBeGreaterThan(ceiling / 2);
    expect(Math.min(...seen)).toBeLessThan(ceiling / 2);
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(0);
    expect(new Set(seen).size).toBeGreaterThan(100);
  });

  it.each([
    [0, 2_000],
    [37_000, 37_000],
    [900_000, 600_000],
  ])('after %i ms is at most %i ms, however often we were turned away', (waitedMs, ceiling) => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    expect(failed('unavailable', 40, undefined, waitedMs).nextRetryDelay).toBe(ceiling);
    expect(failed('busy', 40, 3_600_000, waitedMs).nextRetryDelay).toBe(Math.min(60_000, ceiling));
  });

  it('is none of the other system where that says at once', () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const error = new ErpError('throttled', words, { retryAfterMs: 0 });
    expect(toFailure(error, { attempt: 1, waitedMs: 0 }).nextRetryDelay).toBe(2_000);
  });

  it('is what the other system asks for', () => {
    expect(failed('throttled', 1, 37_000).nextRetryDelay).toBe(37_000);
    expect(failed('outcome-unknown', 9, 5_000).nextRetryDelay).toBe(5_000);
  });

  it('of one that is busy is at most what it asks for', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    expect(failed('busy', 1, 37_000).nextRetryDelay).toBe(1_000);
    expect(failed('busy', 12, 37_000).nextRetryDelay).toBe(37_000);
  });
});

describe('around an activity', () => {
  /** What leaves an activity that throws, what was noted for its case, and what was logged. */
  async function left(
    thrown: unknown,
    { attempt = 1, waitedMs = 0, note }: { attempt?: number; waitedMs?: number; note?: () => Promise<void> } = {},
  ) {
    const noted: Met[] = [];
    const lines: string[] = [];
    const log = createLogger({ level: 'debug', sink: { write: (line) => lines.push(line) } });
    const keep = async (met: Met) => void noted.push(met);
    const environment = new MockActivityEnvironment({
      attempt,
      activityType: 'postSale',
      scheduledTimestampMs: 1_700_000_000_000,
      currentAttemptScheduledTimestampMs: 1_700_000_000_000 + waitedMs,
    });
    const { inbound } = createFailureTranslation({ note: note ?? keep, log })(environment.context);
    const run = async (): Promise<unknown> =>
      inbound?.execute?.({ args: [], headers: {} }, () => Promise.reject(thrown));
    const failure: unknown = await environment.run(run).then(
      () => undefined,
      (error: unknown) => error,
    );
    return { failure, noted, logged: lines.join('') };
  }

  it('a known error is noted for its case in full, and logged and passed on as a code', async () => {
    const { failure, noted, logged } = await left(new ErpError('rejected', words, { where: 'CustomerId' }));
    expect(failure).toMatchObject({ type: 'rejected', message: 'rejected', nonRetryable: true });
    expect(noted).toMatchObject([{ step: 'postSale', code: 'rejected', where: 'CustomerId', words }]);
    expect(logged).toContain('"code":"rejected"');
    expect(logged).not.toContain('Jane');
    expect(logged).not.toContain('jane@');
  });

  it('an error that nobody classified is tried ten times and for minutes, then a person looks at a defect', async () => {
    const bug = new TypeError(`Cannot read properties of undefined: ${words}`);
    for (const [attempt, waitedMs] of [
      [1, 0],
      [9, 600_000],
      [30, 120_000],
    ] as const) {
      const { failure: early } = await left(bug, { attempt, waitedMs });
      expect(early).toMatchObject({ type: 'defect', nonRetryable: false });
      expect((early as ApplicationFailure).nextRetryDelay).toBeLessThanOrEqual(Math.max(2_000, waitedMs));
    }
    const { failure, logged } = await left(bug, { attempt: 10, waitedMs: 240_000 });
    expect(failure).toMatchObject({ type: 'defect', message: 'defect', nonRetryable: true });
    expect(logged).toContain('TypeError');
    expect(logged).not.toContain('jane@');
  });

  it('waits by how long it has waited, and not only by how often it came', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const { failure } = await left(new ErpError('unavailable', words), { attempt: 30, waitedMs: 60_000 });
    const { nextRetryDelay } = failure as ApplicationFailure;
    expect(nextRetryDelay).toBe(60_000);
  });

  it('what is already meant for Temporal, and a cancellation, pass as they are', async () => {
    for (const meant of [ApplicationFailure.create({ type: 'x' }), new CancelledFailure('stop')]) {
      expect(await left(meant)).toMatchObject({ failure: meant, noted: [], logged: '' });
    }
  });

  it('the failure arrives even when it can not be noted', async () => {
    const note = () => Promise.reject(new Error('the database is away'));
    const { failure, logged } = await left(new ErpError('rejected', words), { note });
    expect(failure).toMatchObject({ type: 'rejected' });
    expect(logged).toContain('could not be noted');
  });
});

describe('a failed activity parks its flow', () => {
  const troubled = (cause: Error | undefined) =>
    troubleOf(new ActivityFailure('failed', 'postSale', '1', 'NON_RETRYABLE_FAILURE', 'me', cause), 'post order');

  it.each([
    ['rejected', 'business'],
    ['conflict', 'business'],
    ['unauthorized', 'connection'],
    ['unavailable', 'connection'],
    ['outcome-unknown', 'connection'],
    ['defect', 'defect'],
  ])('%s is a case of kind %s', (type, kind) =>
    expect(troubled(ApplicationFailure.create({ type, details: [{ where: 'a.b' }] }))).toEqual({
      kind,
      code: type,
      step: 'post order',
      where: 'a.b',
    }),
  );

  it('what was still tried after a day is an outage', () =>
    expect(troubled(undefined)).toMatchObject({ kind: 'connection', code: 'took-too-long' }));

  it('but an error of the workflow itself is a bug, and fails its task', () =>
    expect(() => troubleOf(new TypeError('a bug'), 'post order')).toThrow(TypeError));
});

it('waits an hour at most, whatever the other side asks for', () => {
  const error = new ErpError('throttled', 'later', { retryAfterMs: 10 * 86_400_000 });
  expect(toFailure(error, { attempt: 1, waitedMs: 0 }).nextRetryDelay).toBe(3_600_000);
});

import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import type { Alert } from '../../src/domain/alert.ts';
import { createAlertMessages } from '../../src/store/alert-messages.ts';
import { createAlertRows } from '../../src/store/alerts.ts';
import { ownDatabase } from './opened.ts';

const { db } = ownDatabase();
let rows: ReturnType<typeof createAlertRows>;
let messages: ReturnType<typeof createAlertMessages>;
beforeAll(() => {
  rows = createAlertRows(db());
  messages = createAlertMessages(db());
});

const hour = 3_600_000;
const sampleAlert = (more: Partial<Alert> = {}): Alert => ({
  kind: 'business',
  company: 'acme',
  code: 'rejected',
  subject: `pi_${randomUUID()}`,
  text: 'business case: rejected',
  amount: { minor: 11_900, currency: 'EUR' },
  ...more,
});
/** A channel of the test's own. */
const channelOf = () => {
  const channel = `c-${randomUUID().slice(0, 8)}`;
  return {
    channel,
    raise: (alert: Alert, more: { digestAt?: Date; windowMs?: number } = {}) =>
      rows.raise(alert, {
        routes: [{ channel, ...(more.digestAt && { digestAt: more.digestAt }) }],
        windowMs: more.windowMs ?? hour,
      }),
    read: async () => {
      const message = await messages.claim(channel, hour);
      if (message) await messages.sent(message.id);
      return message?.notices.map(({ what, alert, count }) => [what, alert.subject, count]);
    },
  };
};
const later = new Date('2100-01-01T00:00:00Z');
/** As if so much time had passed since it was told. */
const age = (key: string, ms: number) =>
  sql`update alerts set told_at = told_at - ${ms} * interval '1 millisecond' where key = ${key}`.execute(db());

describe('an alert', () => {
  it('is told once, as it was raised', async () => {
    const { channel, raise } = channelOf();
    const alert = sampleAlert({ caseId: 'run/1' });
    expect(await raise(alert)).toBe(true);
    const message = await messages.claim(channel, hour);
    expect(message?.notices).toMatchObject([{ what: 'raised', alert, count: 1 }]);
    await messages.sent(message?.id ?? '');
    expect(await messages.claim(channel, hour)).toBeUndefined();
  });

  it('raised again within the window is only counted; after it, it is told again with the count', async () => {
    const { raise, read } = channelOf();
    const alert = sampleAlert({ key: `k/${randomUUID()}` });
    await raise(alert);
    expect(await read()).toEqual([['raised', alert.subject, 1]]);
    expect([await raise(alert), await raise(alert)]).toEqual([false, false]);
    expect(await read()).toBeUndefined();
    await age(alert.key ?? '', hour);
    expect(await raise(alert)).toBe(true);
    expect(await read()).toEqual([['raised', alert.subject, 4]]);
  });

  it('of the same thing with another code is told at once', async () => {
    const { raise, read } = channelOf();
    const alert = sampleAlert({ key: `k/${randomUUID()}` });
    await raise(alert);
    await read();
    expect(await raise({ ...alert, code: 'not-found' })).toBe(true);
    expect(await read()).toHaveLength(1);
  });

  it('raised by many at the same time is told once', async () => {
    const { raise, read } = channelOf();
    const alert = sampleAlert();
    await Promise.all(Array.from({ length: 8 }, () => raise(alert)));
    expect(await read()).toEqual([['raised', alert.subject, 8]]);
    expect(await read()).toBeUndefined();
  });
});

describe('what is over', () => {
  it('is told to those who were told that it began, once', async () => {
    const { raise, read } = channelOf();
    const alert = sampleAlert({ key: `k/${randomUUID()}` });
    await raise(alert);
    await read();
    expect(await rows.resolve(alert.key ?? '', later, 'healed')).toBe(true);
    expect(await rows.resolve(alert.key ?? '', later)).toBe(false);
    expect(await read()).toEqual([['recovered', alert.subject, 1]]);
  });

  it('ends what hangs on it, and nothing that is merely called alike', async () => {
    const { raise, read } = channelOf();
    const id = randomUUID().replaceAll('-', '_');
    const keys = [`case/${id}`, `case/${id}/overdue/1`, `case/${id}1`, `case/${id.replace('_', 'x')}/overdue`];
    for (const key of keys) await raise(sampleAlert({ key, subject: key }));
    await read();
    await rows.resolve(`case/${id}`, later);
    expect(await read()).toEqual([
      ['recovered', keys[0], 1],
      ['recovered', keys[1], 1],
    ]);
  });

  it('and comes back within the window is told only if it stays', async () => {
    const { raise, read } = channelOf();
    const key = `breaker/${randomUUID()}`;
    const alert = sampleAlert({ key });
    await raise(alert);
    await rows.resolve(key, later);
    expect(await read()).toHaveLength(2);
    for (let times = 0; times < 3; times += 1) {
      expect(await raise(alert)).toBe(true);
      await rows.resolve(key, later);
    }
    expect(await read()).toBeUndefined();
    await raise(alert);
    await sql`update alert_notices set due_at = clock_timestamp() where held and message is null`.execute(db());
    expect(await read()).toEqual([['raised', alert.subject, 1]]);
  });

  it('but a password that fails again is told at once', async () => {
    const { raise, read } = channelOf();
    const alert = sampleAlert({ key: `k/${randomUUID()}`, kind: 'connection', code: 'unauthorized' });
    await raise(alert);
    await rows.resolve(alert.key ?? '', later);
    await read();
    expect(await raise(alert)).toBe(true);
    expect(await read()).toHaveLength(1);
  });
});

describe('a digest', () => {
  it('holds what came and what went since the last one, and leaves at its time', async () => {
    const { channel, raise, read } = channelOf();
    const [gone, stays] = [sampleAlert({ key: `k/${randomUUID()}` }), sampleAlert()];
    await raise(gone, { digestAt: later });
    await raise(stays, { digestAt: later });
    await rows.resolve(gone.key ?? '', later);
    expect(await read()).toBeUndefined();
    await sql`update alert_notices set due_at = clock_timestamp() where channel = ${channel}`.execute(db());
    expect(await read()).toEqual([
      ['raised', gone.subject, 1],
      ['raised', stays.subject, 1],
      ['recovered', gone.subject, 1],
    ]);
  });

  it('leaves what is urgent to go before it, in a message of its own', async () => {
    const { raise, read } = channelOf();
    const [slow, fast] = [sampleAlert(), sampleAlert()];
    await raise(slow, { digestAt: new Date(Date.now() - hour) });
    await raise(fast);
    expect(await read()).toEqual([['raised', fast.subject, 1]]);
    expect(await read()).toEqual([['raised', slow.subject, 1]]);
  });
});

describe('a message', () => {
  it('is claimed by one worker alone, however many ask', async () => {
    const { channel, raise } = channelOf();
    await raise(sampleAlert());
    const claims = await Promise.all(Array.from({ length: 8 }, () => messages.claim(channel, hour)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('of a worker that was killed is sent by another under the same id', async () => {
    const { channel, raise } = channelOf();
    await raise(sampleAlert());
    const first = await messages.claim(channel, 0);
    const second = await messages.claim(channel, hour);
    expect(second).toEqual({ ...first, attempts: 2 });
  });

  it('that failed comes again when its time has come, and what was raised meanwhile waits behind it', async () => {
    const { channel, raise, read } = channelOf();
    const [one, two] = [sampleAlert(), sampleAlert()];
    await raise(one);
    const failed = await messages.claim(channel, hour);
    expect(await messages.failed(failed?.id ?? '', 'HTTP 500', { inMs: hour, endAfterMs: hour })).toBe(false);
    await raise(two);
    expect(await messages.claim(channel, hour)).toBeUndefined();
    await sql`update alert_messages set due_at = clock_timestamp() where channel = ${channel}`.execute(db());
    expect(await read()).toEqual([['raised', one.subject, 1]]);
    expect(await read()).toEqual([['raised', two.subject, 1]]);
  });

  it('ends some day, and the next one has its turn', async () => {
    const { channel, raise, read } = channelOf();
    const next = sampleAlert();
    await raise(sampleAlert());
    const failed = await messages.claim(channel, hour);
    expect(await messages.failed(failed?.id ?? '', 'HTTP 500', { inMs: hour, endAfterMs: 0 })).toBe(true);
    await raise(next);
    expect(await read()).toEqual([['raised', next.subject, 1]]);
  });
});

it('what is older than it is kept for is forgotten with its messages', async () => {
  const { channel, raise, read } = channelOf();
  await raise(sampleAlert());
  await read();
  await sql`update alerts set last_at = last_at - interval '91 days'`.execute(db());
  await sql`update alert_messages set made_at = made_at - interval '91 days'`.execute(db());
  await rows.forget(90);
  const { rows: left } = await sql`select 1 from alert_messages where channel = ${channel}`.execute(db());
  expect(left).toEqual([]);
});

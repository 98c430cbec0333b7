import { describe, expect, it, onTestFinished } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import { createSweepActivities, type SweepDeps } from '../../src/activities/sweep.ts';
import type { Alert } from '../../src/domain/alert.ts';
import { eventsFrom, eventsRead, type Coverage, type Swept } from '../../src/store/sweeps.ts';
import type { ReceivedEvent } from '../../src/workflows/messages.ts';
import { sandboxFor } from '../sandbox/stripe/start.ts';

const day = 86_400;
const isoOf = (seconds: number): string => new Date(seconds * 1_000).toISOString();
const nowIs = Math.floor(Date.now() / 1_000);

/** A real list of events, swept into nothing but memory. */
async function sweeping({ clockStart, lastWhole = nowIs }: { clockStart?: number; lastWhole?: number } = {}) {
  const { stripe, sandbox, admin } = await sandboxFor(onTestFinished, { ...(clockStart && { clockStart }) });
  const marks = new Map([
    [eventsRead, isoOf(clockStart ?? nowIs - 60)],
    [eventsFrom, isoOf(clockStart ?? nowIs - 60)],
  ]);
  const seen: Swept[] = [];
  const started: ReceivedEvent[] = [];
  const alerts: Alert[] = [];
  const coverages: Coverage[] = [];
  let answer: (event: ReceivedEvent) => ReturnType<SweepDeps['start']> extends Promise<infer S> ? S : never = () =>
    'accepted';
  let healed = 0;
  const sweeps = {
    begin: async () => 1,
    end: async (_: number, { coverage }: { readonly coverage: Coverage }) => void coverages.push(coverage),
    forget: async () => undefined,
    missedSince: async () => undefined,
    lastWhole: async () => new Date(lastWhole * 1_000),
    advance: async (_: string, mark: string) => void marks.set(eventsRead, mark),
    seenAmong: async (_: string, ids: readonly string[]) =>
      new Set(seen.map(({ event }) => event).filter((id) => ids.includes(id))),
    note: async (_: string, one: Swept) => void seen.push(one),
  };
  const company = {
    key: 'acme',
    unhurried: stripe,
    settings: {
      sweepOverlapSeconds: 3_600,
      stripe: { account: sandbox.account, livemode: false, apiVersion: '2026-10-28.endive' },
    },
  } as unknown as Company;
  const activities = createSweepActivities({
    companies: () => company,
    crosswalk: { watermark: async (_: string, name: string) => marks.get(name) },
    sweeps: sweeps as unknown as SweepDeps['sweeps'],
    start: async (event) => {
      const said = answer(event);
      if (said === 'accepted') started.push(event);
      return said;
    },
    healed: () => void (healed += 1),
    alerts: { raise: async (alert) => alerts.push(alert) > 0, resolve: async () => undefined },
    quietHours: 24,
  });
  return {
    stripe,
    sandbox,
    admin,
    coverages,
    started,
    alerts,
    seen,
    healed: () => healed,
    mark: () => marks.get(eventsRead) ?? '',
    answering: (next: typeof answer) => void (answer = next),
    sweep: () => activities.sweepEvents({ company: 'acme' }),
    pay: (extra: object = {}, options: object = {}) =>
      stripe.paymentIntents.create(
        { amount: 500, currency: 'usd', confirm: true, payment_method: 'pm_card_visa', ...extra },
        options,
      ),
  };
}

describe('a sweep', () => {
  it('starts what nobody has started, the oldest first, over as many pages as there are', async () => {
    const { pay, sweep, started, stripe } = await sweeping();
    for (let n = 0; n < 40; n += 1) await pay();
    const told = await sweep();
    const all = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
    const position = new Map(all.map(({ id }, at) => [id, -at]));
    const places = started.map(({ eventId }) => position.get(eventId) ?? expect.unreachable());
    expect(told).toMatchObject({ whole: true, started: started.length });
    expect(started.filter(({ type }) => type === 'payment_intent.succeeded')).toHaveLength(40);
    expect(new Set(places).size).toBe(started.length);
    expect(await sweep()).toMatchObject({ started: 0 });
  });

  it('leaves out the echoes of our own writes, as the webhook does', async () => {
    const { pay, sweep, started } = await sweeping();
    await pay({}, { idempotencyKey: 'quittance:test' });
    await sweep();
    expect(started).toEqual([]);
  });

  it('leaves out what is of another account or of the other mode, and counts it', async () => {
    const { admin, pay, sweep, started, coverages } = await sweeping();
    const type = 'payment_intent.succeeded';
    const stranger = { type, object: { object: 'payment_intent', id: 'pi_of_others' } };
    await admin('/emit', { ...stranger, account: 'acct_1Others' });
    await admin('/emit', { ...stranger, livemode: true });
    const { id } = await pay();
    await sweep();
    expect(started.filter((event) => event.type === type)).toMatchObject([{ subject: id }]);
    expect(coverages[0]?.[type]).toEqual({ listed: 3, foreign: 1, livemode: 1, started: 1 });
  });

  it('counts as healed what is older than a minute: the sweep after it comes no later than five minutes', async () => {
    const { pay, sweep, healed, seen } = await sweeping({ clockStart: nowIs - 120 });
    await pay();
    await sweep();
    expect(new Set(seen.map(({ how }) => how))).toEqual(new Set(['healed']));
    expect(healed()).toBe(seen.length);
  });

  it('moves its mark only once everything was started, and goes on where it was', async () => {
    const { pay, sweep, started, mark, answering } = await sweeping();
    const before = mark();
    await pay();
    await pay();
    answering(() => (started.length < 2 ? 'accepted' : 'unavailable'));
    await expect(sweep()).rejects.toMatchObject({ code: 'unavailable' });
    expect(mark()).toBe(before);
    expect(started).toHaveLength(2);

    answering(() => 'accepted');
    await sweep();
    const ids = started.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(started.filter(({ type }) => type === 'payment_intent.succeeded')).toHaveLength(2);
    expect(mark() > before).toBe(true);
  });

  it('goes on past an event that is refused for ever, tells of it, and keeps its mark before it', async () => {
    const { pay, sweep, started, mark, alerts, answering } = await sweeping();
    const before = mark();
    await pay();
    await pay();
    answering(({ type }) => (type === 'payment_intent.succeeded' ? 'refused' : 'accepted'));
    await expect(sweep()).rejects.toMatchObject({ code: 'rejected' });
    expect(started.filter(({ type }) => type === 'charge.succeeded')).toHaveLength(2);
    expect(mark()).toBe(before);
    expect(alerts).toMatchObject([{ code: 'sweep-failed' }]);

    answering(() => 'accepted');
    expect(await sweep()).toMatchObject({ whole: true, started: 2 });
    expect(mark() > before).toBe(true);
  });

  it('counts as healed what the webhook should long have heard, and nothing that it has', async () => {
    const { pay, sweep, sandbox, seen, healed, answering } = await sweeping({ clockStart: nowIs - 2 * day });
    answering(({ type }) => (type === 'charge.succeeded' ? 'duplicate' : 'accepted'));
    await pay();
    sandbox.world.clock.advance(day);
    await pay();
    await sweep();
    expect(seen.filter(({ how }) => how === 'known').map(({ type }) => type)).toEqual([
      'charge.succeeded',
      'charge.succeeded',
    ]);
    expect(healed()).toBe(seen.filter(({ how }) => how === 'healed').length);
    expect(healed()).toBeGreaterThan(1);
  });

  it('tells people what to do where Stripe can no longer list what happened meanwhile', async () => {
    const { sweep, alerts } = await sweeping({ lastWhole: nowIs - 31 * day });
    await sweep();
    const since = isoOf(nowIs - 31 * day).slice(0, 10);
    expect(alerts).toMatchObject([{ code: 'sweep-horizon' }]);
    expect(alerts[0]?.text).toContain(`quittance replay --company acme --since ${since}`);
  });
});

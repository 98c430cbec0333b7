import { ScheduleOverlapPolicy } from '@temporalio/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '../../src/cli/replay.ts';
import { sweepReport } from '../../src/cli/sweep-report.ts';
import { handledEvents } from '../../src/stripe/events.ts';
import type { sweepEvents } from '../../src/workflows/schedules.ts';
import { company, startProduct, until, type Product } from '../support/product.ts';
import { salesOf } from '../support/sales.ts';
import { eventWorkflowId, flowId, mainQueue } from '../../src/workflows/messages.ts';

let product: Product;
let sales: ReturnType<typeof salesOf>;
beforeAll(async () => {
  product = await startProduct({ webhook: true, orders: 'grace_minutes: 0' });
  sales = salesOf(product);
}, 120_000);
afterAll(() => product.stop());

const wholes = async () => (await product.store.sweeps.report(company, new Date(0))).runs.filter(({ whole }) => whole);
/** One whole sweep, from its beginning to its end: the one before may not quite be over, and would swallow this one. */
async function swept() {
  const before = (await wholes()).length;
  const schedule = product.client.schedule.getHandle(`sweep-events/${company}`);
  await schedule.trigger(ScheduleOverlapPolicy.BUFFER_ONE);
  return (await until(wholes, ({ length }) => length > before)).at(-1);
}
async function missed<T>(happening: () => Promise<T>): Promise<T> {
  await product.stripeAdmin('/_sandbox/deliveries/pause', {});
  const answer = await happening();
  await product.stripeAdmin('/_sandbox/deliveries/discard', {});
  await product.stripeAdmin('/_sandbox/deliveries/resume', {});
  return answer;
}
const told = async (run: typeof replay | typeof sweepReport, options: object): Promise<string> => {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  await run(product.config, options, { env: {}, out: say, err: say, interactive: false });
  return lines.join('\n');
};
/** Of the newest alert of a code: since when it is over, if it is. */
const overSince = async (code: string): Promise<Date | null | undefined> =>
  (
    await sql<{ resolved_at: Date | null }>`
      select resolved_at from alerts where code = ${code} order by id desc limit 1`.execute(product.store.db)
  ).rows[0]?.resolved_at;
const heardOf = async (): Promise<readonly string[]> => {
  const events = await product.stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
  return events.filter(({ type }) => handledEvents.some((handled) => handled === type)).map(({ id }) => id);
};
const alertsOf = (code: string) => product.logged.filter((line) => line.includes(code));

describe('the sweep of events', () => {
  it('finds an event that was never delivered, and its order is posted', async () => {
    await sales.push('W-1');
    const payment = await missed(() => sales.pay('W-1'));
    const first = await swept();
    const { orders, invoices, receipts } = await sales.applied('W-1', payment);
    expect([orders, invoices, receipts].map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(await product.settled(payment)).toBe('settled');
    expect(first?.coverage['payment_intent.succeeded']).toMatchObject({ listed: 1, started: 1 });

    const again = await swept();
    expect(again?.coverage['payment_intent.succeeded']).toEqual({ listed: 1 });
    expect(await told(sweepReport, {})).toContain('payment_intent.succeeded');
  }, 180_000);

  it('says so when Stripe has disabled the endpoint, or was told to leave events out, and when that is over', async () => {
    const [endpoint] = (await product.stripe.webhookEndpoints.list()).data;
    const { id } = endpoint ?? expect.unreachable();
    await product.stripe.webhookEndpoints.update(id, { disabled: true });
    await swept();
    expect(alertsOf('webhook-disabled').join()).toContain(`quittance stripe setup ${company}`);
    await product.stripe.webhookEndpoints.update(id, { disabled: false, enabled_events: ['charge.succeeded'] });
    await swept();
    expect(alertsOf('webhook-incomplete').join()).toContain('payment_intent.succeeded');
    await product.stripe.webhookEndpoints.update(id, { enabled_events: [...handledEvents] });
    expect(await swept()).toMatchObject({ endpoint: '"well"' });
  }, 180_000);
});

describe('a replay', () => {
  it('wakes what is named, posts nothing twice, and nothing at all when it is only asked', async () => {
    await sales.push('R-1');
    const payment = await missed(() => sales.pay('R-1'));
    expect(await told(replay, { id: [payment], dryRun: true })).toContain(`orderToCash ${payment}`);
    await expect(product.handle(payment).describe()).rejects.toThrow();

    expect(await told(replay, { since: '2026-01-01', type: ['payment_intent'] })).toContain(`orderToCash ${payment}`);
    await sales.applied('R-1', payment);
    expect(await told(replay, { since: new Date(Date.now() - 3_600_000).toISOString() })).toContain(payment);
    expect(await product.settled(payment)).toBe('settled');
    const { orders, receipts } = await sales.held('R-1', payment);
    expect([orders, receipts].map(({ length }) => length)).toEqual([1, 1]);
    await expect(told(replay, { since: '2026-01-01', type: ['charge.succeeded'] })).rejects.toThrow(/30 days/);
  }, 180_000);
});

describe('two workers that sweep at once', () => {
  it('start what each event asks for once', async () => {
    await product.begin();
    await swept();
    const before = new Set(await heardOf());
    const named = Array.from({ length: 12 }, (_, n) => `Swept ${n}`);
    await missed(() => Promise.all(named.map((name) => product.stripe.customers.create({ name }))));
    const lost = (await heardOf()).filter((id) => !before.has(id));

    const both = await Promise.all(
      ['one', 'two'].map((which) =>
        product.client.workflow.execute<typeof sweepEvents>('sweepEvents', {
          workflowId: `sweep-events/${company}/${which}`,
          taskQueue: mainQueue,
          args: [{ company, connection: '' }],
        }),
      ),
    );
    expect(lost).toHaveLength(named.length);
    expect(both.map(({ whole }) => whole)).toEqual([true, true]);
    expect(both.reduce((sum, { started }) => sum + started, 0)).toBe(lost.length);
    const runs = await until(runsOfEvents, ({ length }) => length >= lost.length);
    for (const id of lost.map((eventId) => eventWorkflowId({ company, eventId })))
      expect(runs.filter((run) => run === id)).toHaveLength(1);
  }, 180_000);
});

async function runsOfEvents(): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of product.client.workflow.list({ query: "WorkflowType = 'receiveEvent'" }))
    ids.push(workflowId);
  return ids;
}

describe('a webhook that hears nothing', () => {
  it('is told of after a day on which the sweep alone has found events, and is over with the first that it hears', async () => {
    const create = () => product.stripe.customers.create({ name: 'Quiet' });
    const later = (hours: number) => product.stripeAdmin('/_sandbox/clock', { advance_seconds: hours * 3_600 });
    const heard = flowId({ flow: 'syncCustomer', company, subject: (await create()).id });
    await until(() => product.client.workflow.getHandle(heard).describe(), Boolean);
    await swept();
    await later(1);
    await missed(create);
    await later(23);
    await missed(create);
    await swept();
    expect(await overSince('webhook-silent')).toBeUndefined();

    await later(2);
    await missed(create);
    await swept();
    expect(await overSince('webhook-silent')).toBeNull();
    expect(alertsOf('webhook-silent').join()).toContain('the webhook hears nothing');

    await create();
    await until(
      () => swept().then(() => overSince('webhook-silent')),
      (over) => over instanceof Date,
    );
  }, 180_000);
});

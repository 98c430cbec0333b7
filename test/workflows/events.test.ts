import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventWorkflowId, repair, type Repair } from '../../src/workflows/messages.ts';
import { company, startProduct, until, type Product } from '../support/product.ts';
import { salesOf } from '../support/sales.ts';

let product: Product;
let sales: ReturnType<typeof salesOf>;
beforeAll(async () => {
  product = await startProduct({ orders: 'grace_minutes: 0', webhook: true });
  sales = salesOf(product);
}, 120_000);
afterAll(() => product.stop());

const receiving = (eventId: string) => product.client.workflow.getHandle(eventWorkflowId({ company, eventId }));
const runOf = async (eventId: string) => (await receiving(eventId).describe()).runId;

/** As Stripe's own library shows it, every delivery answered. */
const delivered = () =>
  until(
    async () => (await (await fetch(`${product.stripeSandbox.url}/_sandbox/deliveries`)).json()) as Deliveries,
    ({ endpoints }) => Object.values(endpoints).every(({ pending }) => pending === 0),
  );
type Count = { readonly pending: number; readonly duplicates: number; readonly failedAttempts: number };
type Deliveries = { readonly endpoints: Readonly<Record<string, Count>> };

const answered = async (outcome: string): Promise<number> => {
  const { values } = (await product.registry.getMetricsAsJSON()).find(({ name }) =>
    name.includes('webhook_answers'),
  ) ?? {
    values: [],
  };
  return values.filter(({ labels }) => labels['outcome'] === outcome).reduce((sum, { value }) => sum + value, 0);
};

describe('events of Stripe', () => {
  it('make one order and one receipt, though each comes four times and in any order', async () => {
    await product.stripeAdmin('/_sandbox/deliveries', { duplicateProbability: 1, duplicateTimes: 3, disorderMs: 700 });
    await sales.push('E-1');
    const payment = await sales.pay('E-1', { capture_method: 'manual' });
    await product.stripe.paymentIntents.capture(payment);
    await sales.applied('E-1', payment);
    const { endpoints } = await delivered();
    await product.settled(payment);
    await product.stripeAdmin('/_sandbox/deliveries', { duplicateProbability: 0, disorderMs: 0 });

    const { orders, invoices, receipts } = await sales.held('E-1', payment);
    expect([orders, invoices, receipts].map(({ length }) => length)).toEqual([1, 1, 1]);
    const [count] = Object.values(endpoints);
    expect(count?.duplicates).toBeGreaterThan(3);
  }, 120_000);

  it('wake nobody when they only echo what was written back', async () => {
    await sales.push('E-2');
    const payment = await sales.pay('E-2');
    await sales.applied('E-2', payment);
    const echoes = await until(
      async () => {
        const { data } = await product.stripe.events.list({ type: 'charge.updated' });
        return data.filter(({ request }) => request?.idempotency_key?.startsWith('quittance:'));
      },
      ({ length }) => length > 0,
    );
    await delivered();

    expect(await answered('echo')).toBeGreaterThanOrEqual(1);
    for (const { id } of echoes) await expect(receiving(id).describe()).rejects.toThrow(/not found/i);
  });
});

describe('a signed event that can not be read', () => {
  const garbled = { object: 'payment_intent', id: '' };
  const emitted = async (object: object = garbled): Promise<string> => {
    const event = await product.stripeAdmin('/_sandbox/emit', { type: 'payment_intent.succeeded', object });
    return (event as { readonly id: string }).id;
  };
  /** The one that is open, another one than a case before it. */
  const openCase = async (eventId: string, before = '') => {
    const open = () => product.store.cases.list({ company, subject: eventId, open: true });
    const cases = await until(open, (found) => found.some(({ caseId }) => caseId !== before));
    return cases.find(({ caseId }) => caseId !== before) ?? expect.unreachable();
  };
  /** The case is in the database a moment before the flow takes decisions. */
  const decide = (eventId: string, caseId: string, action: Repair['action']) =>
    until(
      () => receiving(eventId).executeUpdate(repair, { args: [{ caseId, action, by: 'ann', reason: 'looked at it' }] }),
      () => true,
    );

  it('is a case that names the path of the field, and is over once a person skips it', async () => {
    const eventId = await emitted();
    const { caseId, kind, code, where } = await openCase(eventId);
    expect({ kind, code, where }).toEqual({ kind: 'business', code: 'unreadable-event', where: 'data.object.id' });
    const { typedSearchAttributes } = await until(
      () => receiving(eventId).describe(),
      (described) => described.typedSearchAttributes.getAll().some(({ key }) => key.name === 'NeedsRepair'),
    );
    expect(typedSearchAttributes.getAll().map(({ value }) => value)).toEqual(expect.arrayContaining(['parked', true]));
    await decide(eventId, caseId, 'skip');

    await receiving(eventId).result();
    expect(await product.store.cases.find(caseId)).toMatchObject({ closed: { decision: 'skip', by: 'ann' } });
  });

  it('is read again by a retry, and wakes its payment once it can be read', async () => {
    await sales.push('E-3');
    await product.stripeAdmin('/_sandbox/deliveries/pause', {});
    const payment = await sales.pay('E-3');
    await product.stripeAdmin('/_sandbox/deliveries/discard', {});
    await product.stripeAdmin('/_sandbox/deliveries/resume', {});
    const eventId = await emitted();
    const first = await openCase(eventId);
    await decide(eventId, first.caseId, 'retry');
    const second = await openCase(eventId, first.caseId);
    const event = product.stripeSandbox.world.store.get('event', eventId);
    Object.assign(event.data, { object: { object: 'payment_intent', id: payment } });
    await decide(eventId, second.caseId, 'retry');

    await receiving(eventId).result();
    expect((await sales.applied('E-3', payment)).orders).toHaveLength(1);
  });

  it('can be delivered again when somebody has terminated it, but not once it is done', async () => {
    const eventId = await emitted();
    await openCase(eventId);
    const terminated = await runOf(eventId);
    await receiving(eventId).terminate('by mistake');
    await product.stripeAdmin(`/_sandbox/events/${eventId}/redeliver`, {});
    const again = await until(
      () => runOf(eventId),
      (run) => run !== terminated,
    );
    const { caseId } = await openCase(eventId, `${terminated}/1`);
    await decide(eventId, caseId, 'skip');
    await receiving(eventId).result();

    const before = await answered('duplicate');
    await product.stripeAdmin(`/_sandbox/events/${eventId}/redeliver`, {});
    await until(
      () => answered('duplicate'),
      (duplicates) => duplicates > before,
    );
    expect(await runOf(eventId)).toBe(again);
  });
});

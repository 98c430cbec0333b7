import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventWorkflowId, flowId, repair } from '../../src/workflows/messages.ts';
import { customersOf } from '../support/customers.ts';
import { company, startProduct, until, type Product } from '../support/product.ts';
import { salesOf, withSku } from '../support/sales.ts';
import { record, recordScheduled } from './recording.ts';

/**
 * Not a test: writes histories/ of payments and masters afresh, by
 * `RECORD_HISTORIES=on npx vitest run test/replay/record.test.ts`. Recorded
 * again only when flows that are still open somewhere need not be understood any more.
 */
describe.runIf(process.env['RECORD_HISTORIES'])('records', () => {
  let product: Product;
  let sales: ReturnType<typeof salesOf>;
  beforeAll(async () => {
    product = await startProduct({
      orders: 'grace_minutes: 0',
      webhook: true,
      profile: {
        customers: { settings: { house_account: '100001' }, owners: { email: 'newest' } },
      },
    });
    sales = salesOf(product);
  }, 120_000);
  afterAll(() => product.stop());

  const flowOf = (subject: string) => flowId({ flow: 'orderToCash', company, subject });
  const recorded = (name: string, payment: string) => record(product.client, name, flowOf(payment));
  const parkedFor = async (id: string, item: string) => {
    await sales.push(id, withSku(item));
    const payment = await sales.pay(id);
    await product.parked(payment);
    return payment;
  };

  it('a plain order, and its deposit applied in a later run', async () => {
    await sales.push('R-1');
    const payment = await sales.pay('R-1');
    await product.nudge(payment);
    await product.settled(payment);
    await recorded('plain-order', payment);
    await sales.applied('R-1', payment);
    await product.nudge(payment);
    await product.settled(payment);
    await recorded('plain-order-nothing-due', payment);
  });

  it('a pending debit that succeeds later', async () => {
    await sales.push('R-2');
    const payment = await sales.pay('R-2', { payment_method: 'pm_sepa_debit' });
    await product.nudge(payment);
    await product.settled(payment);
    await recorded('pending-debit-held', payment);
    await product.stripeAdmin('/_sandbox/settle', { payment_intent: payment, outcome: 'succeeded' });
    await product.nudge(payment);
    await product.settled(payment);
    await recorded('pending-debit-succeeded', payment);
  });

  it('parked flows: retried, skipped, compensated', async () => {
    const retried = await parkedFor('R-3', 'R-ITEM');
    await product.admin('/_sandbox/items', { ItemId: 'R-ITEM', QuantityOnHand: '100' });
    await sales.decide(retried, 'retry');
    await product.settled(retried);
    await recorded('parked-retried', retried);

    const skipped = await parkedFor('R-4', 'S-ITEM');
    await sales.decide(skipped, 'skip', { number: await sales.byHand('R-4') });
    await product.settled(skipped);
    await recorded('parked-skipped', skipped);

    const body = { ErrorMessage: 'Account 1010 is blocked for posting' };
    const match = { method: 'POST', path: '/api/v2/cashreceipts$' };
    await product.fault('p21', { kind: 'status', status: 422, body, match });
    await product.admin('/_sandbox/items', { ItemId: 'W-100', QuantityOnHand: '0' });
    await sales.push('R-5');
    const compensated = await sales.pay('R-5');
    await sales.decide(compensated, 'compensate');
    await product.settled(compensated);
    await recorded('parked-compensated', compensated);
    await product.admin('/_sandbox/items', { ItemId: 'W-100', QuantityOnHand: '100000' });
  });

  it('two payments of one order', async () => {
    await sales.push('R-6', { payments: 2 });
    const first = await sales.pay('R-6', { amount: 4_000 });
    await product.nudge(first);
    await product.settled(first);
    await recorded('first-of-two-payments', first);
    const second = await sales.pay('R-6', { amount: 7_900 });
    await product.nudge(second);
    await product.settled(second);
    await recorded('second-of-two-payments', second);
  });

  it('events, readable and not', async () => {
    const [event] = (await product.stripe.events.list({ type: 'payment_intent.succeeded' })).data;
    const readable = eventWorkflowId({ company, eventId: event?.id ?? '' });
    await until(
      () => product.client.workflow.getHandle(readable).describe(),
      ({ status }) => status.name === 'COMPLETED',
    );
    await record(product.client, 'event', readable);

    const garbled = { type: 'payment_intent.succeeded', object: { object: 'payment_intent', id: '' } };
    const { id: eventId } = (await product.stripeAdmin('/_sandbox/emit', garbled)) as { id: string };
    const unreadable = product.client.workflow.getHandle(eventWorkflowId({ company, eventId }));
    const [open] = await until(
      () => product.store.cases.list({ company, subject: eventId, open: true }),
      (cases) => cases.length > 0,
    );
    const decision = { caseId: open?.caseId ?? '', action: 'skip', by: 'ann', reason: 'a test' } as const;
    await until(
      () => unreadable.executeUpdate(repair, { args: [decision] }),
      () => true,
    );
    await unreadable.result();
    await record(product.client, 'unreadable-event', unreadable.workflowId);
  });

  it('a customer who is kept alike, with a conflict that a person decides', async () => {
    const customers = customersOf(product);
    const number = await customers.add({ CustomerName: 'Kept', Email: 'kept@example.com' });
    const { id } = await product.stripe.customers.create({ name: 'Alike', metadata: { customer_id: number } });
    await customers.stands(number, ({ name }) => name === 'Alike');
    await customers.ended(id);
    await record(product.client, 'customer-kept-alike', flowId({ flow: 'syncCustomer', company, subject: id }));
    await product.stripeAdmin('/_sandbox/deliveries/pause', {});
    await product.stripe.customers.update(id, { email: 'one@example.com' });
    await customers.erp.changeCustomer(number, { email: 'two@example.com' });
    await product.stripeAdmin('/_sandbox/deliveries/resume', {});
    await customers.decide(id, 'patch', { customerFields: { email: 'stripe' } });
    await customers.ended(id);
    await record(product.client, 'customer-conflict', flowId({ flow: 'syncCustomer', company, subject: id }));
  });

  it('a look at what the ERP has invoiced', async () => {
    await recordScheduled(product.client, 'sync-erp-changes', 'syncErpChanges');
    expect.assertions(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRefundRequest } from '../../src/activities/request-refund/start.ts';
import { createNudgeFlow } from '../../src/activities/events.ts';
import { money } from '../../src/domain/money.ts';
import {
  approve,
  flowId,
  progress,
  refundRequestId,
  repair,
  type FlowName,
  type Progress,
} from '../../src/workflows/messages.ts';
import { disputesOf } from '../support/disputes.ts';
import { company, startProduct, until, type Product } from '../support/product.ts';
import { refundsOf } from '../support/refunds.ts';
import { salesOf } from '../support/sales.ts';
import { record, recordScheduled } from './recording.ts';

/**
 * Not a test: writes the histories of money that goes back, and of the scheduled flows, by
 * `RECORD_HISTORIES=on npx vitest run test/replay/record-money-back.test.ts`. See record.test.ts for when.
 */
describe.runIf(process.env['RECORD_HISTORIES'])('records of money back', () => {
  let product: Product;
  let shop: ReturnType<typeof salesOf>;
  let refunds: ReturnType<typeof refundsOf>;
  let disputes: ReturnType<typeof disputesOf>;
  beforeAll(async () => {
    product = await startProduct({
      orders: 'grace_minutes: 0',
      profile: { rules: { direct_invoice: 'metadata.delivery == "digital"', refund_approval: 'amount > 5000' } },
      p21: { shipAfterMs: 3_600_000 },
      // Little more than a few looks of a parked flow take.
      dynamicConfig: ['limit.historyCount.suggestContinueAsNew=100'],
    });
    shop = salesOf(product);
    refunds = refundsOf(product);
    disputes = disputesOf(product);
  }, 120_000);
  afterAll(() => product.stop());

  const handleOf = (flow: FlowName, subject: string) =>
    product.client.workflow.getHandle(flowId({ flow, company, subject }));
  const recorded = (name: string, flow: FlowName, subject: string, runId?: string) =>
    record(product.client, name, flowId({ flow, company, subject }), runId);
  const wake = (flow: FlowName, subject: string) =>
    createNudgeFlow(product.client)({ flow, company, subject, eventId: 'evt_test', type: 'test' });
  const parked = (id: string, other = ''): Promise<Progress> =>
    until(
      () => product.client.workflow.getHandle(id).query(progress),
      ({ stage, caseId = '' }) => stage === 'parked' && caseId !== other,
    );
  const decide = async (id: string, action: 'retry' | 'skip', more: object = {}): Promise<string> => {
    const { caseId = '' } = await parked(id);
    const decision = { caseId, action, by: 'ann', reason: 'looked at', ...more };
    await product.client.workflow.getHandle(id).executeUpdate(repair, { args: [decision] });
    return caseId;
  };

  async function sold(id: string, delivery = 'digital'): Promise<string> {
    await shop.push(id);
    const payment = await shop.pay(id, { metadata: { ecommerceorderid: id, delivery } });
    await product.nudge(payment);
    await product.settled(payment);
    return payment;
  }

  it('a refund that is booked late, credited, and fails afterwards', async () => {
    const metadata = { sandbox_refund: 'requires_action', sandbox_booked: 'late' };
    const refund = await refunds.give(await sold('B-1'), { amount: 4_000, metadata });
    await refunds.dealtWith(refund);
    await product.stripeAdmin(`/_sandbox/refunds/${refund}/succeed`, {});
    await refunds.wake(refund);
    await refunds.handle(refund).result();
    await recorded('refund-waiting-then-credited', 'settleRefund', refund);
    await product.stripeAdmin(`/_sandbox/refunds/${refund}/fail`, {});
    await refunds.wake(refund);
    await refunds.handle(refund).result();
    await recorded('refund-failed-later', 'settleRefund', refund);
  });

  it('refunds of orders that nobody has shipped', async () => {
    const payment = await sold('B-2', 'parcel');
    const part = await refunds.give(payment, { amount: 1_000 });
    await refunds.dealtWith(part);
    await recorded('refund-order-reduced', 'settleRefund', part);
    const rest = await refunds.give(payment);
    await refunds.dealtWith(rest);
    await recorded('refund-order-cancelled', 'settleRefund', rest);
  });

  it('a parked refund that continues as new, heals once the refund was mended, and one that a person posted', async () => {
    const lines = (sku: string) => ({ refund_lines: JSON.stringify([{ sku, quantity: 1 }]) });
    const refund = await refunds.give(await sold('B-3'), { amount: 5_950, metadata: lines('SKU-9') });
    await refunds.dealtWith(refund);
    const { runId } = await refunds.handle(refund).describe();
    while ((await refunds.handle(refund).describe()).runId === runId) {
      await refunds.wake(refund);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await parked(refunds.handle(refund).workflowId);
    await product.stripe.refunds.update(refund, { metadata: lines('SKU-1') });
    await refunds.wake(refund);
    await refunds.handle(refund).result();
    await recorded('refund-parked-until-it-continued', 'settleRefund', refund, runId);
    await recorded('refund-parked-continued-and-healed', 'settleRefund', refund);

    const body = { ErrorMessage: 'Account 1010 is blocked for posting' };
    await product.fault('p21', {
      kind: 'status',
      status: 422,
      body,
      match: { method: 'POST', path: '/customerrefunds$' },
    });
    const byHand = await refunds.give(await sold('B-4'), { amount: 2_000 });
    await refunds.wake(byHand);
    await decide(refunds.handle(byHand).workflowId, 'skip', { number: '4711', unchecked: true });
    await refunds.handle(byHand).result();
    await recorded('refund-parked-skipped', 'settleRefund', byHand);
  });

  it('a credit note whose invoice a person names', async () => {
    const { id: customer } = await product.stripe.customers.create({ email: 'billed@buyers.example' });
    const asked = { amount: 11_900, currency: 'usd', customer };
    const { id: invoice } = (await product.stripeAdmin('/_sandbox/invoices', asked)) as { readonly id: string };
    const { invoices } = await shop.held('B-5', await sold('B-5'));
    const note = await product.stripe.creditNotes.create({ invoice, amount: 4_000, refund_amount: 4_000 });
    await refunds.dealtWith(note.id);
    const { caseId = '' } = await refunds.seen(note.id);
    const number = String(invoices[0]?.['number']);
    await product.store.cases.storePatch(caseId, { invoice: number }, { by: 'ann', reason: 'looked up' });
    await refunds.decide(note.id, 'patch');
    await refunds.handle(note.id).result();
    await recorded('credit-note-patched', 'settleRefund', note.id);
  });

  it('a dispute: answered, lost, opened again, and one that is won before its money is back', async () => {
    const dispute = await disputes.open(await disputes.charged());
    const ended = async (name: string) => {
      await disputes.nudge(dispute);
      await disputes.handle(dispute).result();
      await recorded(name, 'trackDispute', dispute);
    };
    await disputes.nudge(dispute);
    await disputes.parked(dispute, 'dispute-evidence');
    await disputes.submit(dispute);
    await ended('dispute-answered');
    await disputes.decide(dispute, 'lost');
    await ended('dispute-lost');
    await disputes.decide(dispute, 'reopen');
    await disputes.nudge(dispute);
    await disputes.repair(dispute, 'dispute-evidence', 'skip');
    await ended('dispute-opened-again');

    const won = await disputes.open(await disputes.charged());
    await disputes.decide(won, 'won', { reinstate: false });
    await disputes.nudge(won);
    await disputes.stage(won, 'waiting');
    await disputes.decide(won, 'reinstate');
    await disputes.nudge(won);
    await disputes.handle(won).result();
    await recorded('dispute-won-and-waiting', 'trackDispute', won);
  });

  it('a payment that may be fraud', async () => {
    const payment = await shop.pay(undefined);
    await wake('reviewFraud', payment);
    const { workflowId } = handleOf('reviewFraud', payment);
    const first = await decide(workflowId, 'retry');
    await parked(workflowId, first);
    await decide(workflowId, 'skip');
    await handleOf('reviewFraud', payment).result();
    await recorded('fraud-looked-at', 'reviewFraud', payment);
  });

  it('refunds that somebody asks for', async () => {
    for (const [request, minor, yes] of [
      ['below-limit', 1_000],
      ['approved', 6_000, true],
      ['rejected', 7_000, false],
    ] as const) {
      const payment = await shop.pay(undefined);
      const asked = { company, request, payment, reason: 'requested_by_customer', requester: 'anna' } as const;
      const workflowId = refundRequestId({ company, request });
      await startRefundRequest(product.client, { ...asked, amount: money(minor, 'USD') });
      if (yes !== undefined) await parked(workflowId);
      const handle = product.client.workflow.getHandle(workflowId);
      const decision = { approved: yes ?? false, by: 'bert', reason: 'looked at' };
      if (yes !== undefined) await handle.executeUpdate(approve, { args: [decision] });
      expect(await handle.result()).toBe('settled');
      await record(product.client, `refund-request-${request}`, workflowId);
    }
  });

  it('an item whose product at Stripe is behind', async () => {
    await product.admin('/_sandbox/items', { ItemId: 'SYNC-1', ItemDesc: 'Bolt M8', QuantityOnHand: '5' });
    const { id } = await product.stripe.products.create({ name: 'Old', metadata: { erp_item: 'SYNC-1' } });
    await wake('syncItem', id);
    await handleOf('syncItem', id).result();
    await recorded('item-kept-alike', 'syncItem', id);
  });

  it('the scheduled flows', async () => {
    for (const [name, flow] of [
      ['sweep-events', 'sweepEvents'],
      ['resume-connection-cases', 'resumeConnectionCases'],
    ] as const) {
      await product.client.schedule.getHandle(`${name}/${company}`).trigger();
      await recordScheduled(product.client, name, flow);
    }
  });
});

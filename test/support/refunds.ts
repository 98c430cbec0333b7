import { createNudgeFlow } from '../../src/activities/events.ts';
import { flowId, progress, repair, type Progress, type Repair } from '../../src/workflows/messages.ts';
import { company, until, type ErpDocuments, type Product } from './product.ts';

type Documents = ErpDocuments[string];
type Books = {
  readonly openItems: readonly { readonly side: string; readonly customer: string; readonly openMinor: number }[];
};

/** What is given back at Stripe, and what the ERP then holds of it. */
export function refundsOf(product: Product) {
  const nudge = createNudgeFlow(product.client);
  const handle = (refund: string) =>
    product.client.workflow.getHandle(flowId({ flow: 'settleRefund', company, subject: refund }));
  const seen = (refund: string): Promise<Progress> => handle(refund).query(progress);
  const wake = (refund: string) =>
    nudge({ flow: 'settleRefund', company, subject: refund, eventId: 'evt_test', type: 'test' });
  /** `parked: code` is what a flow says that asks for a person. */
  const rest = async (refund: string): Promise<string> => {
    const { stage, code } = await until(
      () => seen(refund),
      (now) => ['settled', 'compensated', 'parked', 'waiting'].includes(now.stage),
    );
    return code ? `${stage}: ${code}` : stage;
  };

  return {
    handle,
    seen,
    wake,
    rest,
    give: async (payment: string, extra: object = {}): Promise<string> =>
      (await product.stripe.refunds.create({ payment_intent: payment, ...extra })).id,

    async dealtWith(refund: string): Promise<string> {
      await wake(refund);
      return rest(refund);
    },

    async decide(refund: string, action: Repair['action'], more: { number?: string } = {}): Promise<void> {
      const { caseId = '' } = await until(
        () => seen(refund),
        ({ stage }) => stage === 'parked',
      );
      await handle(refund).executeUpdate(repair, { args: [{ by: 'ann', reason: 'seen to', action, ...more, caseId }] });
    },

    async held(refund: string): Promise<{ memos: Documents; cash: Documents; back: Documents }> {
      const { creditMemos = [], customerRefunds = [], cashReceipts = [] } = await product.erp();
      const of = (list: Documents) => list.filter(({ stripeId }) => stripeId === refund);
      return { memos: of(creditMemos), cash: of(customerRefunds), back: of(cashReceipts) };
    },

    /** What is left open on the account of whoever paid: what is to his credit is below nought. */
    async openOf(payment: string): Promise<readonly number[]> {
      const { salesOrders = [], invoices = [] } = await product.erp();
      const sale = [...salesOrders, ...invoices].find(({ stripeId }) => stripeId === payment);
      const { openItems } = (await product.books()) as unknown as Books;
      return openItems
        .filter(({ customer }) => customer === sale?.['customer'])
        .map(({ side, openMinor }) => (side === 'credit' ? 0 - openMinor : openMinor));
    },
  };
}

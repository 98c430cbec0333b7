import { expect } from 'vitest';
import { idOf } from '../../sandbox/stripe/start.ts';
import { byHand, usd } from './by-hand.ts';
import { atRest, invoicedOrder, paidOrder, type Place, type Provoked, type Walk } from './walk.ts';

/** A credit note of a Billing invoice, and the invoice that a person made of it in the ERP and that was paid there. */
async function credited(at: Place, id: string): Promise<Provoked> {
  const { product, refunds } = at;
  const customer = await product.stripe.customers.create({ email: `${id}@subscribers.example` });
  const asked = { amount: 11_900, currency: 'usd', customer: customer.id };
  const billed = (await product.stripeAdmin('/_sandbox/invoices', asked)) as { readonly id: string };
  const { invoice } = await invoicedOrder(at, id);
  const note = await product.stripe.creditNotes.create({ invoice: billed.id, amount: 4_000, refund_amount: 4_000 });
  await refunds.dealtWith(note.id);
  return { subject: note.id, refund: idOf(note.refunds[0]?.refund), invoice };
}

/** Voided at Stripe after its credit memo was posted. */
async function voided(at: Place, id: string): Promise<Provoked> {
  const { product, refunds, clerk } = at;
  const customer = await product.stripe.customers.create({ email: `${id}@subscribers.example` });
  const wanted = { amount: 11_900, currency: 'usd', customer: customer.id };
  const billed = (await product.stripeAdmin('/_sandbox/invoices', wanted)) as { readonly id: string };
  const { invoice } = await invoicedOrder(at, id);
  const outside = { invoice: billed.id, amount: 2_500, out_of_band_amount: 2_500 };
  const { id: note } = await product.stripe.creditNotes.create(outside);
  await refunds.dealtWith(note);
  const { caseId } = await clerk.waits(note, 'invoice-missing');
  await clerk.decide(caseId, ['patch', '--set', `invoice=${invoice}`]);
  await atRest(() => refunds.seen(note));
  product.stripeSandbox.world.store.get('credit_note', note).status = 'void';
  await refunds.dealtWith(note);
  return { subject: note };
}
const stillCredited = async ({ refunds }: Place, { subject }: Provoked): Promise<void> => {
  await atRest(() => refunds.seen(subject));
  expect((await refunds.held(subject)).memos).toHaveLength(1);
};

async function asked({ product, clerk }: Place, id: string, amount: string, before: (payment: string) => unknown) {
  const paid = { amount: 11_900, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' };
  const { id: payment } = await product.stripe.paymentIntents.create(paid);
  await before(payment);
  await clerk.run('refund', 'ask', payment, '--amount', amount, '--request', id, '--by', 'anna');
  return { subject: id, payment };
}
const goneBack =
  (...amounts: readonly number[]) =>
  async ({ product }: Place, { payment = '' }: Provoked): Promise<void> => {
    const { data } = await product.stripe.refunds.list({ payment_intent: payment });
    expect(data.map(({ amount }) => amount)).toEqual(amounts);
  };

export const noteWalks: readonly Walk[] = [
  {
    code: 'invoice-missing',
    way: 'patch names the invoice',
    provoke: credited,
    follow: async (_, { invoice }) => ['patch', '--set', `invoice=${invoice}`],
    after: async ({ refunds }, { subject, refund = '' }) => {
      await refunds.handle(refund).result();
      expect((await refunds.held(subject)).memos).toMatchObject([{ totalMinor: 4_000, unappliedMinor: 0 }]);
      expect((await refunds.held(refund)).cash).toMatchObject([{ totalMinor: 4_000 }]);
    },
  },
  {
    code: 'invoice-missing',
    way: 'credited by hand, then skip with the number of the credit memo',
    provoke: credited,
    follow: async ({ erp, product }, { invoice = '' }, _, id) => {
      const customer = await product.store.crosswalk.customerOf({ company: 'acme', root: `order/${id}` });
      return ['skip', '--number', await byHand(erp, customer ?? '').creditMemo(usd(4_000), invoice)];
    },
    after: async ({ refunds }, { subject, refund = '' }) => {
      await refunds.handle(refund).result();
      expect((await refunds.held(subject)).memos).toEqual([]);
      expect((await refunds.held(refund)).cash).toMatchObject([{ totalMinor: 4_000 }]);
    },
  },
  {
    code: 'credit-note-voided',
    way: 'invoiced again by hand, then skip',
    provoke: voided,
    follow: async () => ['skip'],
    after: stillCredited,
  },
  {
    code: 'credit-note-voided',
    way: 'compensate asks for the same by hand where the ERP takes no credit memo back',
    provoke: voided,
    follow: async ({ clerk }, { subject }, { caseId }) => {
      await clerk.decide(caseId, ['compensate']);
      const next = await clerk.waits(subject, 'rejected');
      await clerk.decide(next.caseId, ['skip']);
      return undefined;
    },
    closed: 'compensate',
    after: stillCredited,
  },
];

export const requestWalks: readonly Walk[] = [
  {
    code: 'refund-approval',
    way: 'somebody else approves',
    provoke: (at, id) => asked(at, id, '119.00 USD', () => undefined),
    follow: async ({ clerk }, { subject }) => {
      await clerk.run('refund', 'approve', subject, '--by', 'bert', '--reason', 'seen');
      return undefined;
    },
    closed: 'approved',
    after: async (at, made) => {
      await at.product.client.workflow.getHandle(`refund-request/acme/${made.subject}`).result();
      await goneBack(11_900)(at, made);
    },
  },
  {
    code: 'refund-approval',
    way: 'somebody rejects',
    provoke: (at, id) => asked(at, id, '119.00 USD', () => undefined),
    follow: async ({ clerk }, { subject }) => {
      await clerk.run('refund', 'reject', subject, '--by', 'bert', '--reason', 'seen');
      return undefined;
    },
    closed: 'rejected',
    after: goneBack(),
  },
  {
    code: 'refund-approval',
    way: 'skip gives it up',
    provoke: (at, id) => asked(at, id, '119.00 USD', () => undefined),
    follow: async () => ['skip'],
    after: goneBack(),
  },
  {
    code: 'refund-nothing-left',
    way: 'skip',
    provoke: (at, id) =>
      asked(at, id, '40.00 USD', (payment) => at.product.stripe.refunds.create({ payment_intent: payment })),
    follow: async () => ['skip'],
    after: goneBack(11_900),
  },
  {
    code: 'refund-too-much',
    way: 'skip, and asked under another name for the right amount',
    provoke: (at, id) =>
      asked(at, id, '119.00 USD', (payment) =>
        at.product.stripe.refunds.create({ payment_intent: payment, amount: 10_000 }),
      ),
    follow: async ({ clerk }, { subject, payment = '' }) => {
      await clerk.run('refund', 'ask', payment, '--request', `${subject}-right`, '--by', 'anna');
      return ['skip'];
    },
    after: async (at, made) => {
      await at.product.client.workflow.getHandle(`refund-request/acme/${made.subject}-right`).result();
      await goneBack(1_900, 10_000)(at, made);
    },
  },
  {
    code: 'refund-currency',
    way: 'skip',
    provoke: (at, id) => asked(at, id, '40.00 EUR', () => undefined),
    follow: async () => ['skip'],
    after: goneBack(),
  },
  {
    code: 'refund-disputed',
    way: 'the dispute ends, then retry',
    provoke: (at, id) =>
      asked(at, id, '40.00 USD', async (payment) => {
        const [charge] = (await at.product.stripe.charges.list({ payment_intent: payment })).data;
        const dispute = await at.disputes.open(charge?.id ?? '', { inquiry: true });
        await at.disputes.decide(dispute, 'escalate');
      }),
    follow: async ({ disputes, product }, { payment = '' }) => {
      const [dispute] = (await product.stripe.disputes.list({ payment_intent: payment })).data;
      await disputes.decide(dispute?.id ?? '', 'won');
      return ['retry'];
    },
    after: async (at, made) => {
      await at.product.client.workflow.getHandle(`refund-request/acme/${made.subject}`).result();
      await goneBack(4_000)(at, made);
    },
  },
];
void paidOrder;

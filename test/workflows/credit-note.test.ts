import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { refundsOf } from '../support/refunds.ts';
import { salesOf } from '../support/sales.ts';

let product: Product;
let shop: ReturnType<typeof salesOf>;
let flows: ReturnType<typeof refundsOf>;
beforeAll(async () => {
  product = await startProduct({ orders: 'grace_minutes: 0' });
  shop = salesOf(product);
  flows = refundsOf(product);
}, 120_000);
afterAll(() => product.stop());

/** A renewal at Stripe, and the invoice of it that a person made in the ERP and that was paid there. */
async function billed(id: string): Promise<{ readonly invoice: string; readonly number: string }> {
  const customer = await product.stripe.customers.create({ email: `${id}@buyers.example` });
  const asked = { amount: 11_900, currency: 'usd', customer: customer.id };
  const invoice = (await product.stripeAdmin('/_sandbox/invoices', asked)) as { id: string };
  await shop.push(id);
  const payment = await shop.pay(id);
  await product.nudge(payment);
  await product.settled(payment);
  const { invoices } = await shop.applied(id, payment);
  return { invoice: invoice.id, number: String(invoices[0]?.['number']) };
}

async function givenBack(invoice: string): Promise<{ readonly note: string; readonly refund: string }> {
  const note = await product.stripe.creditNotes.create({ invoice, amount: 4_000, refund_amount: 4_000 });
  const refund = note.refunds[0]?.refund;
  if (typeof refund !== 'string') throw new Error('The credit note gave nothing back');
  return { note: note.id, refund };
}

async function patched(note: string, number: string): Promise<void> {
  const { caseId = '' } = await flows.seen(note);
  await product.store.cases.storePatch(caseId, { invoice: number }, { by: 'ann', reason: 'looked up' });
  await flows.decide(note, 'patch');
}

describe('a credit note of a Billing invoice', () => {
  it('makes one credit memo of the invoice that a person names, out of which its refund is paid once', async () => {
    const { invoice, number } = await billed('CN-1');
    const { note, refund } = await givenBack(invoice);
    expect(await flows.dealtWith(refund)).toBe('waiting');
    expect(await flows.dealtWith(note)).toBe('parked: invoice-missing');

    await patched(note, number);
    expect(await flows.handle(note).result()).toBe('settled');
    await flows.handle(refund).result();
    const { memos } = await flows.held(note);
    expect(memos).toMatchObject([{ totalMinor: 4_000, unappliedMinor: 0 }]);
    expect(await flows.held(refund)).toMatchObject({
      memos: [],
      cash: [{ totalMinor: 4_000, appliesTo: { CreditMemoNo: memos[0]?.['number'] } }],
    });
    expect(await flows.dealtWith(note)).toBe('settled');
    expect(await flows.dealtWith(refund)).toBe('settled');
    expect((await flows.held(note)).memos).toHaveLength(1);
    expect((await flows.held(refund)).cash).toHaveLength(1);
    expect((await product.books()).trialBalanceMinor).toBe(0);
  });

  it('keeps its memo when its refund fails later, and gives the customer a credit', async () => {
    const { invoice, number } = await billed('CN-3');
    const { note, refund } = await givenBack(invoice);
    expect(await flows.dealtWith(note)).toBe('parked: invoice-missing');
    await patched(note, number);
    expect(await flows.handle(note).result()).toBe('settled');
    await flows.handle(refund).result();
    await product.stripeAdmin(`/_sandbox/refunds/${refund}/fail`, {});

    expect(await flows.dealtWith(refund)).toBe('settled');
    expect(await flows.held(refund)).toMatchObject({
      cash: [{}],
      back: [{ totalMinor: 4_000, unappliedMinor: 4_000 }],
    });
    expect((await flows.held(note)).memos).toHaveLength(1);
  });

  it('stays open for the customer where no money went back by Stripe', async () => {
    const { invoice, number } = await billed('CN-2');
    const note = (await product.stripe.creditNotes.create({ invoice, amount: 2_500, out_of_band_amount: 2_500 })).id;
    expect(await flows.dealtWith(note)).toBe('parked: invoice-missing');
    await patched(note, number);
    expect(await flows.handle(note).result()).toBe('settled');
    expect(await flows.held(note)).toMatchObject({
      memos: [{ totalMinor: 2_500, unappliedMinor: 2_500 }],
      cash: [],
    });
  });
});

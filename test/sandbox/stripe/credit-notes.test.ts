import { describe, expect, it, onTestFinished } from 'vitest';
import { idOf, sandboxFor, typesOf } from './start.ts';

/** An invoice of 100.00 that was paid by card, or waits for a bank debit. */
async function invoiced(method = 'pm_card_visa') {
  const { stripe, admin } = await sandboxFor(onTestFinished);
  const customer = await stripe.customers.create({ email: 'buyer@example.com' });
  const asked = { amount: 10_000, currency: 'eur', customer: customer.id, payment_method: method };
  const { id } = await admin<{ id: string }>('/invoices', asked);
  const notes = (fields: object) => stripe.creditNotes.create({ invoice: id, ...fields });
  return { stripe, admin, customer: customer.id, invoice: id, notes };
}

describe('a credit note in the Stripe sandbox', () => {
  it('of a paid invoice refunds what it says, and names the refund', async () => {
    const { stripe, customer, invoice, notes } = await invoiced();
    const note = await notes({ amount: 4_000, refund_amount: 4_000, reason: 'order_change', memo: 'One came broken' });

    expect(note).toMatchObject({
      amount: 4_000,
      customer,
      invoice,
      memo: 'One came broken',
      number: expect.stringMatching(/-CN-01$/),
      pre_payment_amount: 0,
      post_payment_amount: 4_000,
      reason: 'order_change',
      status: 'issued',
      type: 'post_payment',
    });
    const seen = await stripe.creditNotes.retrieve(note.id, { expand: ['refunds.refund'] });
    expect(seen.refunds).toMatchObject([{ amount_refunded: 4_000, refund: { status: 'succeeded', amount: 4_000 } }]);
    expect(await stripe.invoices.retrieve(invoice)).toMatchObject({
      status: 'paid',
      post_payment_credit_notes_amount: 4_000,
    });
    expect((await typesOf(stripe)).slice(-4)).toEqual([
      'refund.created',
      'charge.refunded',
      'credit_note.created',
      'invoice.updated',
    ]);
    expect((await stripe.creditNotes.list({ invoice })).data.map(({ id }) => id)).toEqual([note.id]);
  });

  it('accounts for a refund that was made before, once', async () => {
    const { stripe, invoice, notes } = await invoiced();
    const { data } = await stripe.invoicePayments.list({ invoice });
    const intent = idOf(data[0]?.payment.payment_intent);
    const refund = await stripe.refunds.create({ payment_intent: intent, amount: 3_000 });

    const note = await notes({ amount: 3_000, refunds: [{ refund: refund.id }] });

    expect(note.refunds).toMatchObject([{ refund: refund.id, amount_refunded: 3_000 }]);
    expect((await stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(1);
    await expect(notes({ amount: 3_000, refunds: [{ refund: refund.id }] })).rejects.toMatchObject({
      param: 'refunds',
    });
    await expect(notes({ amount: 7_001, out_of_band_amount: 7_001 })).rejects.toMatchObject({ param: 'amount' });
    expect((await notes({ amount: 7_000, out_of_band_amount: 7_000 })).out_of_band_amount).toBe(7_000);
  });

  it("credits the customer's balance, without a movement of the account's", async () => {
    const { stripe, customer, notes } = await invoiced();
    const before = (await stripe.balanceTransactions.list()).data.length;

    const note = await notes({ amount: 2_500, credit_amount: 2_500 });

    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -2_500, currency: 'eur' });
    expect((await stripe.customers.listBalanceTransactions(customer)).data).toMatchObject([
      {
        id: note.customer_balance_transaction,
        amount: -2_500,
        ending_balance: -2_500,
        type: 'credit_note',
        credit_note: note.id,
      },
    ]);
    expect((await stripe.balanceTransactions.list()).data).toHaveLength(before);
    expect(note.refunds).toEqual([]);
  });

  it('splits what was paid between the ways back, and refuses a split that leaves a cent', async () => {
    const { stripe, notes } = await invoiced();
    const split = { amount: 6_000, refund_amount: 1_000, credit_amount: 2_000 };
    await expect(notes({ ...split, out_of_band_amount: 2_999 })).rejects.toThrow(/\(5999\) must equal .*\(6000\)/);
    expect((await stripe.refunds.list()).data).toEqual([]);

    const note = await notes({ ...split, out_of_band_amount: 3_000 });

    expect(note).toMatchObject({ out_of_band_amount: 3_000, refunds: [{ amount_refunded: 1_000 }] });
  });

  it('refunds nothing where the customer has a balance in another currency', async () => {
    const { stripe, customer, notes } = await invoiced();
    await stripe.customers.createBalanceTransaction(customer, { amount: 100, currency: 'usd' });

    await expect(notes({ amount: 2_000, refund_amount: 1_000, credit_amount: 1_000 })).rejects.toMatchObject({
      param: 'currency',
    });
    expect((await stripe.refunds.list()).data).toEqual([]);
  });

  it('credits lines of the invoice and others', async () => {
    const { stripe, invoice, notes } = await invoiced();
    const { lines } = await stripe.invoices.retrieve(invoice);
    const line = lines.data[0]?.id;
    const note = await notes({
      lines: [
        { type: 'invoice_line_item', invoice_line_item: line, amount: 1_500 },
        { type: 'custom_line_item', description: 'Goodwill', quantity: 2, unit_amount: 250 },
      ],
      refund_amount: 2_000,
    });

    expect(note.amount).toBe(2_000);
    expect((await stripe.creditNotes.listLineItems(note.id)).data).toMatchObject([
      { amount: 1_500, invoice_line_item: line, type: 'invoice_line_item' },
      { amount: 500, description: 'Goodwill', quantity: 2, type: 'custom_line_item' },
    ]);
  });

  it('of an open invoice lessens what is owed, and can be voided while it is open', async () => {
    const { stripe, invoice, notes } = await invoiced('pm_sepa_debit');
    const note = await notes({ amount: 4_000 });
    expect(note).toMatchObject({ type: 'pre_payment', pre_payment_amount: 4_000, post_payment_amount: 0 });
    expect((await stripe.invoices.retrieve(invoice)).amount_remaining).toBe(6_000);

    const voided = await stripe.creditNotes.voidCreditNote(note.id);

    expect(voided).toMatchObject({ status: 'void', voided_at: expect.any(Number) });
    expect((await stripe.invoices.retrieve(invoice)).amount_remaining).toBe(10_000);
    expect(await typesOf(stripe)).toContain('credit_note.voided');
  });

  it('of a paid invoice can not be voided', async () => {
    const { stripe, notes } = await invoiced();
    const note = await notes({ amount: 4_000, refund_amount: 4_000 });

    await expect(stripe.creditNotes.voidCreditNote(note.id)).rejects.toThrow(/its invoice paid/);
  });

  it('hands the switches of the sandbox on to its refund, which can then fail', async () => {
    const { stripe, admin, notes } = await invoiced();
    const metadata = { sandbox_refund: 'pending', order: 'A-1' };
    const note = await notes({ amount: 4_000, refund_amount: 4_000, metadata });
    const refund = idOf(note.refunds[0]?.refund);
    expect(await stripe.refunds.retrieve(refund)).toMatchObject({
      status: 'pending',
      metadata: { sandbox_refund: 'pending' },
    });

    await admin(`/refunds/${refund}/fail`, {});

    expect((await stripe.creditNotes.retrieve(note.id)).status).toBe('issued');
  });
});

import type Stripe from 'stripe';
import { z } from 'zod';
import { askedLine, creditedLine, lineOf } from './credit-note-lines.ts';
import { changeBalance, checkCurrency } from './customer-balances.ts';
import { invalid } from './errors.ts';
import { mergedMetadata, metadata, natural, positive, read, textOrNull, word } from './form.ts';
import type { Params } from './form.ts';
import { addRefund } from './refunds.ts';
import { idOf } from './store.ts';
import type { World } from './world.ts';

const reasons = ['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory'] as const;
const creation = z.object({
  invoice: word,
  amount: positive.optional(),
  lines: z.array(askedLine).min(1).optional(),
  credit_amount: natural.default(0),
  refund_amount: natural.default(0),
  out_of_band_amount: natural.default(0),
  refunds: z.array(z.object({ refund: word, amount_refunded: positive.optional() })).default([]),
  memo: textOrNull,
  metadata: metadata.optional(),
  reason: z.enum(reasons).nullable().default(null),
});
type Asked = z.output<typeof creation>;
type Linked = { readonly refund: string; readonly amount: number };

/**
 * Takes back a part of a finalised invoice: first what is still owed of it, then what was paid, which goes back as a
 * refund, as a credit on the customer's balance, or outside of Stripe.
 * @throws StripeProblem for more than the invoice has left, and where what was paid isn't accounted for exactly
 */
export function issueCreditNote(world: World, params: Params): Stripe.CreditNote {
  const asked = read(creation, params);
  const invoice = world.store.get('invoice', asked.invoice, 'invoice');
  const lines = linesOf(world, invoice, asked);
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  const linked = asked.refunds.map(({ refund, amount_refunded: part }) => link(world, invoice, refund, part));
  checkCreditable(world, invoice, amount, linked);
  const before = Math.min(amount, invoice.amount_remaining);
  const after = amount - before;
  checkAccounted(asked, linked, after);
  const customer = asked.credit_amount > 0 ? creditable(world, invoice) : undefined;
  const note = noteOf(world, invoice, { asked, lines, amount, before, after });
  if (asked.refund_amount > 0) linked.push(refundNow(world, invoice, asked));
  note.refunds = linked.map(({ refund, amount: amount_refunded }) => ({
    amount_refunded,
    payment_record_refund: null,
    refund,
    type: 'refund',
  }));
  if (customer) note.customer_balance_transaction = creditCustomer(world, customer, note, asked.credit_amount);
  world.store.insert('credit_note', note);
  world.emit('credit_note.created', note);
  reduceInvoice(world, invoice, before, after);
  return note;
}

function linesOf(world: World, invoice: Stripe.Invoice, { amount, lines }: Asked): Stripe.CreditNoteLineItem[] {
  if (invoice.status !== 'open' && invoice.status !== 'paid') {
    throw invalid(`Invoice ${invoice.id} is ${invoice.status}: only an open or a paid one can be credited.`, 'invoice');
  }
  if ((amount === undefined) === (lines === undefined)) {
    throw invalid('One of `amount` or `lines` must be provided.', 'amount', 'parameter_missing');
  }
  return lines?.map((line) => creditedLine(world, invoice, line)) ?? [lineOf(world, amount ?? 0, null)];
}

function link(world: World, invoice: Stripe.Invoice, id: string, part: number | undefined): Linked {
  const refund = world.store.get('refund', id, 'refunds');
  if (idOf(refund.charge) !== chargeOf(world, invoice)?.id) {
    throw invalid(`Refund ${id} is not of a payment of invoice ${invoice.id}.`, 'refunds');
  }
  const amount = part ?? refund.amount;
  if (amount + linkedTo(world, id) > refund.amount) {
    throw invalid(`Refund ${id} is of ${refund.amount}: no more of it can be linked.`, 'refunds');
  }
  return { refund: id, amount };
}

/** How much of a refund other credit notes account for. */
const linkedTo = (world: World, id: string): number =>
  world.store
    .all('credit_note')
    .flatMap(({ refunds }) => refunds)
    .filter(({ refund }) => idOf(refund) === id)
    .reduce((sum, { amount_refunded: amount }) => sum + amount, 0);

const chargeOf = (world: World, invoice: Stripe.Invoice): Stripe.Charge | undefined => {
  const paid = world.store.all('invoice_payment').find((candidate) => idOf(candidate.invoice) === invoice.id);
  const intent = world.store.find('payment_intent', paid?.payment.payment_intent ?? null);
  return world.store.find('charge', intent?.latest_charge ?? null);
};

/** Other credit notes, and refunds that belong to none, leave less of an invoice to credit. */
function checkCreditable(world: World, invoice: Stripe.Invoice, amount: number, linked: readonly Linked[]): void {
  const credited = invoice.pre_payment_credit_notes_amount + invoice.post_payment_credit_notes_amount;
  const taken = linked.reduce((sum, { amount: part }) => sum + part, 0);
  const left = invoice.total - credited - unlinked(world, invoice) + taken;
  if (amount <= left) return;
  throw invalid(
    `The credit note (${amount}) is greater than what is left to credit of the invoice (${left}).`,
    'amount',
  );
}

function unlinked(world: World, invoice: Stripe.Invoice): number {
  const charge = chargeOf(world, invoice);
  const standing = world.store
    .all('refund')
    .filter((refund) => idOf(refund.charge) === charge?.id && !['failed', 'canceled'].includes(refund.status ?? ''));
  return standing.reduce((sum, refund) => sum + refund.amount - linkedTo(world, refund.id), 0);
}

function checkAccounted(asked: Asked, linked: readonly Linked[], after: number): void {
  const refunded = linked.reduce((sum, { amount }) => sum + amount, asked.refund_amount);
  const sum = refunded + asked.credit_amount + asked.out_of_band_amount;
  if (sum === after) return;
  throw invalid(
    `The sum of refunds, credit_amount and out_of_band_amount (${sum}) must equal the post payment amount (${after}).`,
    'amount',
  );
}

/** Of its metadata only the sandbox's own keys go on to the refund, so that a credit note's refund can fail, too. */
function refundNow(world: World, invoice: Stripe.Invoice, { refund_amount: amount, metadata: tags }: Asked): Linked {
  const charge = chargeOf(world, invoice);
  if (!charge) throw invalid(`Invoice ${invoice.id} has no payment to refund.`, 'refund_amount');
  const own = Object.entries(mergedMetadata({}, tags)).filter(([key]) => key.startsWith('sandbox_'));
  const refund = addRefund(world, charge, { amount, metadata: Object.fromEntries(own), reason: null });
  return { refund: refund.id, amount };
}

/** Looked at before anything is refunded: a credit note that is refused leaves nothing behind. */
function creditable(world: World, invoice: Stripe.Invoice): Stripe.Customer {
  const customer = world.store.get('customer', invoice.customer, 'credit_amount');
  checkCurrency(customer, invoice.currency);
  return customer;
}

const creditCustomer = (world: World, customer: Stripe.Customer, note: Stripe.CreditNote, amount: number): string =>
  changeBalance(world, customer, {
    amount: -amount,
    currency: note.currency,
    type: 'credit_note',
    creditNote: note.id,
    invoice: idOf(note.invoice),
  }).id;

/** What is credited of what was still owed is owed no more; an invoice of which nothing is owed counts as paid. */
function reduceInvoice(world: World, invoice: Stripe.Invoice, before: number, after: number): void {
  const old = structuredClone(invoice);
  invoice.pre_payment_credit_notes_amount += before;
  invoice.post_payment_credit_notes_amount += after;
  invoice.amount_due -= before;
  invoice.amount_remaining -= before;
  const settled = invoice.status === 'open' && invoice.amount_remaining === 0;
  if (settled) invoice.status = 'paid';
  world.emit('invoice.updated', invoice, old);
  if (settled) world.emit('invoice.paid', invoice);
}

type Parts = {
  readonly asked: Asked;
  readonly lines: Stripe.CreditNoteLineItem[];
  readonly amount: number;
  readonly before: number;
  readonly after: number;
};

function noteOf(world: World, invoice: Stripe.Invoice, { asked, lines, ...parts }: Parts): Stripe.CreditNote {
  const { amount, before, after } = parts;
  const id = world.ids('cn');
  const earlier = world.store.all('credit_note').filter((note) => idOf(note.invoice) === invoice.id).length;
  const created = world.clock.now();
  const paidPart = before === 0 ? 'post_payment' : 'mixed';
  return {
    id,
    object: 'credit_note',
    amount,
    amount_shipping: 0,
    created,
    currency: invoice.currency,
    customer: idOf(invoice.customer),
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: created,
    invoice: invoice.id,
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/credit_notes/${id}/lines` },
    livemode: world.livemode,
    memo: asked.memo,
    metadata: mergedMetadata({}, asked.metadata),
    number: `${invoice.number ?? ''}-CN-${String(earlier + 1).padStart(2, '0')}`,
    out_of_band_amount: asked.out_of_band_amount === 0 ? null : asked.out_of_band_amount,
    pdf: `https://pay.stripe.com/credit_notes/${id}/pdf`,
    post_payment_amount: after,
    pre_payment_amount: before,
    pretax_credit_amounts: [],
    reason: asked.reason,
    refunds: [],
    shipping_cost: null,
    status: 'issued',
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
    type: after === 0 ? 'pre_payment' : paidPart,
    voided_at: null,
  };
}

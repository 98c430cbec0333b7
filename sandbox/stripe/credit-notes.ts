import type Stripe from 'stripe';
import { z } from 'zod';
import { issueCreditNote } from './credit-note-issuing.ts';
import { invalid } from './errors.ts';
import { given, mergedMetadata, metadata, read, text, word } from './form.ts';
import { createdWithin, newestFirst, paged } from './pagination.ts';
import type { Routes } from './router.ts';
import { idOf } from './store.ts';
import type { World } from './world.ts';

const filter = z.object({ customer: word.optional(), invoice: word.optional() });
const update = z.object({ memo: text.optional(), metadata: metadata.optional() });

/** Only while the invoice is open: what was paid back can't be un-paid. */
function voidNote(world: World, note: Stripe.CreditNote): Stripe.CreditNote {
  const invoice = world.store.get('invoice', note.invoice);
  if (note.status !== 'issued' || invoice.status !== 'open') {
    throw invalid(
      `Credit note ${note.id} is ${note.status} and its invoice ${invoice.status}: only one that is issued on an open invoice can be voided.`,
    );
  }
  const old = structuredClone(invoice);
  Object.assign(note, { status: 'void', voided_at: world.clock.now() });
  invoice.pre_payment_credit_notes_amount -= note.pre_payment_amount;
  invoice.amount_due += note.pre_payment_amount;
  invoice.amount_remaining += note.pre_payment_amount;
  world.emit('credit_note.voided', note);
  world.emit('invoice.updated', invoice, old);
  return note;
}

export const creditNoteRoutes = (world: World): Routes => ({
  'POST /v1/credit_notes': ({ params }) => issueCreditNote(world, params),
  'GET /v1/credit_notes': ({ params }) => {
    const { customer, invoice } = read(filter, params);
    const within = createdWithin(params);
    const fits = (note: Stripe.CreditNote) =>
      within(note) &&
      (customer === undefined || idOf(note.customer) === customer) &&
      (invoice === undefined || idOf(note.invoice) === invoice);
    return newestFirst(world.store.all('credit_note').filter(fits), params, '/v1/credit_notes');
  },
  'GET /v1/credit_notes/:id': ({ id }) => world.store.get('credit_note', id),
  'GET /v1/credit_notes/:id/lines': ({ id, params }) =>
    paged(world.store.get('credit_note', id).lines.data, params, `/v1/credit_notes/${id}/lines`),
  'POST /v1/credit_notes/:id': ({ id, params }) => {
    const note = world.store.get('credit_note', id);
    const { metadata: asked, ...fields } = read(update, params);
    const before = structuredClone(note);
    Object.assign(note, given(fields), { metadata: mergedMetadata(note.metadata ?? {}, asked) });
    world.emit('credit_note.updated', note, before);
    return note;
  },
  'POST /v1/credit_notes/:id/void': ({ id }) => voidNote(world, world.store.get('credit_note', id)),
});

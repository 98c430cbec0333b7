import type Stripe from 'stripe';
import type { Money } from '../domain/money.ts';
import { reading, StripeFault } from './fault.ts';
import { every } from './lists.ts';
import { amountOf, idOf, isoOf } from './values.ts';

/** One credit note of a Billing invoice as Stripe holds it now. */
export type StripeCreditNote = {
  /** `cn_…` */
  readonly id: string;
  readonly state: 'issued' | 'void';
  /** The whole of it, tax included, whether it goes back by Stripe, outside of it, or to the customer's balance. */
  readonly amount: Money;
  /** The refunds that it accounts for, with how much of each. */
  readonly refunds: readonly { readonly refund: string; readonly amount: Money }[];
  readonly reason?: string;
  /** ISO time from which it counts. */
  readonly effectiveAt: string;
};

/** @throws StripeFault `invalid` for one in a state that is not known here */
export async function readCreditNote(stripe: Stripe, id: string): Promise<StripeCreditNote> {
  return noteOf(await reading(stripe.creditNotes.retrieve(id), 'credit_note'));
}

/** Every credit note of a Billing invoice. @throws StripeFault */
export async function creditNotesOf(stripe: Stripe, invoice: string): Promise<readonly StripeCreditNote[]> {
  const notes = await every<Stripe.CreditNote>('credit_note', (page) => stripe.creditNotes.list({ invoice, ...page }));
  return notes.map(noteOf);
}

function noteOf({ id, status, total, currency, refunds, reason, ...note }: Stripe.CreditNote): StripeCreditNote {
  return {
    id,
    state: stateOf(status),
    amount: amountOf(total, currency),
    refunds: refunds.flatMap(({ refund, amount_refunded: amount }) => {
      const linked = idOf(refund);
      return linked ? [{ refund: linked, amount: amountOf(amount, currency) }] : [];
    }),
    ...(reason && { reason }),
    effectiveAt: isoOf(note.effective_at ?? note.created),
  };
}

function stateOf(status: string): StripeCreditNote['state'] {
  if (status === 'issued' || status === 'void') return status;
  throw new StripeFault('invalid', `A credit note in the state "${status}" is not known here: credit it by hand`, {
    where: 'credit_note.status',
  });
}

import { effectKey, stands, type EffectKey, type SeenEffect } from '../effects.ts';
import type { Money } from '../money.ts';
import type { WakeRefundStep } from '../order-to-cash/steps.ts';

/** What Stripe says about one credit note of a Billing invoice, and what the ledger holds for it: facts, nobody's data. */
export type SeenCreditNote = {
  readonly company: string;
  /** Name of the ERP connection. */
  readonly connection: string;
  /** `cn_…` */
  readonly creditNote: string;
  /** Its own: what it credits has no sale here. */
  readonly root: string;
  /** A person closed it to further effects. */
  readonly closed: boolean;
  readonly state: 'issued' | 'void';
  readonly amount: Money;
  /** `re_…` of what it accounts for. */
  readonly refunds: readonly string[];
  /** The ERP's number of the invoice, as a person named it. */
  readonly invoice?: string;
  readonly effects: readonly SeenEffect[];
  /** The ERP credits an amount of an invoice without lines. */
  readonly creditsAmounts: boolean;
};

/** The whole of the note is credited; what goes to the customer's balance or back outside of Stripe stays his credit. */
export type InvoiceCreditStep = {
  readonly do: 'credit-invoice';
  readonly key: EffectKey;
  readonly creditNote: string;
  /** The ERP's number. */
  readonly invoice: string;
  readonly amount: Money;
};
export type CreditNoteStep = InvoiceCreditStep | WakeRefundStep;

export type CreditNoteTrouble = 'invoice-missing' | 'credit-note-lines' | 'credit-note-voided';
type CreditNoteDue = {
  readonly steps: readonly CreditNoteStep[];
  readonly trouble?: CreditNoteTrouble;
};
const nothing: CreditNoteDue = { steps: [] };

/** What a credit note hangs on, and is closed by. */
export const noteRoot = (creditNote: string): string => `settle-refund/${creditNote}`;
export const memoKey = (company: string, creditNote: string): EffectKey =>
  effectKey({ company, kind: 'memo', subject: creditNote });

/** The steps that bring the ERP up to what Stripe says about a credit note. */
export function creditNoteDue(seen: SeenCreditNote): CreditNoteDue {
  const { closed, effects, state, amount } = seen;
  const memo = effects.find(({ kind }) => kind === 'memo');
  const isPosted = memo !== undefined && stands(memo);
  if (closed || memo?.state === 'reversed') return nothing;
  if (state === 'void') return isPosted ? { steps: [], trouble: 'credit-note-voided' } : nothing;
  if (isPosted) return { steps: wakes(seen) };
  return amount.minor > 0 ? crediting(seen) : nothing;
}

function crediting(seen: SeenCreditNote): CreditNoteDue {
  const { company, creditNote, invoice, amount, creditsAmounts } = seen;
  if (invoice === undefined) return { steps: [], trouble: 'invoice-missing' };
  if (!creditsAmounts) return { steps: [], trouble: 'credit-note-lines' };
  const key = memoKey(company, creditNote);
  return { steps: [{ do: 'credit-invoice', key, creditNote, invoice, amount }, ...wakes(seen)] };
}

/** Harmless to repeat: a refund that is settled finds nothing to do. */
const wakes = ({ refunds }: SeenCreditNote): readonly WakeRefundStep[] =>
  refunds.map((refund) => ({ do: 'wake-refund', refund }));

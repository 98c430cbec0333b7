import type { DocumentKind } from './documents.ts';
import { effectKey, type EffectKey, type EffectKind, type SeenEffect } from './effects.ts';
import { documentOf } from './order-to-cash/sale-due.ts';
import { isClearing } from './settle-refund/clearing.ts';

type OfDocument = (effect: SeenEffect) => DocumentKind;
/** How an earlier attempt whose outcome is unknown is found in the ERP. */
type Trace =
  | { readonly by: 'document'; readonly document: OfDocument }
  /** Of a line within an order, the reference that it carries. */
  | { readonly by: 'line' | 'application' | 'undoing' | 'return' }
  /** Nothing is looked for: asked for again it changes nothing. */
  | { readonly by: 'repeating' }
  /** The flow itself asks Stripe, and only there; nobody may take it for undone before. */
  | { readonly by: 'stripe' };
type Way =
  | { readonly by: 'document'; readonly document: OfDocument }
  | { readonly by: 'unapply' | 'line' }
  /** It is gone with the document that it is a part of, or is no posting at all. */
  | { readonly by: 'itself' }
  | { readonly by: 'never'; readonly why: string };
type Compensation = {
  readonly posting: string;
  readonly trace: Trace;
  readonly way: Way;
  /** What a person does where it stays although it should not, or where the ERP refuses. */
  readonly instead: string;
};

const is = (document: DocumentKind): { readonly by: 'document'; readonly document: OfDocument } => ({
  by: 'document',
  document: () => document,
});
const never = (why: string): Way => ({ by: 'never', why });
const itself = { by: 'itself' } as const;
const repeating = { by: 'repeating' } as const;
const moved = never('cash that moved at Stripe stays posted');
const nothing = 'nothing';

/** Of every kind of effect, what takes it back: the whole of compensation, as docs/compensation.md shows it. */
export const compensations: Readonly<Record<EffectKind, Compensation>> = {
  customer: {
    posting: 'customer',
    trace: is('customer'),
    way: never('it may be the customer of other sales'),
    instead: 'block it in the ERP if nobody may sell to it',
  },
  sale: {
    posting: 'sales order, or direct invoice',
    trace: { by: 'document', document: documentOf },
    way: { by: 'document', document: documentOf },
    instead:
      'once part of an order has left: credit what the ERP invoices, and skip with the number of the credit memo',
  },
  rounding: {
    posting: 'rounding line of an order',
    trace: { by: 'line' },
    way: itself,
    instead: nothing,
  },
  receipt: {
    posting: 'cash receipt',
    trace: is('cash-receipt'),
    way: moved,
    instead: 'refund the payment at Stripe, which posts by its own flow, or apply the receipt to another invoice',
  },
  'receipt-return': {
    posting: 'return of a cash receipt',
    trace: { by: 'return' },
    way: moved,
    instead: 'collect the open invoice from the customer',
  },
  apply: {
    posting: 'application of a receipt to an invoice',
    trace: { by: 'application' },
    way: { by: 'unapply' },
    instead: 'where the ERP cleared by itself: reset the clearing there (FBRA), then skip',
  },
  unapply: { posting: 'taking an application back', trace: { by: 'application' }, way: itself, instead: nothing },
  cancel: { posting: 'taking a document back', trace: { by: 'undoing' }, way: itself, instead: nothing },
  release: { posting: 'release of an order', trace: repeating, way: itself, instead: nothing },
  'payment-note': { posting: 'payment shown on an order', trace: repeating, way: itself, instead: nothing },
  'write-back': { posting: 'number written back to Stripe', trace: repeating, way: itself, instead: nothing },
  reduce: {
    posting: 'smaller quantities, or a line below nought, of an order',
    trace: { by: 'line' },
    way: { by: 'line' },
    instead:
      'quantities never grow again, nor what has left: change the order in the ERP, or sell the goods anew, then skip',
  },
  memo: {
    posting: 'credit memo',
    trace: is('credit-memo'),
    way: is('credit-memo'),
    instead:
      'where the ERP takes none back, as Prophet 21: invoice the amount again, and skip with the number of that invoice',
  },
  refund: {
    posting: 'customer refund',
    trace: is('customer-refund'),
    way: moved,
    instead: 'have the customer pay again; its credit memo stays too, for the money left by it',
  },
  'refund-return': {
    posting: 'cash receipt of a refund that failed',
    trace: is('cash-receipt'),
    way: moved,
    instead: 'refund the customer in another way: the credit is his',
  },
  dispute: {
    posting: 'journal of money withdrawn or given back for a dispute',
    trace: is('journal-entry'),
    way: moved,
    instead: 'post what the accounts should show by a journal of your own',
  },
  lost: {
    posting: 'journal of a lost dispute',
    trace: is('journal-entry'),
    way: is('journal-entry'),
    instead: 'post the opposite entry in the ERP, then skip with its number',
  },
  'stripe-refund': {
    posting: 'refund at Stripe',
    trace: { by: 'stripe' },
    way: moved,
    instead: 'have the customer pay again',
  },
  answer: { posting: 'answer of a person', trace: repeating, way: itself, instead: nothing },
  'customer-fields': {
    posting: "customer's fields in the ERP",
    trace: repeating,
    way: never('the fields go on to be kept alike'),
    instead: 'change them on the side that is right',
  },
  'customer-write-back': {
    posting: "customer's fields at Stripe",
    trace: repeating,
    way: never('the fields go on to be kept alike'),
    instead: 'change them on the side that is right',
  },
  'item-write-back': {
    posting: "product's fields at Stripe",
    trace: repeating,
    way: never('the fields go on to be kept alike'),
    instead: 'change them in the ERP',
  },
};

type TakingBack = {
  /** In the order in which they are taken back. */
  readonly undo: readonly SeenEffect[];
  /** Documents that stay, for people to read. */
  readonly stays: readonly string[];
};

/**
 * What a flow takes back of all that it posted and that still stands, given last first. What cash hangs on that is never
 * taken back stays with it: the credit memo by which the money left.
 */
export function takingBack(posted: readonly SeenEffect[]): TakingBack {
  const wayOf = ({ kind }: SeenEffect): Way => compensations[kind].way;
  const kept = posted.filter((effect) => wayOf(effect).by === 'never');
  const hangOn = new Set(kept.flatMap(({ note = '' }) => note.split(' ')));
  // What was paid out stays cleared with what it was taken from.
  const isHeld = (effect: SeenEffect): boolean => hangOn.has(effect.key) || isClearing(effect);
  return {
    undo: posted.filter((effect) => !['never', 'itself'].includes(wayOf(effect).by) && !isHeld(effect)),
    stays: posted.flatMap((effect) => {
      const way = wayOf(effect);
      if (way.by === 'never') return [`${nameOf(effect)} stays: ${way.why}`];
      return isHeld(effect) ? [`${nameOf(effect)} stays: money left by it`] : [];
    }),
  };
}

const nameOf = ({ kind, number = '' }: SeenEffect): string => `${kind} ${number}`.trim();

type Undoing = Pick<SeenEffect, 'key' | 'kind' | 'subject' | 'generation'> & {
  readonly part?: string;
  readonly undoes: EffectKey;
};

/** The effect by which one is taken back: a person who did it by hand skips it. One of a subject has its name, a memo or line besides its kind. */
export function undoingOf(company: string, undone: SeenEffect): Undoing {
  const { kind: posted, key, subject, generation } = undone;
  const kind = posted === 'apply' ? 'unapply' : 'cancel';
  const part = partOf(undone);
  const named = { company, kind, subject, generation, ...(part && { part }) } as const;
  return { key: effectKey(named), kind, subject, generation, ...(part && { part }), undoes: key };
}

function partOf({ kind, part }: SeenEffect): string | undefined {
  if (kind === 'apply') return part;
  return kind === 'memo' || kind === 'reduce' ? [kind, ...(part ? [part] : [])].join('/') : undefined;
}

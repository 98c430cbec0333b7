import type Stripe from 'stripe';
import { heard, type Heard } from './events.ts';
import { reading } from './fault.ts';
import { each } from './lists.ts';

type Created = { readonly gte: number };
type Row = { readonly id: string; readonly object: string; readonly created: number };
type Kind = {
  readonly list: (stripe: Stripe, created: Created) => AsyncIterable<Row>;
  /** An event that is about such an object: whom it wakes, the object wakes too. */
  readonly event: string;
};

/** What is older than Stripe's list of events is found by the lists of the objects themselves. */
const kinds = {
  payment_intent: {
    list: (stripe, created) => each('payment_intent', (page) => stripe.paymentIntents.list({ ...page, created })),
    event: 'payment_intent.succeeded',
  },
  refund: {
    list: (stripe, created) => each('refund', (page) => stripe.refunds.list({ ...page, created })),
    event: 'refund.created',
  },
  dispute: {
    list: (stripe, created) => each('dispute', (page) => stripe.disputes.list({ ...page, created })),
    event: 'charge.dispute.created',
  },
  customer: {
    list: (stripe, created) => each('customer', (page) => stripe.customers.list({ ...page, created })),
    event: 'customer.updated',
  },
} as const satisfies Readonly<Record<string, Kind>>;
export type ObjectKind = keyof typeof kinds;
export const objectKinds = Object.keys(kinds) as readonly ObjectKind[];

export type Told = { readonly id: string; readonly type: string; readonly created: number; readonly heard: Heard };

/** Every object of a kind since then, in Unix seconds, and whom it wakes. @throws StripeFault */
export async function* objectsSince(stripe: Stripe, kind: ObjectKind, since: number): AsyncGenerator<Told> {
  const { list, event } = kinds[kind];
  for await (const row of list(stripe, { gte: since })) yield told(kind, event, row);
}

const byPrefix: readonly {
  readonly prefix: RegExp;
  readonly event: string;
  readonly read: (stripe: Stripe, id: string) => Promise<Row>;
}[] = [
  {
    prefix: /^pi_/,
    event: kinds.payment_intent.event,
    read: (stripe, id) => reading(stripe.paymentIntents.retrieve(id), 'payment_intent'),
  },
  {
    prefix: /^(re|pyr)_/,
    event: kinds.refund.event,
    read: (stripe, id) => reading(stripe.refunds.retrieve(id), 'refund'),
  },
  {
    prefix: /^cn_/,
    event: 'credit_note.created',
    read: (stripe, id) => reading(stripe.creditNotes.retrieve(id), 'credit_note'),
  },
  {
    prefix: /^(dp|du|pdp)_/,
    event: kinds.dispute.event,
    read: (stripe, id) => reading(stripe.disputes.retrieve(id), 'dispute'),
  },
  {
    prefix: /^(ch|py)_/,
    event: 'charge.succeeded',
    read: (stripe, id) => reading(stripe.charges.retrieve(id), 'charge'),
  },
  {
    prefix: /^prod_/,
    event: 'product.updated',
    read: (stripe, id) => reading(stripe.products.retrieve(id), 'product'),
  },
];

/** One object by its id, and whom it wakes; nothing for an id of another kind. @throws StripeFault */
export async function objectNamed(stripe: Stripe, id: string): Promise<Told | undefined> {
  // One that was deleted has no time of its creation, and wakes its flow all the same.
  if (id.startsWith('cus_')) return told('customer', kinds.customer.event, { id, object: 'customer', created: 0 });
  const found = byPrefix.find(({ prefix }) => prefix.test(id));
  if (!found) return undefined;
  const row = await found.read(stripe, id);
  return told(row.object, found.event, row);
}

const told = (kind: string, event: string, row: Row): Told => ({
  id: row.id,
  type: kind,
  created: row.created,
  heard: heard(event, row),
});

import type Stripe from 'stripe';
import type { Money } from '../domain/money.ts';
import { reading } from './fault.ts';
import { each, every } from './lists.ts';
import { amountOf, idOf, isoOf } from './values.ts';

/** Money of a dispute that moved on Stripe's balance, before fees. */
export type DisputeMovement = {
  readonly txn: string;
  /** As Stripe's balance counts it: what was withdrawn is less than nothing. */
  readonly amount: Money;
  /** ISO time. */
  readonly createdAt: string;
  /** It is of no kind that a dispute is known to have: somebody must decide what it is. */
  readonly unknown?: true;
};

/** One dispute as Stripe holds it now; nothing of its evidence is read. */
export type StripeDispute = {
  /** `du_…`, `dp_…` or `pdp_…`. */
  readonly id: string;
  /** Stripe's word, whether we know it or not. */
  readonly status: string;
  /** Presentment currency; it may be another amount than the charge's. */
  readonly amount: Money;
  /** `pi_…`, or the charge's own id where it has no payment intent. */
  readonly payment: string;
  /** ISO time until which evidence may be submitted. */
  readonly dueBy?: string;
  /** ISO time. */
  readonly createdAt: string;
  /** Oldest first. */
  readonly movements: readonly DisputeMovement[];
};

/** Fees are posted by the day, with all others. */
const meaning: Readonly<Record<string, 'moves' | 'elsewhere'>> = {
  dispute: 'moves',
  dispute_reversal: 'moves',
  fee: 'elsewhere',
  network_cost: 'elsewhere',
  tax: 'elsewhere',
};

/** @throws StripeFault */
export async function readDispute(stripe: Stripe, id: string): Promise<StripeDispute> {
  const dispute = await reading(stripe.disputes.retrieve(id), 'dispute');
  const { status, amount, currency, created, evidence_details } = dispute;
  const due = evidence_details.due_by;
  return {
    id,
    status,
    amount: amountOf(amount, currency),
    payment: idOf(dispute.payment_intent) ?? idOf(dispute.charge) ?? id,
    ...(due !== null && { dueBy: isoOf(due) }),
    createdAt: isoOf(created),
    movements: (await bookingsOf(stripe, dispute)).flatMap(movementOf),
  };
}

/** The dispute lists two of its bookings at most; one that was opened again has more, and those bear its id. */
async function bookingsOf(stripe: Stripe, dispute: Stripe.Dispute): Promise<readonly Stripe.BalanceTransaction[]> {
  const listed = await every<Stripe.BalanceTransaction>('balance_transaction', (page) =>
    stripe.balanceTransactions.list({ source: dispute.id, ...page }),
  );
  const own = dispute.balance_transactions;
  const more = listed.filter(({ id }) => !own.some((known) => known.id === id)).toReversed();
  return [...own, ...more].toSorted((a, b) => a.created - b.created);
}

function movementOf(row: Stripe.BalanceTransaction): readonly DisputeMovement[] {
  const means = meaning[row.reporting_category];
  if (row.amount === 0 || means === 'elsewhere') return [];
  const movement = { txn: row.id, amount: amountOf(row.amount, row.currency), createdAt: isoOf(row.created) };
  return [means === 'moves' ? movement : { ...movement, unknown: true }];
}

/**
 * ISO time at which a dispute came to the status that it has now, by Stripe's events; nothing once they are too old.
 * @throws StripeFault
 */
export async function closedAt(stripe: Stripe, { id, status, createdAt }: StripeDispute): Promise<string | undefined> {
  const created = { gte: Math.floor(Date.parse(createdAt) / 1_000) };
  const events = each<Stripe.Event>('event', (page) =>
    stripe.events.list({ type: 'charge.dispute.closed', created, ...page }),
  );
  for await (const { type, data, created: at } of events)
    if (type === 'charge.dispute.closed' && data.object.id === id && data.object.status === status) return isoOf(at);
  return undefined;
}

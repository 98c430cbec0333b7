import type Stripe from 'stripe';
import { z } from 'zod';
import { isWithdrawn, reinstate, withdraw } from './dispute-money.ts';
import { invalid } from './errors.ts';
import type { World } from './world.ts';

type Closed = 'won' | 'lost' | 'warning_closed' | 'prevented';

const amount = z.int().positive();
/** What a bank can decide; with it how much comes back, and whether Stripe's fee does. */
export const decision = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('won'),
    fee_returned: z.boolean().default(true),
    /** `false`: the money follows later, by `reinstate`. */
    reinstate: z.boolean().default(true),
  }),
  z.strictObject({ outcome: z.literal('partially_won'), amount, fee_returned: z.boolean().default(false) }),
  z.strictObject({ outcome: z.literal('lost') }),
  z.strictObject({ outcome: z.literal('drop') }),
  z.strictObject({ outcome: z.literal('prevent') }),
  z.strictObject({
    outcome: z.literal('escalate'),
    due_in_seconds: z.int().positive().optional(),
    fee: z.int().nonnegative().optional(),
  }),
  z.strictObject({ outcome: z.literal('reopen'), due_in_seconds: z.int().positive().optional() }),
  z.strictObject({ outcome: z.literal('withdraw'), fee: z.int().nonnegative().optional() }),
  z.strictObject({
    outcome: z.literal('reinstate'),
    amount: amount.optional(),
    fee_returned: z.boolean().default(false),
  }),
]);
type Decision = z.output<typeof decision>;
type Decided<O extends Decision['outcome']> = Extract<Decision, { readonly outcome: O }>;

/** Seconds that a merchant usually has to answer. */
export const usualDue = 9 * 86_400;
const inquirySeconds = 120 * 86_400;
const open = ['needs_response', 'under_review', 'appeal_needs_response', 'appeal_under_review'];
const asking = ['warning_needs_response', 'warning_under_review'];
/** In these the bank neither has the money nor takes it. */
const harmless: readonly string[] = [...asking, 'warning_closed', 'won'];

/**
 * The bank has decided.
 * @throws StripeProblem when the dispute is in a status in which it can't
 */
export function decide(world: World, dispute: Stripe.Dispute, decided: Decision): Stripe.Dispute {
  const { from, act } = decisions[decided.outcome];
  if (from !== undefined && !from.includes(dispute.status)) {
    const wanted = from.join(' or ');
    throw invalid(`Dispute ${dispute.id} is ${dispute.status}: "${decided.outcome}" needs one that is ${wanted}.`);
  }
  (act as (world: World, dispute: Stripe.Dispute, decided: Decision) => void)(world, dispute, decided);
  return dispute;
}

type Act<O extends Decision['outcome']> = (world: World, dispute: Stripe.Dispute, decided: Decided<O>) => void;
const decisions: {
  readonly [O in Decision['outcome']]: { readonly from?: readonly string[]; readonly act: Act<O> };
} = {
  won: {
    from: open,
    act: (world, dispute, { reinstate: comesBack, fee_returned: feeReturned }) => {
      closeDispute(world, dispute, 'won');
      if (comesBack && isWithdrawn(dispute)) reinstate(world, dispute, undefined, feeReturned);
    },
  },
  partially_won: {
    from: open,
    act: (world, dispute, { amount: part, fee_returned: feeReturned }) => {
      reinstate(world, dispute, part, feeReturned);
      closeDispute(world, dispute, 'won');
    },
  },
  lost: { from: open, act: (world, dispute) => closeDispute(world, dispute, 'lost') },
  drop: { from: asking, act: (world, dispute) => closeDispute(world, dispute, 'warning_closed') },
  prevent: { from: [...asking, 'needs_response'], act: (world, dispute) => prevent(world, dispute) },
  escalate: { from: asking, act: (world, dispute, { due_in_seconds: due, fee }) => escalate(world, dispute, due, fee) },
  reopen: { from: ['lost', 'won'], act: (world, dispute, { due_in_seconds: due }) => reopen(world, dispute, due) },
  withdraw: { from: [...open, 'lost'], act: (world, dispute, { fee }) => withdraw(world, dispute, fee) },
  reinstate: {
    act: (world, dispute, { amount: part, fee_returned: feeReturned }) => reinstate(world, dispute, part, feeReturned),
  },
};

/** It is over, for now. */
export function closeDispute(world: World, dispute: Stripe.Dispute, status: Closed): void {
  const before = structuredClone(dispute);
  const { refunded } = world.store.get('charge', dispute.charge);
  dispute.status = status;
  dispute.is_charge_refundable = harmless.includes(status) && !refunded;
  world.emit('charge.dispute.closed', dispute, before);
}

/** The network stops it before it becomes a chargeback; what was taken by then stays taken. */
function prevent(world: World, dispute: Stripe.Dispute): void {
  const card = dispute.payment_method_details?.card;
  if (card) card.case_type = isWithdrawn(dispute) ? 'resolution' : 'block';
  closeDispute(world, dispute, 'prevented');
}

/** The question becomes a chargeback: the same dispute, with a deadline of its own. */
function escalate(world: World, dispute: Stripe.Dispute, due?: number, fee?: number): void {
  if (dispute.payment_method_details?.card) dispute.payment_method_details.card.case_type = 'chargeback';
  ask(world, dispute, 'needs_response', due);
  withdraw(world, dispute, fee);
}

/** A lost dispute goes into appeal; one that was won comes again from the customer's bank. */
const reopen = (world: World, dispute: Stripe.Dispute, due?: number): void =>
  ask(world, dispute, dispute.status === 'lost' ? 'appeal_needs_response' : 'needs_response', due);

function ask(world: World, dispute: Stripe.Dispute, status: Stripe.Dispute.Status, due = usualDue): void {
  const before = structuredClone(dispute);
  const dueBy = world.clock.now() + due;
  Object.assign(dispute, { status, is_charge_refundable: false });
  Object.assign(dispute.evidence_details, { due_by: dueBy, past_due: false });
  world.emit('charge.dispute.updated', dispute, before);
  world.wakeAt(dueBy);
}

/** Whether a bank took, or may still take, the money of a charge, so that it can't be refunded. */
export const isChargedBack = (world: World, charge: Stripe.Charge): boolean =>
  disputesOf(world, charge).some(({ status }) => !harmless.includes(status));

/** A question about money that went back altogether is answered. */
export function closeInquiries(world: World, charge: Stripe.Charge): void {
  for (const dispute of disputesOf(world, charge)) {
    if (asking.includes(dispute.status)) closeDispute(world, dispute, 'warning_closed');
  }
}

const disputesOf = (world: World, charge: Stripe.Charge): Stripe.Dispute[] =>
  world.store.all('dispute').filter((dispute) => dispute.charge === charge.id);

/** What time does to disputes: who doesn't answer loses, and a question that nobody pursues ends after 120 days. */
export function disputesFallDue(world: World): void {
  const now = world.clock.now();
  for (const dispute of world.store.all('dispute')) {
    const { due_by: dueBy, past_due: known } = dispute.evidence_details;
    const late = dispute.status.endsWith('needs_response') && !known && dueBy !== null && dueBy <= now;
    if (late) missDeadline(world, dispute);
    if (asking.includes(dispute.status) && dispute.created + inquirySeconds <= now) {
      closeDispute(world, dispute, 'warning_closed');
    }
  }
}

function missDeadline(world: World, dispute: Stripe.Dispute): void {
  const before = structuredClone(dispute);
  dispute.evidence_details.past_due = true;
  if (!asking.includes(dispute.status)) return closeDispute(world, dispute, 'lost');
  world.emit('charge.dispute.updated', dispute, before);
}

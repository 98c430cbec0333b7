import type Stripe from 'stripe';
import { closeDispute } from './dispute-life.ts';
import { withdraw } from './dispute-money.ts';
import { invalid } from './errors.ts';
import { failRefund } from './refund-life.ts';
import type { World } from './world.ts';

type NewDispute = {
  readonly charge: string;
  /** Minor units of the charge's currency; what was not refunded of it when absent. */
  readonly amount?: number | undefined;
  readonly reason: string;
  /** The bank asks first, and takes nothing yet. */
  readonly inquiry: boolean;
  readonly due_in_seconds: number;
  /** Minor units of the settlement currency. */
  readonly fee?: number | undefined;
  /** Whether the money leaves with the dispute, or only when told. */
  readonly withdraw: boolean;
};

/**
 * The customer's bank takes the customer's side, as a question or as a chargeback. A returned bank debit can't be
 * contested: it is lost with its beginning.
 * @throws StripeProblem for a charge that was never paid
 */
export function openDispute(world: World, asked: NewDispute): Stripe.Dispute {
  const charge = world.store.get('charge', asked.charge, 'charge');
  if (!charge.captured || !charge.paid) throw invalid(`Charge ${charge.id} has not been paid.`, 'charge');
  if (!asked.inquiry) failPendingRefunds(world, charge);
  const dispute = world.store.insert('dispute', disputeOf(world, charge, asked));
  charge.disputed = true;
  world.emit('charge.dispute.created', dispute);
  if (!asked.inquiry && asked.withdraw) withdraw(world, dispute, asked.fee);
  if (dispute.evidence_details.due_by === null) closeDispute(world, dispute, 'lost');
  else world.wakeAt(dispute.evidence_details.due_by);
  return dispute;
}

/** A refund that is still under way is stopped, as the bank pays the customer now. */
function failPendingRefunds(world: World, charge: Stripe.Charge): void {
  for (const refund of world.store.all('refund')) {
    const underway = refund.status === 'pending' || refund.status === 'requires_action';
    if (refund.charge === charge.id && underway) failRefund(world, refund, 'charge_for_pending_refund_disputed');
  }
}

function disputeOf(world: World, charge: Stripe.Charge, asked: NewDispute): Stripe.Dispute {
  const amount = asked.amount ?? charge.amount_captured - charge.amount_refunded;
  if (amount <= 0) throw invalid(`Nothing is left of charge ${charge.id}: name the amount that is disputed.`, 'amount');
  const created = world.clock.now();
  const contestable = charge.id.startsWith('ch_');
  return {
    id: world.ids(contestable ? 'du' : 'pdp'),
    object: 'dispute',
    amount,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...noEvidence },
    evidence_details: {
      due_by: contestable ? created + asked.due_in_seconds : null,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: asked.inquiry && !charge.refunded,
    livemode: world.livemode,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: detailsOf(charge, asked.inquiry),
    reason: asked.reason,
    status: asked.inquiry ? 'warning_needs_response' : 'needs_response',
  };
}

function detailsOf({ payment_method_details: paid }: Stripe.Charge, inquiry: boolean) {
  const brand = paid?.card?.brand ?? 'visa';
  const card = {
    brand,
    case_type: inquiry ? 'inquiry' : 'chargeback',
    network: brand,
    network_reason_code: '10.4',
  } as const;
  return paid?.type === 'card' ? { type: 'card', card } : { type: paid?.type ?? 'card' };
}

const noEvidence: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

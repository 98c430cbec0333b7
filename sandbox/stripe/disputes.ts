import type Stripe from 'stripe';
import { z } from 'zod';
import { closeDispute } from './dispute-life.ts';
import { invalid } from './errors.ts';
import { flag, mergedMetadata, metadata, read, text, word } from './form.ts';
import { createdWithin, newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

const filter = z.object({ charge: word.optional(), payment_intent: word.optional() });
const update = z.object({
  evidence: z.record(z.string(), text).optional(),
  metadata: metadata.optional(),
  submit: flag.optional(),
});

/** Where a dispute stands once its evidence is with the bank. */
const answered: Readonly<Record<string, Stripe.Dispute.Status>> = {
  needs_response: 'under_review',
  warning_needs_response: 'warning_under_review',
  appeal_needs_response: 'appeal_under_review',
};

function answer(world: World, dispute: Stripe.Dispute, asked: z.output<typeof update>): Stripe.Dispute {
  const before = structuredClone(dispute);
  dispute.metadata = mergedMetadata(dispute.metadata, asked.metadata);
  if (asked.evidence !== undefined) stage(dispute, asked.evidence);
  if (asked.submit ?? asked.evidence !== undefined) submit(dispute);
  world.emit('charge.dispute.updated', dispute, before);
  return dispute;
}

function stage(dispute: Stripe.Dispute, evidence: Readonly<Record<string, string | null>>): void {
  expectAnswerable(dispute);
  const unknown = Object.keys(evidence).find((name) => !(name in dispute.evidence));
  if (unknown !== undefined) throw invalid(`Received unknown parameter: evidence[${unknown}]`, `evidence[${unknown}]`);
  Object.assign(dispute.evidence, evidence);
  const { enhanced_evidence: _, ...plain } = dispute.evidence;
  dispute.evidence_details.has_evidence = Object.values(plain).some((value) => value !== null);
}

function submit(dispute: Stripe.Dispute): void {
  expectAnswerable(dispute);
  const { evidence_details: details } = dispute;
  details.submission_count += 1;
  details.submission_method = 'manual';
  dispute.status = answered[dispute.status] ?? dispute.status;
}

function expectAnswerable({ status }: Stripe.Dispute): void {
  if (!(status in answered)) throw invalid(`This dispute is ${status}: evidence can no longer be submitted for it.`);
}

export const disputeRoutes = (world: World): Routes => ({
  'GET /v1/disputes': ({ params }) => {
    const { charge, payment_intent: intent } = read(filter, params);
    const within = createdWithin(params);
    const fits = (dispute: Stripe.Dispute) =>
      within(dispute) &&
      (charge === undefined || dispute.charge === charge) &&
      (intent === undefined || dispute.payment_intent === intent);
    return newestFirst(world.store.all('dispute').filter(fits), params, '/v1/disputes');
  },
  'GET /v1/disputes/:id': ({ id }) => world.store.get('dispute', id),
  'POST /v1/disputes/:id': ({ id, params }) => answer(world, world.store.get('dispute', id), read(update, params)),
  'POST /v1/disputes/:id/close': ({ id }) => {
    const dispute = world.store.get('dispute', id);
    expectAnswerable(dispute);
    closeDispute(world, dispute, dispute.status === 'warning_needs_response' ? 'warning_closed' : 'lost');
    return dispute;
  },
});

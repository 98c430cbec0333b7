import { effectKey } from '../../domain/effects.ts';
import { show, type Money } from '../../domain/money.ts';
import { weigh, type RefundRequest, type Weighed } from '../../domain/request-refund/request.ts';
import { createRefund, findRequested, refundablesOf } from '../../stripe/requested-refund.ts';
import type { Cases } from '../../store/cases.ts';
import { atStripe, effect } from '../effect.ts';
import type { Done } from '../outcomes.ts';
import type { PostingDeps } from '../posting.ts';
import { refundRoot } from './root.ts';

type Deps = Pick<PostingDeps, 'companies' | 'ledger' | 'payments'> & { readonly cases: Cases };
type Approval = { readonly caseId: string; readonly approved: boolean; readonly by: string; readonly reason: string };
type Making = RefundRequest & {
  readonly charge: string;
  readonly amount: Money;
  /** How often a person has had it tried again after a clear refusal, which Stripe would only repeat under one key. */
  readonly tried: number;
};

/** A refund that somebody asks for outside Stripe: weighed, approved where the profile says so, and made once. */
export const createRequestRefundActivities = ({ companies, ledger, payments, cases }: Deps) => ({
  /** What may go back now, and whether somebody else must approve it. */
  async weighRefund(request: RefundRequest): Promise<Weighed & { readonly needsApproval: boolean }> {
    const company = companies(request.company);
    const paid = await payments.of(company.stripe, request.payment);
    const charges = await refundablesOf(company.stripe, request.payment);
    const made = await findRequested(
      company.stripe,
      charges.map(({ charge }) => charge),
      request.request,
    );
    // Made by an attempt of which nobody heard: it is recorded, whatever is left now.
    if (made) return { charge: made.charge, amount: made.amount, needsApproval: false };
    const weighed = weigh(charges, request.amount, paid.amount);
    if (weighed.refused !== undefined) return { ...weighed, needsApproval: false };
    const mapper = await company.mapperFor(refundRoot(request.request));
    const captured = paid.charges.reduce((all, charge) => all + charge.captured.minor, 0);
    const needsApproval = mapper.needsApproval({
      amount: BigInt(weighed.amount.minor),
      captured: BigInt(captured),
      currency: weighed.amount.currency,
      method: paid.method ?? '',
      metadata: paid.metadata,
      reason: request.reason,
      requester: request.requester,
    });
    return { ...weighed, needsApproval };
  },

  /** Who approved or rejected it, and why, in the trail; false when the case was decided before. */
  closeApproval: ({ caseId, approved, by, reason }: Approval): Promise<boolean> =>
    cases.close({ caseId, decision: approved ? 'approved' : 'rejected', by, reason }),

  /** Makes the refund at Stripe, once; one that an earlier attempt may have made is looked for first. */
  async refundAtStripe({ company: key, request, charge, amount, tried, ...asked }: Making): Promise<Done> {
    const company = companies(key);
    const { reason, lines } = asked;
    const made = await ledger.once(
      effect(company, {
        key: effectKey({ company: key, kind: 'stripe-refund', subject: request }),
        kind: 'stripe-refund',
        subject: request,
        root: refundRoot(request),
        amount,
        ...atStripe,
        prepare: () => Promise.resolve({}),
        async find(reference) {
          const found = await findRequested(company.stripe, [charge], request);
          return found && { kind: 'setting', number: found.id, reference };
        },
        async send(_nothing, reference) {
          const refund = { request, charge, amount, reason, ...(lines && { lines }) };
          const made = await findRequested(company.stripe, [charge], request);
          const number = made?.id ?? (await createRefund(company.stripe, refund, `${reference}:${tried}`));
          return { kind: 'setting', number, reference };
        },
      }),
    );
    return { told: `refund ${made.number} ${show(amount)} made at Stripe`, document: made.number };
  },
});
export type RequestRefundActivities = ReturnType<typeof createRequestRefundActivities>;

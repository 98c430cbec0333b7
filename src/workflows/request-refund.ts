import {
  allHandlersFinished,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { EventActivities } from '../activities/events.ts';
import type { StuckEffect } from '../activities/outcomes.ts';
import type { RequestRefundActivities } from '../activities/request-refund/index.ts';
import { effectKey } from '../domain/effects.ts';
import { show, type Money } from '../domain/money.ts';
import type { RefundRequest } from '../domain/request-refund/request.ts';
import { scrub } from '../domain/scrub.ts';
import type { Parked } from './case.ts';
import { approve, type Approval, type Stage } from './messages.ts';
import { parkingPlace } from './parking.ts';
import { patient } from './patience.ts';
import { createStory, type Told } from './story.ts';
import { Stuck, stuckAt } from './trouble.ts';

const { weighRefund, closeApproval, refundAtStripe } = proxyActivities<RequestRefundActivities>(patient);
const { nudgeFlow } = proxyLocalActivities<EventActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '1 minute' },
});

type Carried = {
  readonly told?: Told;
  readonly parked?: Parked;
  readonly approved?: Money;
  readonly tried?: number;
};

/** Money that somebody wants sent back: weighed, approved by somebody else where the profile says so, made once at Stripe. */
export async function requestRefund(request: RefundRequest, carried: Carried = {}): Promise<Stage> {
  const desk = createDesk(request, carried);
  for (;;) {
    const ended = await desk.turn();
    if (ended) return ended;
    if (workflowInfo().continueAsNewSuggested && desk.mayGoOnAsNew())
      await continueAsNew<typeof requestRefund>(request, desk.carry());
  }
}

function createDesk(request: RefundRequest, carried: Carried) {
  const { company, request: subject } = request;
  let approved = carried.approved;
  let tried = carried.tried ?? 0;
  const story = createStory(carried.told);
  const approval = createApproval(request.requester);
  const place = parkingPlace({
    subject: { company, subject, root: () => `refund-request/${subject}` },
    nudged: approval.isGiven,
    story,
    ...(carried.parked && { carried: carried.parked }),
  });
  return {
    turn,
    /** What was answered and not obeyed yet would be lost. */
    mayGoOnAsNew: () => !approval.isGiven() && allHandlersFinished(),
    carry: (): Carried => ({ told: story.carry(), parked: place.carry(), tried, ...(approved && { approved }) }),
  };

  async function turn(): Promise<Stage | undefined> {
    try {
      story.working();
      const answer = approval.take();
      return answer ? await obey(answer) : await refund();
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
      const decision = await place.wait(error.trouble);
      if (decision?.action === 'retry' || decision?.action === 'patch') tried += 1;
      return decision?.action === 'skip' || decision?.action === 'compensate' ? story.ended('settled') : undefined;
    }
  }

  async function refund(): Promise<Stage> {
    const { amount, charge } = await allowed(request, approved, approval);
    const { told, document = '' } = await refundAtStripe
      .executeWithOptions({ summary: `refund ${show(amount)} at Stripe` }, [{ ...request, charge, amount, tried }])
      .catch(stuckAt(`refund ${show(amount)} at Stripe`, effectOf(request, amount)));
    await place.healed();
    story.add(told);
    await nudgeFlow({
      flow: 'settleRefund',
      company,
      subject: document,
      eventId: `request/${subject}`,
      type: 'request',
    });
    return story.ended('settled');
  }

  /** Written down before anything follows from it; what may go back is weighed again afterwards. */
  async function obey({ approved: yes, by, reason, amount }: Approval & Asked): Promise<Stage | undefined> {
    const caseId = place.carry().openCase?.caseId ?? '';
    await closeApproval({ caseId, approved: yes, by, reason });
    await place.healed();
    story.add(`${yes ? 'approved' : 'rejected'}: ${show(amount)}`);
    approved = yes ? amount : undefined;
    return yes ? undefined : story.ended('settled');
  }
}

/** What the payment allows and nobody needs to approve any more. @throws Stuck otherwise */
async function allowed(request: RefundRequest, approved: Money | undefined, approval: ApprovalDesk) {
  const weighed = await weighRefund
    .executeWithOptions({ summary: 'what the payment still allows, and whether somebody must approve' }, [request])
    .catch(stuckAt('read the payment'));
  const { amount } = weighed;
  const step = `refund ${show(amount)}`;
  if (weighed.refused !== undefined) throw new Stuck({ kind: 'business', code: weighed.refused, step, amount });
  if (!weighed.needsApproval || covers(approved, amount)) return weighed;
  approval.ask(amount);
  throw new Stuck({ kind: 'business', code: 'refund-approval', step, amount });
}

type Asked = { readonly amount: Money };
type ApprovalDesk = ReturnType<typeof createApproval>;

/** Where the answer to one question at a time comes in. */
function createApproval(requester: string) {
  let asked: Money | undefined;
  let answer: (Approval & Asked) | undefined;
  setHandler(
    approve,
    (given) => {
      if (asked) answer = { ...given, amount: asked };
      asked = undefined;
      return `${given.approved ? 'approved' : 'rejected'} by ${given.by}`;
    },
    {
      validator: refuseUnless(() => asked !== undefined, requester),
      description: 'Approve or reject the refund; whoever asked for it may not approve it',
    },
  );
  return {
    ask: (amount: Money): void => void (asked = amount),
    isGiven: (): boolean => answer !== undefined,
    take(): (Approval & Asked) | undefined {
      const given = answer;
      answer = undefined;
      return given;
    },
  };
}

const covers = (approved: Money | undefined, { minor, currency }: Money): boolean =>
  approved !== undefined && approved.currency === currency && approved.minor >= minor;

const effectOf = ({ company, request: subject }: RefundRequest, amount: Money): StuckEffect => ({
  key: effectKey({ company, kind: 'stripe-refund', subject }),
  kind: 'stripe-refund',
  subject,
  generation: 1,
  amount,
});

const samePerson = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

const refuseUnless =
  (waits: () => boolean, requester: string) =>
  ({ approved, by, reason }: Approval): void => {
    if (!waits()) throw new Error('Nothing waits for approval here: it was decided, or needs none');
    if (typeof approved !== 'boolean') throw new Error('approved is true or false');
    if (!by || !reason) throw new Error('Say who decides (by) and why (reason)');
    if (approved && samePerson(by, requester))
      throw new Error('Whoever asked for a refund can not approve it: somebody else must');
    if (scrub(reason) !== reason)
      throw new Error('Leave e-mail addresses and card numbers out of the reason: histories keep it');
  };

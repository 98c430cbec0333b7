import { disputeRoot, type SeenDispute, type SeenMovement } from '../../domain/track-dispute/seen.ts';
import { isOver } from '../../domain/track-dispute/status.ts';
import { zero } from '../../domain/money.ts';
import { dayOf } from '../../mapping/day.ts';
import { closedAt, readDispute, type StripeDispute } from '../../stripe/dispute.ts';
import type { Subject } from '../../workflows/messages.ts';
import type { Company } from '../company.ts';
import type { PostingDeps } from '../posting.ts';

type Deps = Pick<PostingDeps, 'companies' | 'book' | 'orders'>;
/** Stripe gives won money back at once, as a rule; a day later somebody must ask. */
const returnGraceMs = 86_400_000;

/** Reads a dispute afresh: what Stripe says, and what the ledger holds of it. */
export const createDisputeReader =
  (deps: Deps) =>
  async ({ company: key, subject }: Subject): Promise<SeenDispute> => {
    const company = deps.companies(key);
    const at = { company: key, root: disputeRoot(subject) };
    if (await deps.book.isClosed(at)) return closedDispute(company, subject);
    const dispute = await readDispute(company.stripe, subject);
    const payment = await paymentPosted(deps, key, dispute.payment);
    const { status, amount, dueBy } = dispute;
    return {
      company: key,
      connection: company.connection,
      dispute: subject,
      status,
      disputed: amount,
      closed: false,
      ...(payment && { payment }),
      ...(dueBy && { dueBy }),
      ...(await endOf(company, dispute)),
      movements: dispute.movements.map((movement) => seenMovement(movement, company.settings.timeZone)),
      effects: await deps.book.of(at),
      ledgerCurrency: company.settings.ledgerCurrency,
    };
  };

/** A person closed it: nothing of it is looked at any more. */
const closedDispute = ({ key, connection, settings }: Company, dispute: string): SeenDispute => ({
  company: key,
  connection,
  dispute,
  status: 'lost',
  disputed: zero(settings.ledgerCurrency),
  closed: true,
  movements: [],
  effects: [],
  ledgerCurrency: settings.ledgerCurrency,
});

/** A payment that we never posted anything of, as one from before our time, is not woken by its dispute. */
async function paymentPosted({ orders, book }: Deps, company: string, payment: string): Promise<string | undefined> {
  const order = await orders.orderOfPayment(company, payment);
  return order !== undefined || (await book.of({ company, root: payment })).length > 0 ? payment : undefined;
}

/** Stripe's events say when; without money that moved, nobody needs to know. */
async function endOf(
  { stripe, settings: { timeZone } }: Company,
  dispute: StripeDispute,
): Promise<Pick<SeenDispute, 'closedOn' | 'returnGraceSeconds'>> {
  if (!isOver(dispute) || dispute.movements.length === 0) return {};
  const at = await closedAt(stripe, dispute);
  const graceMs = at === undefined ? 0 : Date.parse(at) + returnGraceMs - Date.now();
  return {
    closedOn: dayOf(at ?? new Date().toISOString(), timeZone),
    returnGraceSeconds: Math.max(0, Math.ceil(graceMs / 1_000)),
  };
}

const seenMovement = (
  { txn, amount, createdAt, unknown }: StripeDispute['movements'][number],
  timeZone: string,
): SeenMovement => ({ txn, amount, bookedOn: dayOf(createdAt, timeZone), ...(unknown && { unknown }) });

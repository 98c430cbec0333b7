import type { Alerts } from '../domain/alert.ts';
import { caseAlert, caseAlertKey } from '../domain/case-alert.ts';
import type { Cases } from '../store/cases.ts';
import type { EffectBook, Root } from '../store/ledger.ts';
import type { Profiles } from '../store/profiles.ts';
import { activityInfo } from '@temporalio/activity';
import { stands } from '../domain/effects.ts';
import { ErpError } from '../erp/errors.ts';
import type { Repair, Subject } from '../workflows/messages.ts';
import { checkByHand } from './done-by-hand.ts';
import type { NudgeFlow } from './events.ts';
import { asErpError, isFinal } from './failures.ts';
import type { Case, StuckEffect } from './outcomes.ts';
import { customerEffectOf, saleRoot, type PostingDeps } from './posting.ts';
import { settleUnknown } from './settle-unknown.ts';
import { nudgeOthers, orderIn } from './siblings.ts';

type Deps = Pick<PostingDeps, 'ledger' | 'companies' | 'crosswalk' | 'orders'> & {
  readonly cases: Cases;
  readonly book: EffectBook;
  readonly profiles: Pick<Profiles, 'chooseNewest'>;
  readonly alerts: Alerts;
  readonly nudgeFlow: NudgeFlow;
};
type Decided = Subject &
  Repair & {
    readonly root: string;
    /** What is closed to further effects instead of the root: a refund of a sale closes itself, not the sale. */
    readonly closes?: string;
    readonly effect?: StuckEffect;
  };

/** What people see of a parked flow, and what their decisions mean for the ledger. */
export function createCaseActivities(deps: Deps) {
  const { cases, alerts } = deps;
  return {
    /** The alert is kept first: of a case that is decided the moment it is there, people would hear nothing. */
    async openCase(opened: Case): Promise<void> {
      if (!(await alerts.raise(caseAlert(opened))))
        throw new ErpError('unavailable', 'The alert of a case could not be written down', { retryAfterMs: 1_000 });
      await cases.open({ ...opened, flow: ownFlow() });
    },

    async closeCase({ caseId }: { readonly company: string; readonly caseId: string }): Promise<void> {
      await cases.close({ caseId, decision: 'healed', by: 'quittance', reason: 'The reason was gone' });
      await alerts.resolve(caseAlertKey(caseId), 'healed');
    },

    /**
     * Written to the ledger before the flow goes on, so that the decision lasts; what is unknown is settled first. One that
     * can't be taken leaves the case open, with the reason, whoever asked for it: the command line or the Web UI.
     */
    async recordDecision(decided: Decided): Promise<void> {
      const { caseId, action, by, reason, number, unchecked, effect } = decided;
      const closes = await carryOut(deps, decided).catch((error: unknown) => refused(deps, decided, error));
      const unseen = unchecked && effect && number;
      const closing = { ...(closes && { closes }), ...(unseen && { unchecked: unseen }) };
      await cases.close({ caseId, decision: action, by, reason, ...closing });
      await alerts.resolve(caseAlertKey(caseId), action);
    },
  };
}
export type CaseActivities = ReturnType<typeof createCaseActivities>;

const ownFlow = (): string => activityInfo().workflowExecution?.workflowId ?? '';

/** Gives what was closed to further effects, where something was. */
async function carryOut(deps: Deps, decided: Decided): Promise<string | undefined> {
  const { company, action, by, reason, profile } = decided;
  const at = { company, root: await saleRoot(deps, decided) };
  await settleUnknown(deps, deps.companies(company), at);
  if (profile === 'newest') await deps.profiles.chooseNewest(at, { by, reason });
  return meanings[action](deps, decided, at);
}

type Meaning = (deps: Deps, decided: Decided, at: Root) => Promise<string | undefined>;
const meanings: Readonly<Record<Repair['action'], Meaning>> = {
  retry: reopen,
  patch: reopen,
  skip: (deps, decided, at) =>
    decided.effect ? settle(deps, { ...decided, effect: decided.effect }, at) : close(deps, decided, at),
  compensate: close,
};

async function reopen({ book, crosswalk, cases }: Deps, decided: Decided, at: Root): Promise<undefined> {
  const { company, action, by, reason, caseId } = decided;
  if (action === 'patch' && !(await cases.patchIn(caseId)))
    throw new ErpError('invalid', `No correction is stored for this case: quittance cases patch ${caseId} --set …`, {
      where: 'patch',
    });
  await book.reopenRefused(at, { by, reason });
  const customer = await crosswalk.find({ company, kind: customerEffectOf, stripeId: at.root });
  if (customer) await book.reopenRefused({ company, root: customer.erpId }, { by, reason });
}

async function settle(deps: Deps, decided: Decided & { readonly effect: StuckEffect }, at: Root): Promise<undefined> {
  const { book, companies, crosswalk, cases } = deps;
  const { company, subject, effect, number, by, reason, unchecked } = decided;
  // What stands already needs no number: the truth came in before the decision.
  const done = (await book.of(at)).find(({ key }) => key === effect.key);
  if (!(done && stands(done)) && !(unchecked && number)) {
    const customer = (await cases.patchOf({ company, subject }))?.customer ?? (await crosswalk.customerOf(at));
    await checkByHand(companies(company), {
      effect,
      ...(number && { number }),
      ...(customer && { customer }),
      numbered: (named) => book.numbered({ company, number: named }),
    });
  }
  await book.settleByHand({ ...at, ...effect, flow: ownFlow(), ...(number && { number }) }, { by, reason });
  await nudgeOthers(deps, at, subject); // A refund may have kept the order from payments that have yet to release it.
}

/** The other payments of an order go on without this one: skipped, it was seen to by hand; compensated, it pays no more. */
async function close(deps: Deps, { company, subject, action, closes, by, reason }: Decided, at: Root): Promise<string> {
  const root = closes ?? at.root;
  await deps.book.close({ company, root }, { by, reason });
  const order = orderIn(at.root);
  const payments = order === undefined ? [] : await deps.orders.paymentsOf(company, order);
  const own = payments.find(({ payment }) => payment === subject);
  if (!own || order === undefined) return root;
  if (action === 'compensate') await deps.orders.notePayment(company, order, { ...own, state: 'cancelled' });
  await nudgeOthers(deps, at, subject);
  return root;
}

/** What only has to be tried again is no refusal. */
async function refused({ cases }: Deps, { caseId, action, by }: Decided, error: unknown): Promise<never> {
  const known = asErpError(error);
  if (known && isFinal(known)) await cases.refuse({ caseId, action, by, code: known.code, words: known.message });
  throw error;
}

import { negate, show } from '../../domain/money.ts';
import { isUnreleased } from '../../domain/order-to-cash/released.ts';
import { refunded } from '../../domain/order-to-cash/sale-due.ts';
import { creditNote, holding, type Hold } from '../../domain/settle-refund/lines.ts';
import { holdNow, isHeldBesides, isLetGo, ownHold } from '../../domain/settle-refund/let-go.ts';
import type { LetGoStep, ReduceStep, TakeBackStep } from '../../domain/settle-refund/steps.ts';
import { ErpError } from '../../erp/errors.ts';
import type { OrderLineChange } from '../../erp/port.ts';
import type { Mapper } from '../../mapping/mapper.ts';
import { untaxedCode } from '../../mapping/untaxed-code.ts';
import type { Company } from '../company.ts';
import { effect } from '../effect.ts';
import type { NudgeFlow } from '../events.ts';
import { letGo } from '../let-go.ts';
import type { Done } from '../outcomes.ts';
import { standingNumber, unlessFallen, unlessOvertaken, type PostingDeps, type StepInput } from '../posting.ts';
import { changed } from '../../store/order-turn.ts';
import { undoDocument } from '../sale.ts';
import { nudgeOthers } from '../siblings.ts';

type Deps = PostingDeps & { readonly nudgeFlow: NudgeFlow };

/** What a refund does to an order that was not shipped. */
export const createOrderActivities = (deps: Deps) => ({
  takeOrderBack: (input: StepInput<TakeBackStep>) => unlessFallen(() => takeOrderBack(deps, input)),
  reduceOrder: (input: StepInput<ReduceStep>) => unlessFallen(() => reduceOrder(deps, input)),
  letOrderGo: (input: StepInput<LetGoStep>) => unlessFallen(() => letOrderGo(deps, input)),
});

/** All of its money went back; the order says so before it is cancelled. */
async function takeOrderBack(
  deps: PostingDeps,
  { company: key, subject, root, step }: StepInput<TakeBackStep>,
): Promise<Done> {
  const company = deps.companies(key);
  const number = await standingNumber(deps, { company: key, root }, step.sale);
  return unlessMoved(company, number, async () => {
    await undoDocument(deps, company, {
      root,
      number,
      reason: `Refunded by ${subject}`,
      note: refunded,
      ...step,
    });
    return { told: `order ${number} cancelled` };
  });
}

async function reduceOrder(deps: PostingDeps, { company: key, root, step }: StepInput<ReduceStep>): Promise<Done> {
  const company = deps.companies(key);
  const mapper = await company.mapperFor(root);
  const number = await standingNumber(deps, { company: key, root }, step.sale);
  const changes = changesOf(step, mapper);
  const { refund, part, amount, others } = step;
  const overtaken = {
    where: changed,
    told: 'another flow changed the order meanwhile',
    first: () => deps.book.renew({ company: key, root, key: step.key }),
  };
  const reduce = async (): Promise<Done> => {
    await deps.ledger.once(
      effect(company, {
        key: step.key,
        kind: 'reduce',
        subject: refund,
        ...(part && { part }),
        root,
        amount,
        totalIsTheirs: true,
        others,
        dependsOn: [step.sale],
        prepare: async () => ({ profile: mapper.label, note: await noteOf(deps, company, { root, number, step }) }),
        // Goods that are asked for again change nothing: the adapter compares first.
        find: async (reference) => ('net' in step.change ? company.erp.findLine(number, reference) : undefined),
        send: async ({ note }, reference, signal) => {
          const now = await deps.book.of({ company: key, root });
          if (holdNow(now, note) === 'held')
            await company.erp.hold(number, `Refund ${refund} is taken off`, { signal });
          return company.erp.reduce(number, changes, reference, { signal });
        },
      }),
    );
    return { told: `order ${number} reduced by ${show(amount)}`, again: true };
  };
  return unlessMoved(company, number, () => unlessOvertaken(overtaken, reduce));
}

/**
 * Shipped between a change and the one that evens out its cent, it would be invoiced with a wrong total. One that is held
 * already is none of ours, unless another refund has held it, which lets it go before this one is done, or it was posted so
 * and its payment is still to release it. What this refund has let go it never holds again: nobody would let it go a second
 * time.
 */
async function noteOf(deps: PostingDeps, company: Company, at: Reducing): Promise<string> {
  const note = creditNote(undefined, at.step.credited);
  const hold = await holdFor(deps, company, at);
  return hold ? holding(note, hold) : note;
}

async function holdFor({ book }: PostingDeps, { erp, key }: Company, at: Reducing): Promise<Hold | undefined> {
  if (!erp.capabilities.has('hold')) return undefined;
  const before = await book.of({ company: key, root: at.root });
  const own = { company: key, refund: at.step.refund };
  if (isLetGo(before, own)) return undefined;
  const known = ownHold(before, own) ?? (isHeldBesides(before, own) ? 'held' : undefined);
  if (known) return known;
  const status = (await erp.read('sales-order', at.number))?.status;
  if (status === 'open') return 'held';
  const sale = before.find((each) => each.key === at.step.sale);
  return status === 'held' && sale && isUnreleased(before, sale) ? 'kept' : undefined;
}
type Reducing = { readonly root: string; readonly number: string; readonly step: ReduceStep };

async function letOrderGo(deps: Deps, { company: key, root, step }: StepInput<LetGoStep>): Promise<Done> {
  const company = deps.companies(key);
  const order = await standingNumber(deps, { company: key, root }, step.sale);
  await deps.ledger.once(
    effect(company, {
      key: step.key,
      kind: 'release',
      subject: step.refund,
      root,
      dependsOn: [step.sale],
      prepare: () => Promise.resolve({}),
      find: () => Promise.resolve(undefined),
      send: async (_nothing, reference, signal) => {
        await letGo(deps, company, { root, refund: step.refund, order }, signal);
        return { kind: 'setting', number: order, reference };
      },
    }),
  );
  // Whichever of its payments may release it could not, as long as this refund kept it.
  await nudgeOthers(deps, { company: key, root }, step.refund);
  return { told: `order ${order} let go again` };
}

function changesOf({ change, refund }: ReduceStep, { profile }: Mapper): readonly OrderLineChange[] {
  if ('goods' in change) return change.goods.map(({ item, fewer, of }) => ({ item, quantity: of - fewer }));
  const { net, taxCode = untaxedCode(profile.taxCodes) ?? '' } = change;
  const amount = negate(net);
  return [{ add: { item: profile.items.rounding, description: `Refund ${refund}`, amount, taxCode } }];
}

/** The warehouse may be faster: what it has shipped is credited instead, once it is invoiced. */
async function unlessMoved({ erp }: Company, order: string, change: () => Promise<Done>): Promise<Done> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof ErpError) || error.code !== 'rejected') throw error;
    const status = (await erp.read('sales-order', order))?.status;
    if (status !== 'shipped' && status !== 'invoiced' && status !== 'cancelled') throw error;
    return { told: `order ${order} was ${status} meanwhile`, again: true };
  }
}

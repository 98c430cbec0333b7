import { negate, show } from '../../domain/money.ts';
import { isUnreleased, refunded } from '../../domain/order-to-cash/sale-due.ts';
import { creditNote, holding, isHeldBy } from '../../domain/settle-refund/lines.ts';
import { isHeldBesides, isHeldByIt, isLetGo } from '../../domain/settle-refund/let-go.ts';
import type { LetGoStep, ReduceStep, TakeBackStep } from '../../domain/settle-refund/steps.ts';
import { ErpError } from '../../erp/errors.ts';
import type { OrderLineChange } from '../../erp/port.ts';
import type { Mapper } from '../../mapping/mapper.ts';
import { untaxedCode } from '../../mapping/untaxed-code.ts';
import type { Company } from '../company.ts';
import { effect } from '../effect.ts';
import { letGo } from '../let-go.ts';
import type { Done } from '../outcomes.ts';
import { standingNumber, unlessFallen, unlessOvertaken, type PostingDeps, type StepInput } from '../posting.ts';
import { changed } from '../../store/order-turn.ts';
import { undoDocument } from '../sale.ts';

/** What a refund does to an order that was not shipped. */
export const createOrderActivities = (deps: PostingDeps) => ({
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
          if (isHeldBy(note)) await company.erp.hold(number, `Refund ${refund} is taken off`, { signal });
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
 * already is none of ours, unless it was posted so and its payment is about to release it, this refund has held it, or
 * another that lets it go before this one is done. What it has let go it never holds again: nobody would let it go a second
 * time.
 */
async function noteOf({ book }: PostingDeps, { erp, key }: Company, at: Reducing): Promise<string> {
  const note = creditNote(undefined, at.step.credited);
  if (!erp.capabilities.has('hold')) return note;
  const before = await book.of({ company: key, root: at.root });
  const own = { company: key, refund: at.step.refund };
  if (isLetGo(before, own)) return note;
  const sale = before.find((each) => each.key === at.step.sale);
  const isToBeHeld =
    isHeldByIt(before, own) ||
    isHeldBesides(before, own) ||
    (sale && isUnreleased(before, sale)) ||
    (await erp.read('sales-order', at.number))?.status === 'open';
  return isToBeHeld ? holding(note) : note;
}
type Reducing = { readonly root: string; readonly number: string; readonly step: ReduceStep };

async function letOrderGo(deps: PostingDeps, { company: key, root, step }: StepInput<LetGoStep>): Promise<Done> {
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

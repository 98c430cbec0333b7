import { show } from '../domain/money.ts';
import { documentOf, saleNote, type refunded } from '../domain/order-to-cash/sale-due.ts';
import type { CancelStep, NoteStep, ReleaseStep, RoundingStep, SaleStep } from '../domain/order-to-cash/steps.ts';
import { ErpError } from '../erp/errors.ts';
import type { ErpReceipt, PaymentNote } from '../erp/port.ts';
import { dayOf } from '../mapping/day.ts';
import { changed } from '../store/order-turn.ts';
import type { SaleInput } from '../mapping/mapper.ts';
import { untaxedCode } from '../mapping/untaxed-code.ts';
import type { Prepared, Root } from '../store/ledger.ts';
import type { StripePayment } from '../stripe/payment.ts';
import type { Company } from './company.ts';
import { effect } from './effect.ts';
import type { Done } from './outcomes.ts';
import {
  customerOf,
  documentIn,
  mappedBy,
  refuseFallen,
  sentBefore,
  standingNumber,
  unlessFallen,
  unlessOvertaken,
  type PostingDeps,
  type StepInput,
} from './posting.ts';

/** The sale itself: an order that the ERP ships and invoices, or an invoice at once. */
export const createSaleActivities = (deps: PostingDeps) => ({
  postSale: (input: StepInput<SaleStep>) => unlessFallen(() => postSale(deps, input)),
  addRounding: (input: StepInput<RoundingStep>) => unlessFallen(() => addRounding(deps, input)),
  releaseOrder: (input: StepInput<ReleaseStep>) => unlessFallen(() => releaseOrder(deps, input)),
  showPaymentState: (input: StepInput<NoteStep>) => unlessFallen(() => setOrder(deps, input, input.step.state)),

  cancelSale: (input: StepInput<CancelStep>) => unlessFallen(() => cancelSale(deps, input)),
});

async function postSale(deps: PostingDeps, { company: key, subject, root, step }: StepInput<SaleStep>): Promise<Done> {
  const company = deps.companies(key);
  const { order, amount } = step;
  await refuseFallen(deps, { company: key, root }, step.key); // Posted, and undone before it was released.
  const posted = await deps.ledger.once(
    effect(company, {
      ...step,
      kind: 'sale',
      subject: order,
      root,
      amount: step.captured ?? amount,
      totalIsTheirs: true,
      prepare: () => mapped(deps, company, { subject, root, step }),
      find: async (reference, sent) =>
        company.erp.find(await sentAs(deps, { company: key, root }, step), reference, sentBefore(sent)),
      send: (prepared, reference, signal) => company.erp.post(documentIn(prepared), reference, { signal }),
    }),
  );
  const document = posted.kind === 'invoice' ? 'invoice' : 'sales-order';
  await deps.crosswalk.link({ company: key, kind: document, stripeId: order, erpId: posted.number, origin: 'ours' });
  const differs = posted.total !== undefined && posted.total.minor !== (step.captured ?? amount).minor;
  const other = document !== step.document;
  const about = { sale: step.key, order };
  const released =
    step.release && !differs && !other
      ? await releaseOrder(deps, { company: key, subject, root, step: { do: 'release', ...step.release, ...about } })
      : undefined;
  const isOvertaken = released?.again === true;
  const told = toldOf(step, posted, !released || isOvertaken);
  return { told, document: posted.number, again: differs || other || isOvertaken };
}

/** A refund that is taking something off the order lets it go first, and then wakes this flow. */
const releaseOrder = (deps: PostingDeps, input: StepInput<ReleaseStep>): Promise<Done> =>
  unlessOvertaken({ where: changed, told: 'a refund holds the order' }, () => setOrder(deps, input, 'captured'));

/** The ERP's tax differs from the shop's by a cent or two: a line of its own evens it out, once. */
async function addRounding(deps: PostingDeps, { company: key, root, step }: StepInput<RoundingStep>): Promise<Done> {
  const company = deps.companies(key);
  const mapper = await company.mapperFor(root);
  const order = await standingNumber(deps, { company: key, root }, step.sale);
  const line = {
    item: mapper.profile.items.rounding,
    description: 'Rounding',
    amount: step.amount,
    taxCode: untaxedCode(mapper.profile.taxCodes) ?? '',
  };
  const done = await deps.ledger.once(
    effect(company, {
      ...step,
      kind: 'rounding',
      subject: step.order,
      root,
      totalIsTheirs: true,
      dependsOn: [step.sale],
      prepare: () => Promise.resolve({ profile: mapper.label }),
      find: () => Promise.resolve(undefined), // Adding it again adds nothing: the adapter knows the line by its reference.
      send: (_nothing, reference, signal) => company.erp.reduce(order, [{ add: line }], reference, { signal }),
    }),
  );
  return { told: `rounding line ${show(step.amount)} added to order ${done.number}`, again: true };
}

/** The payment of a held order came to nothing. */
async function cancelSale(deps: PostingDeps, { company: key, root, step }: StepInput<CancelStep>): Promise<Done> {
  const company = deps.companies(key);
  const number = await standingNumber(deps, { company: key, root }, step.sale);
  await undoDocument(deps, company, { root, number, reason: 'The payment failed or was cancelled', ...step });
  return { told: `order ${number} cancelled` };
}

/**
 * An earlier attempt may have sent it as something else than is due today: an order while the payment was pending, which
 * is an invoice once it is captured. What was frozen goes out again as it was, so that is what may stand.
 */
async function sentAs({ book }: PostingDeps, root: Root, { key, document }: SaleStep): Promise<SaleStep['document']> {
  const before = (await book.of(root)).find((seen) => seen.key === key);
  return before?.note === undefined ? document : documentOf(before);
}

function toldOf({ hold, release }: SaleStep, { kind, number, shortages = [] }: ErpReceipt, waits: boolean): string {
  const held = hold || (release && waits) ? ', held' : '';
  const short = shortages.length > 0 ? `, ${shortages.length} line(s) short of stock` : '';
  return `${kind === 'invoice' ? 'invoice' : 'order'} ${number} posted${held}${short}`;
}

type Undo = Pick<CancelStep, 'key' | 'sale' | 'order' | 'generation'> & {
  readonly root: string;
  readonly number: string;
  readonly reason: string;
  readonly document?: 'sales-order' | 'invoice';
  /** Why, as later passes must know it: what was refunded is not posted anew. */
  readonly note?: typeof refunded;
};

/** Taking back is an effect of its own, keyed by what it takes back. */
export function undoDocument(
  deps: PostingDeps,
  company: Company,
  { key, sale, order, generation, root, number, reason, document = 'sales-order', note }: Undo,
): Promise<ErpReceipt> {
  const date = dayOf(new Date().toISOString(), company.settings.timeZone);
  return deps.ledger.once(
    effect(company, {
      key,
      kind: 'cancel',
      subject: order,
      generation,
      root,
      undoes: sale,
      totalIsTheirs: true,
      prepare: () => Promise.resolve(note ? { note } : {}),
      find: (reference) => company.erp.findUndoing({ kind: document, number }, reference),
      send: (_nothing, reference, signal) =>
        company.erp.undo({ kind: document, number }, { because: 'mistake', reason, reference, date }, { signal }),
    }),
  );
}

/**
 * Shows the payment on the order and lets it go; both compare before they write, so repeating them changes nothing. An
 * ERP that has no place for the payment is not asked to show it: what happened is noted, so that it is not due again.
 */
async function setOrder(
  deps: PostingDeps,
  { company: key, subject, root, step }: StepInput<ReleaseStep | NoteStep>,
  state: PaymentNote['state'],
): Promise<Done> {
  const release = step.do === 'release';
  const company = deps.companies(key);
  const order = await standingNumber(deps, { company: key, root }, step.sale);
  const shows = company.erp.capabilities.has('payment-note');
  await deps.ledger.once(
    effect(company, {
      key: step.key,
      kind: step.do,
      subject: step.order,
      part: step.part,
      root,
      dependsOn: [step.sale],
      prepare: () => Promise.resolve({ note: state }),
      find: () => Promise.resolve(undefined),
      send: async (_nothing, reference, signal) => {
        if (shows) await company.erp.showPayment(order, { state, stripeId: subject }, { signal });
        if (release) await company.erp.release(order, { signal });
        return { kind: 'setting', number: order, reference };
      },
    }),
  );
  if (release) return { told: `order ${order} released` };
  return { told: `order ${order} ${shows ? 'shows' : 'has no place to show'} payment ${state}` };
}

async function mapped(
  deps: PostingDeps,
  company: Company,
  { subject, root, step }: { subject: string; root: string; step: SaleStep },
): Promise<Prepared> {
  const order = await deps.orders.get(company.key, step.order);
  if (!order)
    throw new ErpError('not-found', `The order ${step.order} is no longer known here; retry reads it from its source`, {
      where: 'order',
    });
  const patch = await deps.cases.patchOf({ company: company.key, subject });
  const customer = await customerOf(deps, { company: company.key, root, subject });
  const payment = await deps.payments.of(company.stripe, subject);
  const hold = step.hold || step.release !== undefined;
  const sale = await mappedBy(company, root, (mapper, lookup) =>
    mapper.sale(
      {
        order,
        payment: asDecided(payment, step),
        customer,
        document: step.document,
        hold,
        ...(step.captured && { captured: step.captured }),
        ...(patch && { patch }),
      },
      lookup,
    ),
  );
  return { ...sale, note: saleNote(step.document, hold, step.state) };
}

/** The document says what was decided upon, whatever has become of the payment since. */
function asDecided(paid: StripePayment, { state, capturedAt }: SaleStep): SaleInput['payment'] {
  const { id, amount, metadata, createdAt, description, customer, method } = paid;
  return {
    id,
    amount,
    metadata,
    createdAt,
    state,
    ...(description && { description }),
    ...(customer && { customer }),
    ...(method && { method }),
    ...(capturedAt && { capturedAt }),
  };
}

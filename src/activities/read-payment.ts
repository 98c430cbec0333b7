import { stands } from '../domain/effects.ts';
import type { ShopOrder } from '../domain/shop-order.ts';
import { paidFor } from '../domain/order-to-cash/sale-due.ts';
import type { SeenPayment } from '../domain/order-to-cash/seen.ts';
import { refuseCards } from '../mapping/card-numbers.ts';
import type { EffectBook } from '../store/ledger.ts';
import type { Cases } from '../store/cases.ts';
import type { Crosswalk } from '../store/crosswalk.ts';
import type { OrderPayment, Orders } from '../store/orders.ts';
import { readPayment, type StripePayment } from '../stripe/payment.ts';
import { flowId, type Subject } from '../workflows/messages.ts';
import type { Companies, Company } from './company.ts';
import type { NudgeFlow } from './events.ts';
import { ownerOf, type Ownership } from './ownership.ts';
import { alive, seenPayment } from './seen-payment.ts';
import type { RecentPayments } from './recent-payments.ts';
import { nudgeSiblings } from './siblings.ts';

type Deps = {
  readonly companies: Companies;
  readonly book: EffectBook;
  readonly orders: Orders;
  readonly crosswalk: Crosswalk;
  readonly cases: Cases;
  readonly nudgeFlow: NudgeFlow;
  readonly payments: RecentPayments;
};

/** Reads a payment afresh: Stripe, the order behind it, what the ledger holds and what the ERP has invoiced since. */
export const createPaymentReader =
  (deps: Deps) =>
  async (subject: Subject): Promise<SeenPayment> => {
    const { book, crosswalk, cases, companies } = deps;
    const company = companies(subject.company);
    const paid = await readPayment(company.stripe, subject.subject);
    deps.payments.keep(paid);
    const flow = flowId({ flow: 'orderToCash', ...subject });
    if (await book.isClosed({ company: company.key, root: paid.id, flow })) return closedPayment(company, paid);
    refuseCards({ metadata: paid.metadata, description: paid.description });

    const patch = await cases.patchOf({ company: company.key, subject: subject.subject });
    const { ownership, payments, orderChanged } = await ownedAndNoted(deps, company, paid, patch?.order);
    const root = rootOf(ownership, paid.id);
    const at = { company: company.key, root };
    const effects = await book.of(at);
    return seenPayment({
      company,
      mapper: await company.mapperFor(root),
      paid,
      ownership,
      root,
      payments,
      effects,
      invoices: await invoicesOf(deps, company, ownership, paidFor(root, effects).order),
      closed: await book.isClosed(at),
      customerKnown: Boolean(patch?.customer ?? (await crosswalk.customerOf(at))),
      orderChanged,
    });
  };

/** A person closed it before it could even be read to its end: nothing of it is looked at any more. */
const closedPayment = ({ key, connection, settings }: Company, { id, state }: StripePayment): SeenPayment => ({
  company: key,
  connection,
  payment: id,
  root: id,
  state,
  owner: 'nobody',
  closed: true,
  customerKnown: false,
  charges: [],
  effects: [],
  invoices: [],
  idsWritten: true,
  ledgerCurrency: settings.ledgerCurrency,
});

const keptAlready: ReadonlySet<string> = new Set(['pushed', 'posted']);

async function postedOrder({ orders, book }: Deps, company: string, order: string): Promise<ShopOrder | undefined> {
  const effects = await book.of({ company, root: `order/${order}` });
  const begun = effects.some((done) => done.kind === 'sale' && (stands(done) || done.state === 'unknown'));
  return begun ? orders.get(company, order) : undefined;
}

/**
 * Of our own orders the sync tells; an order that people made may have been invoiced long ago, so the ERP is asked. A
 * direct invoice has no order: one of its number would be somebody else's.
 */
async function invoicesOf(
  { crosswalk }: Deps,
  company: Company,
  { owner }: Ownership,
  order: string | undefined,
): Promise<SeenPayment['invoices']> {
  if (!order) return [];
  if (owner !== 'erp-order') return crosswalk.invoicesOf(company.key, order);
  return (await company.erp.invoicesOf(order)).map(({ number, total }) => ({ number, total }));
}

type Owned = {
  readonly ownership: Ownership;
  readonly payments: readonly OrderPayment[];
  readonly orderChanged: boolean;
};

/**
 * An order that is pushed wakes the payments that are noted under it. One that came between our look for it and our note would
 * wake nobody, so it is looked for once more.
 */
async function ownedAndNoted(
  deps: Deps,
  company: Company,
  paid: StripePayment,
  patchedOrder: string | undefined,
): Promise<Owned> {
  const look = () =>
    ownerOf(company, paid, patchedOrder, {
      postedOrder: (key, order) => postedOrder(deps, key, order),
      pushedOrder: deps.orders.pushed,
      isOurs: deps.crosswalk.isOurs,
    });
  const first = await look();
  const noted = await rememberOrder(deps, company, paid, first);
  if (first.owner !== 'shop-order' || first.order) return { ownership: first, ...noted };
  const ownership = await look();
  return { ownership, ...(ownership.order ? await rememberOrder(deps, company, paid, ownership) : noted) };
}

/** What the effects of one sale hang on: its order, so that several payments of it see each other's. */
export function rootOf({ owner, orderId, erpOrder }: Ownership, payment: string): string {
  if (owner === 'erp-order' && erpOrder) return `erp-order/${erpOrder}`;
  return owner === 'shop-order' && orderId ? `order/${orderId}` : payment;
}

/** The order's details are kept sealed for the posting, and the payment is noted under it. */
async function rememberOrder(
  deps: Deps,
  company: Company,
  paid: StripePayment,
  { orderId, order, source }: Ownership,
): Promise<{ payments: readonly OrderPayment[]; orderChanged: boolean }> {
  const { orders, book } = deps;
  if (!orderId) return { payments: [], orderChanged: false };
  if (order && source && !keptAlready.has(source)) await orders.put(company.key, order, source);
  const payment = { payment: paid.id, authorised: paid.amount, state: paid.state };
  const before = await orders.orderOfPayment(company.key, paid.id);
  if (before && before !== orderId) {
    const done = await book.of({ company: company.key, root: `order/${before}` });
    if (done.some((effect) => stands(effect) || effect.state === 'unknown'))
      return { payments: [payment], orderChanged: true };
    // Nothing was posted for the order that it named first: it was corrected in time.
    await orders.forgetPayment(company.key, before, paid.id);
  }
  await orders.notePayment(company.key, orderId, payment);
  const payments = await orders.paymentsOf(company.key, orderId);
  // Those that are alive had counted on this one. They don't tell in turn, so telling them twice ends there.
  if (isOver(paid))
    await nudgeSiblings(
      deps.nudgeFlow,
      { company: company.key, order: orderId },
      payments.filter(({ state }) => alive.includes(state)),
    );
  return { payments, orderChanged: false };
}

const isOver = ({ state }: StripePayment): boolean => state === 'failed' || state === 'cancelled';

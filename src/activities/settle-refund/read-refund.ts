import { stands } from '../../domain/effects.ts';
import { subtract, sum, type Money } from '../../domain/money.ts';
import type { Settled } from '../../domain/order-to-cash/seen.ts';
import { cashLeft } from '../../domain/settle-refund/cash-side.ts';
import type { SeenRefund } from '../../domain/settle-refund/seen.ts';
import { payableOf, type ShopOrder } from '../../domain/shop-order.ts';
import { dayOf } from '../../mapping/day.ts';
import type { Movement } from '../../stripe/movements.ts';
import type { StripePayment } from '../../stripe/payment.ts';
import { readRefund, type StripeRefund } from '../../stripe/refund.ts';
import type { Subject } from '../../workflows/messages.ts';
import type { Company } from '../company.ts';
import type { PostingDeps } from '../posting.ts';
import { linkedNotes } from './credit-note.ts';
import { namedLines } from './named-lines.ts';
import { refundedSale } from './refunded-sale.ts';

type Owned = Pick<SeenRefund, 'owner' | 'root'> & { readonly order?: string };

/** Reads a refund afresh: Stripe, the sale that it takes from, what the ledger holds and how far the ERP has come. */
export const createRefundReader =
  (deps: PostingDeps) =>
  async ({ company: key, subject }: Subject): Promise<SeenRefund> => {
    const company = deps.companies(key);
    const refund = await readRefund(company.stripe, subject);
    const paid = await deps.payments.of(company.stripe, refund.payment);
    const owned = await ownedBy(deps, company, paid);
    const own = ownRoot(subject);
    const effects = [
      ...(await deps.book.of({ company: key, root: owned.root })),
      ...(await deps.book.of({ company: key, root: own })),
    ];
    const patch = await deps.cases.patchOf({ company: key, subject });
    const isSaleClosed = await deps.book.isClosed({ company: key, root: owned.root });
    const { profile } = await company.mapperFor(owned.root);
    const facts = { ...factsOf(company, refund), ...owned, effects };
    const creditNotes = paid.billingInvoice && (await linkedNotes(deps, company, subject, paid.billingInvoice));
    const seen: SeenRefund = {
      ...facts,
      ...(creditNotes && { creditNotes }),
      // What a person closed takes no effects any more; the money moved all the same, and hangs on a root of its own.
      root: isSaleClosed ? own : owned.root,
      closed: await deps.book.isClosed({ company: key, root: own }),
      ...(patch?.memo && { memo: patch.memo }),
      roundingLimit: profile.items.roundingLimit,
    };
    return owned.owner === 'shop-order' && cashLeft(seen).minor > 0
      ? withSale(deps, company, { seen, refund, paid, owned })
      : seen;
  };

/** What a refund is closed by, and hangs on where its sale takes no more effects. */
const ownRoot = (refund: string): string => `settle-refund/${refund}`;

function factsOf(company: Company, refund: StripeRefund) {
  const { settings, erp } = company;
  const { id, state, amount, charge, payment, booked, returned, reason, createdAt } = refund;
  const settled = ({ txn, settlement, createdAt: at }: Movement): Settled => ({
    txn,
    settlement,
    bookedOn: dayOf(at, settings.timeZone),
  });
  return {
    company: company.key,
    connection: company.connection,
    refund: id,
    payment,
    charge,
    state,
    fraudulent: reason === 'fraudulent',
    amount,
    ...(booked && { booked: settled(booked) }),
    ...(returned && { returned: settled(returned) }),
    graceSeconds: graceLeft(createdAt, settings.orders.graceMinutes),
    ledgerCurrency: settings.ledgerCurrency,
    creditsAmounts: erp.capabilities.has('credit-amount'),
    clearsItself: !erp.capabilities.has('apply'),
    clearsRefunds: erp.capabilities.has('apply') && !erp.capabilities.has('settled-refund'),
  };
}

const graceLeft = (createdAt: string, minutes: number): number =>
  Math.max(0, Math.ceil((Date.parse(createdAt) + minutes * 60_000 - Date.now()) / 1000));

/** Under what the payment was noted when it was read; the same words as the sale's, so that both see each other. */
async function ownedBy(
  { orders, crosswalk }: PostingDeps,
  { key, settings }: Company,
  paid: StripePayment,
): Promise<Owned> {
  if (paid.billingInvoice) return { owner: 'billing', root: paid.id };
  const order = await orders.orderOfPayment(key, paid.id);
  if (order !== undefined) return { owner: 'shop-order', root: `order/${order}`, order };
  const erpOrder = paid.metadata[settings.metadataKeys.order];
  if (erpOrder && !(await crosswalk.isOurs(key, erpOrder)))
    return { owner: 'erp-order', root: `erp-order/${erpOrder}` };
  return { owner: 'nobody', root: paid.id };
}

type Taking = {
  readonly seen: SeenRefund;
  readonly refund: StripeRefund;
  readonly paid: StripePayment;
  readonly owned: Owned;
};

async function withSale(
  deps: PostingDeps,
  company: Company,
  { seen, refund, paid, owned }: Taking,
): Promise<SeenRefund> {
  const order = owned.order === undefined ? undefined : await deps.orders.get(company.key, owned.order);
  const effect = seen.effects.find((each) => each.kind === 'sale' && each.subject === owned.order && stands(each));
  if (!effect || !order) return seen;
  const sale = await refundedSale(deps, company, effect);
  const all = await paidFor(deps, company, order, paid);
  const named = namedLines(refund.metadata['refund_lines'], order, sale.lines);
  const beyond = await overpaidFor(deps, company, order);
  return { ...seen, sale, ...(all && { paid: all }), ...(beyond && { overpaid: beyond }), ...(named && { named }) };
}

/** What has to go back for the order to be nobody's: what the only payment captured, else what the order came to. */
async function paidFor(
  { orders }: PostingDeps,
  { key }: Company,
  order: ShopOrder,
  paid: StripePayment,
): Promise<Money | undefined> {
  const payments = await orders.paymentsOf(key, order.id);
  if (payments.length > 1) return payableOf(order);
  const captured = paid.charges.map((charge) => charge.captured);
  return captured.every(({ currency }) => currency === order.currency) ? sum(captured, order.currency) : undefined;
}

/** As where a customer paid twice: the second payment goes back, and the order stands. */
async function overpaidFor({ orders }: PostingDeps, { key }: Company, order: ShopOrder): Promise<Money | undefined> {
  const payments = await orders.paymentsOf(key, order.id);
  const captured = payments.flatMap(({ state, authorised }) =>
    state === 'captured' && authorised.currency === order.currency ? [authorised] : [],
  );
  const beyond = subtract(sum(captured, order.currency), payableOf(order));
  return captured.length > 1 && beyond.minor > 0 ? beyond : undefined;
}

import type { PaymentState } from '../domain/documents.ts';
import { stands, type SeenEffect } from '../domain/effects.ts';
import type { SeenCharge, SeenOrder, SeenPayment, Settled } from '../domain/order-to-cash/seen.ts';
import { payableOf, type ShopOrder } from '../domain/shop-order.ts';
import { sum, type Money } from '../domain/money.ts';
import { dayOf } from '../mapping/day.ts';
import type { Mapper } from '../mapping/mapper.ts';
import { capturedOf } from '../stripe/charge.ts';
import type { StripeCharge, StripePayment } from '../stripe/payment.ts';
import type { OrderPayment } from '../store/orders.ts';
import type { Company } from './company.ts';
import type { Ownership } from './ownership.ts';

type Facts = {
  readonly company: Company;
  readonly mapper: Mapper;
  readonly paid: StripePayment;
  readonly ownership: Ownership;
  readonly root: string;
  readonly payments: readonly OrderPayment[];
  readonly effects: readonly SeenEffect[];
  readonly invoices: readonly { readonly number: string; readonly total: Money }[];
  readonly closed: boolean;
  readonly customerKnown: boolean;
  readonly orderChanged: boolean;
};

/** Puts together what Stripe, the order and the ledger say: facts only, no names, no addresses. */
export function seenPayment(facts: Facts): SeenPayment {
  const { company, paid, ownership, root, effects, invoices, closed, customerKnown, orderChanged } = facts;
  const { settings } = company;
  return {
    company: company.key,
    connection: company.connection,
    payment: paid.id,
    root,
    state: paid.state,
    ...(paid.capturedAt && { capturedAt: paid.capturedAt }),
    owner: ownership.owner,
    closed,
    customerKnown,
    ...(ownership.order && { order: seenOrder(facts, ownership.order) }),
    ...(ownership.owner === 'shop-order' &&
      !ownership.order && { orderGraceSeconds: graceLeft(paid, settings.orders.graceMinutes) }),
    ...(orderChanged && { orderChanged }),
    ...(ownership.erpOrder && { erpOrder: ownership.erpOrder }),
    charges: paid.charges.map((charge) => seenCharge(charge, settings.timeZone)),
    effects,
    invoices,
    idsWritten: idsWritten(company, paid, effects),
    ledgerCurrency: settings.ledgerCurrency,
    ...(!company.erp.capabilities.has('apply') && { clearsItself: true }),
  };
}

export const alive: readonly PaymentState[] = ['pending', 'authorised', 'captured'];

function seenOrder({ company, mapper, paid, payments }: Facts, order: ShopOrder): SeenOrder {
  const { settings } = company;
  const living = payments.filter(({ state }) => alive.includes(state));
  const { directInvoice, hold } = mapper.choose(paid, order);
  const early = { pending: settings.orders.whenPending, authorised: settings.orders.whenAuthorised } as Partial<
    Record<PaymentState, string>
  >;
  return {
    id: order.id,
    total: order.total,
    payable: payableOf(order),
    authorised: sameCurrencySum(living, order.currency),
    expectedPayments: order.payments,
    payments: living.length,
    allCaptured: living.every(({ state }) => state === 'captured'),
    othersGraceSeconds: graceLeft(paid, settings.orders.otherPaymentsHours * 60),
    invoiceDirectly: directInvoice,
    holdByRule: hold,
    early: early[paid.state] === 'hold',
    roundingLimit: mapper.profile.items.roundingLimit,
  };
}

/** Payments in another currency than the order's are shown in theirs, so that the decision sees that they don't fit. */
function sameCurrencySum(payments: readonly OrderPayment[], currency: string): Money {
  const foreign = payments.find(({ authorised }) => authorised.currency !== currency);
  return foreign
    ? foreign.authorised
    : sum(
        payments.map(({ authorised }) => authorised),
        currency,
      );
}

function seenCharge(charge: StripeCharge, timeZone: string): SeenCharge {
  const { id, captured, settled, returned, refunded, refunds, disputed } = charge;
  const booked = (movement: NonNullable<StripeCharge['settled']>): Settled => ({
    txn: movement.txn,
    settlement: movement.settlement,
    bookedOn: dayOf(movement.createdAt, timeZone),
  });
  return {
    id,
    captured,
    ...(settled && { settled: booked(settled) }),
    ...(returned && { returned: booked(returned) }),
    ...(refunded.minor > 0 && { refunded, refunds }),
    ...(disputed && { disputed }),
  };
}

const graceLeft = ({ createdAt }: StripePayment, minutes: number): number =>
  Math.max(0, Math.ceil((Date.parse(createdAt) + minutes * 60_000 - Date.now()) / 1000));

/**
 * Each charge has metadata of its own: one that is captured after the order was posted does not bear its number yet.
 * Where a person saw to the last write, nothing is written again.
 */
function idsWritten({ settings }: Company, paid: StripePayment, effects: readonly SeenEffect[]): boolean {
  const number = effects.find((effect) => effect.kind === 'sale' && stands(effect))?.number;
  const bearers = [paid, ...capturedOf(paid.charges)];
  return (
    number === undefined ||
    lastWriteBack(paid, effects)?.state === 'settled-by-hand' ||
    bearers.every(({ metadata }) => metadata[settings.metadataKeys.erpOrder] === number)
  );
}

const lastWriteBack = ({ id }: StripePayment, effects: readonly SeenEffect[]): SeenEffect | undefined =>
  effects
    .filter(({ kind, subject }) => kind === 'write-back' && subject === id)
    .toSorted((one, other) => Number(one.part) - Number(other.part))
    .at(-1);

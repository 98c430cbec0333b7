import type { PaymentState } from '../../../src/domain/documents.ts';
import { effectKey, stands, type SeenEffect } from '../../../src/domain/effects.ts';
import { money, sum, type Money } from '../../../src/domain/money.ts';
import { due } from '../../../src/domain/order-to-cash/due.ts';
import type { SeenPayment } from '../../../src/domain/order-to-cash/seen.ts';
import { createBooks, type Books } from './books.ts';

export const euro = (minor: number): Money => money(minor, 'EUR');

/** What Stripe says of a payment from one moment on. */
export type Phase = {
  readonly state: PaymentState;
  readonly captured?: number;
  readonly booked?: boolean;
  readonly returned?: boolean;
};
export type Plan = {
  readonly payments: readonly { readonly amount: number; readonly phases: readonly Phase[] }[];
  readonly early: boolean;
  readonly holdByRule: boolean;
  readonly invoiceDirectly: boolean;
  /** How much the ERP's own total is off. */
  readonly erpIsOff: number;
};
type Payment = {
  readonly id: string;
  readonly amount: number;
  phase: Phase;
  known: boolean;
  nudged: boolean;
  rest: Phase[];
};

/** One order with its payments at Stripe, and the books of the ERP that is to follow them. */
export type World = {
  readonly books: Books;
  readonly payments: readonly Payment[];
  advance(index: number): void;
  /** One run of the flow; `crashAfter` steps it is killed. Says how many times it had to read. */
  run(index: number, crashAfter?: number): number;
  /** Everything that Stripe and the ERP will do has been done, and every payment was nudged until nothing was due. */
  settle(): void;
};
const alive: readonly PaymentState[] = ['pending', 'authorised', 'captured'];

export function createWorld(plan: Plan): World {
  const payments = plan.payments.map(({ amount, phases }, index): Payment => {
    const id = `pi_${index + 1}`;
    return { id, amount, phase: { state: 'incomplete' }, known: false, nudged: false, rest: [...phases] };
  });
  const books = createBooks({ total: sumOf(payments), off: plan.erpIsOff, wake: wakeAll });
  return { books, payments, advance, run, settle };

  function advance(index: number): void {
    const payment = payments[index % payments.length];
    const next = payment?.rest.shift();
    if (payment && next) payment.phase = next;
  }

  function wakeAll(): void {
    for (const payment of payments) payment.nudged = true;
  }

  function run(index: number, crashAfter = Infinity): number {
    const payment = payments[index % payments.length];
    if (!payment) return 0;
    payment.known = true;
    payment.nudged = false;
    let left = crashAfter;
    for (let reads = 1; reads < 20; reads += 1) {
      const { steps, trouble } = due(seen(plan, payments, books, payment));
      if (trouble) throw new Error(`stuck: ${trouble}`);
      if (steps.length === 0) return reads;
      for (const step of steps) {
        if (left-- <= 0) return reads;
        books.take(step, payment.id);
      }
    }
    throw new Error('There is always something due');
  }

  function settle(): void {
    payments.forEach((payment, index) => payment.rest.slice().forEach(() => advance(index)));
    wakeAll();
    for (let round = 0; payments.some(({ nudged }) => nudged); round += 1) {
      if (round > 20) throw new Error('The flows wake one another for ever');
      payments.forEach(({ nudged }, index) => nudged && run(index));
      if (books.ship()) wakeAll();
    }
  }
}

const sumOf = (payments: readonly { readonly amount: number }[]): number =>
  sum(
    payments.map(({ amount }) => euro(amount)),
    'EUR',
  ).minor;

export const chargeOf = (payment: string): string => payment.replace('pi_', 'ch_');

function seen(plan: Plan, payments: readonly Payment[], books: Books, { id, phase }: Payment): SeenPayment {
  const living = payments.filter(({ known, phase: { state } }) => known && alive.includes(state));
  const captured = euro(phase.returned ? 0 : (phase.captured ?? 0));
  const settlement = { settlement: euro(phase.captured ?? 0), bookedOn: '2026-01-30' };
  return {
    company: 'acme',
    connection: 'acme',
    payment: id,
    root: 'SO-1',
    state: phase.state,
    owner: 'shop-order',
    closed: false,
    customerKnown: books.customerKnown(),
    order: {
      id: 'SO-1',
      total: euro(sumOf(payments)),
      payable: euro(sumOf(payments)),
      authorised: euro(sumOf(living)),
      expectedPayments: payments.length,
      othersGraceSeconds: 3_600,
      payments: living.length,
      allCaptured: living.every(({ phase: { state } }) => state === 'captured'),
      invoiceDirectly: plan.invoiceDirectly,
      holdByRule: plan.holdByRule,
      early: plan.early,
      roundingLimit: 2,
    },
    charges: phase.captured
      ? [
          {
            id: chargeOf(id),
            captured,
            ...(phase.booked && { settled: { txn: `txn_${id}_${phase.captured}`, ...settlement } }),
            ...(phase.returned && { returned: { txn: `txn_${id}_back`, ...settlement } }),
          },
        ]
      : [],
    effects: books.effects(),
    invoices: books.invoices(),
    idsWritten: books.idsWritten(id),
    ledgerCurrency: 'EUR',
  };
}

/** An effect that stands, as the ledger shows it. */
export const standing = (effect: Pick<SeenEffect, 'kind' | 'subject'> & Partial<SeenEffect>): SeenEffect => ({
  key: effectKey({ company: 'acme', ...effect }),
  generation: 1,
  state: 'posted',
  ...effect,
});
export const standingAmount = (effects: readonly SeenEffect[], kind: SeenEffect['kind']): number =>
  effects
    .filter((effect) => effect.kind === kind && stands(effect))
    .reduce((total, { amount }) => total + (amount?.minor ?? 0), 0);

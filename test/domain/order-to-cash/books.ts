import { stands, type EffectKey, type SeenEffect } from '../../../src/domain/effects.ts';
import { money, type Money } from '../../../src/domain/money.ts';
import { saleNote } from '../../../src/domain/order-to-cash/sale-due.ts';
import type { Step } from '../../../src/domain/order-to-cash/steps.ts';

type Invoice = { readonly number: string; readonly total: Money };
type Order = { readonly number: string; held: boolean; cancelled: boolean; shipped: number };
type Taking = { readonly [K in Step['do']]: (step: Extract<Step, { do: K }>, payment: string) => void };

/** Ledger and ERP in memory. It throws whenever a step would do what must never be done. */
export function createBooks({ total, off, wake }: { total: number; off: number; wake: () => void }) {
  const effects: SeenEffect[] = [];
  const orders = new Map<EffectKey, Order>();
  const invoices: Invoice[] = [];
  const written = new Map<string, string | undefined>();
  let knowsCustomer = false;

  const taking: Taking = {
    customer: () => void (knowsCustomer = true),
    sale: ({ key, document, order, generation, amount, captured, hold, state }) => {
      mustKnowCustomer();
      if (standing('sale').length > 0) throw new Error('A second sale');
      if (document === 'sales-order') orders.set(key, { number: key, held: hold, cancelled: false, shipped: 0 });
      const posted = money((captured ?? amount).minor + (document === 'invoice' ? 0 : off), 'EUR');
      post({
        key,
        kind: 'sale',
        subject: order,
        generation,
        amount: captured ?? amount,
        posted,
        number: key,
        note: saleNote(document, hold, state),
      });
    },
    rounding: ({ key, order, generation }) => post({ key, kind: 'rounding', subject: order, generation }),
    release: ({ key, order, part, sale }) => {
      orderOf(sale).held = false;
      post({ key, kind: 'release', subject: order, part, note: 'captured' });
    },
    'payment-note': ({ key, order, part, state }) =>
      post({ key, kind: 'payment-note', subject: order, part, note: state }),
    cancel: ({ key, sale, order, generation }) => {
      if (!orderOf(sale).held) throw new Error('A released order is cancelled');
      if (effects.some(({ kind }) => kind === 'receipt')) throw new Error('A paid order is cancelled');
      orderOf(sale).cancelled = true;
      reverse(sale);
      post({ key, kind: 'cancel', subject: order, generation });
    },
    receipt: ({ key, charge, part, amount, settled }) => {
      mustKnowCustomer();
      if (settled.settlement.minor !== amount.minor) throw new Error('A receipt that does not balance');
      post({ key, kind: 'receipt', subject: charge, ...(part && { part }), amount, number: key });
    },
    'receipt-return': ({ key, receipt, charge, applied }) => {
      for (const application of applied) reverse(application.key);
      if (standing('apply').some(({ subject }) => subject.split(':')[0] === charge))
        throw new Error('A deposit is returned that is still applied');
      reverse(receipt);
      post({ key, kind: 'receipt-return', subject: charge });
    },
    apply: ({ key, subject, part, amount, receipt }) => {
      const deposit = standing('receipt').find((effect) => effect.key === receipt);
      const used = appliedBy(({ subject: by }) => by === subject);
      if (!deposit?.amount || used + amount.minor > deposit.amount.minor)
        throw new Error('More applied than was received');
      post({ key, kind: 'apply', subject, part, amount });
    },
    'write-back': ({ key, part }, payment) => {
      written.set(payment, standing('sale')[0]?.number);
      post({ key, kind: 'write-back', subject: payment, part });
    },
    'wake-refund': () => undefined,
    'wake-siblings': wake,
  };

  return {
    take: (step: Step, payment: string) => (taking[step.do] as (step: Step, payment: string) => void)(step, payment),
    ship,
    effects: () => effects.slice(),
    invoices: () => invoices.slice(),
    customerKnown: () => knowsCustomer,
    idsWritten: (payment: string) => standing('sale').every(({ number }) => written.get(payment) === number),
    orders: () => [...orders.values()],
  };

  /** The ERP ships what it may ship, in two deliveries with an invoice each. */
  function ship(): boolean {
    const order = [...orders.values()].find(({ held, cancelled, shipped }) => !held && !cancelled && shipped < 2);
    if (!order) return false;
    order.shipped += 1;
    const first = Math.ceil(total / 3);
    invoices.push({ number: `IN-${order.shipped}`, total: money(order.shipped === 1 ? first : total - first, 'EUR') });
    return true;
  }

  function post(effect: Omit<SeenEffect, 'state' | 'generation'> & { readonly generation?: number }): void {
    if (effects.some(({ key }) => key === effect.key)) throw new Error(`${effect.key} is posted twice`);
    effects.push({ generation: 1, state: 'posted', ...effect });
  }
  function reverse(key: EffectKey): void {
    const index = effects.findIndex((effect) => effect.key === key);
    const effect = effects[index];
    if (!effect || !stands(effect)) throw new Error(`${key} does not stand and can not be undone`);
    effects[index] = { ...effect, state: 'reversed' };
  }
  function standing(kind: SeenEffect['kind']): readonly SeenEffect[] {
    return effects.filter((effect) => effect.kind === kind && stands(effect));
  }
  function orderOf(sale: EffectKey): Order {
    const order = orders.get(sale);
    if (!order || order.cancelled) throw new Error('There is no such order');
    return order;
  }
  function appliedBy(which: (effect: SeenEffect) => boolean): number {
    return standing('apply')
      .filter(which)
      .reduce((sum, { amount }) => sum + (amount?.minor ?? 0), 0);
  }
  function mustKnowCustomer(): void {
    if (!knowsCustomer) throw new Error('A document without a customer');
  }
}
export type Books = ReturnType<typeof createBooks>;

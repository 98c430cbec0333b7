import { effectKey, stands, type EffectKind, type SeenEffect } from '../../../src/domain/effects.ts';
import { add, money, subtract, sum, type Money } from '../../../src/domain/money.ts';
import { refundDue } from '../../../src/domain/settle-refund/due.ts';
import { depositsOf, refundNote } from '../../../src/domain/settle-refund/deposits.ts';
import { creditNote, holding } from '../../../src/domain/settle-refund/lines.ts';
import type { OrderStatus, SeenRefund, SoldLine } from '../../../src/domain/settle-refund/seen.ts';
import type { RefundStep } from '../../../src/domain/settle-refund/steps.ts';

export type Plan = {
  readonly currency: string;
  readonly lines: readonly SoldLine[];
  readonly direct: boolean;
  readonly creditsAmounts: boolean;
  readonly refunds: readonly { readonly percent: number; readonly end: 'succeeded' | 'failed' | 'never' }[];
};
type Refund = {
  readonly id: string;
  readonly amount: Money;
  readonly end: Plan['refunds'][number]['end'];
  state: SeenRefund['state'];
  booked: boolean;
};
type Invoice = { readonly number: string; readonly total: Money };
const company = 'acme';
const order = 'SO-1';

/** One order, paid by one charge, with its refunds at Stripe, the ledger, and the ERP. It throws at what must never be done. */
export function createWorld({ currency, lines, direct, creditsAmounts, refunds: planned }: Plan) {
  const of = (minor: number) => money(minor, currency);
  const none = of(0);
  const total = sum(
    lines.map(({ net, tax }) => add(net, tax)),
    currency,
  );
  const effects: SeenEffect[] = [];
  const invoices: Invoice[] = [];
  let status: OrderStatus = 'open';
  const refunds = planned.map(({ end }, index): Refund => {
    const amount =
      amounts(
        total.minor,
        planned.map(({ percent }) => percent),
      )[index] ?? 0;
    return { id: `re_${index + 1}`, amount: of(amount), end, state: 'pending', booked: false };
  });

  const moves = {
    sell: () => {
      if (effects.some(({ kind }) => kind === 'sale')) return;
      post('sale', order, { amount: total, posted: total, number: 'SO-1', note: direct ? 'invoice' : 'sales-order' });
      if (direct) invoices.push({ number: 'SO-1', total });
    },
    receive: () => {
      if (!effects.some(({ kind }) => kind === 'receipt')) post('receipt', 'ch_1', { amount: total, number: 'R-1' });
    },
    ship: () => {
      if (isSold() && !direct && status === 'open') status = 'shipped';
    },
    /** In two invoices, as an ERP does for two deliveries. */
    invoice: () => {
      if (direct || status !== 'shipped') return;
      const left = subtract(orderTotal(), invoiced());
      const part = invoices.length === 0 && left.minor > 1 ? of(left.minor >> 1) : left;
      invoices.push({ number: `IN-${invoices.length + 1}`, total: part });
      if (part.minor === left.minor) status = 'invoiced';
    },
    apply: () => {
      for (const { number, total: whole } of invoices)
        for (const { key, free } of depositsOf({ effects })) {
          const name = direct ? order : number;
          const open = subtract(
            subtract(
              whole,
              amountOf('apply', ({ part }) => part === name),
            ),
            creditedOn(number),
          );
          const amount = of(Math.min(free.minor, open.minor));
          const before = effects.some(({ kind, part }) => kind === 'apply' && part === name);
          if (amount.minor > 0 && !before) post('apply', 'ch_1', { part: name, amount, note: key });
        }
    },
    book: (index: number) => {
      const refund = refunds[index % refunds.length];
      if (refund && refund.end !== 'never') refund.booked = true;
    },
    end: (index: number) => {
      const refund = refunds[index % refunds.length];
      if (refund?.end === 'never') refund.state = 'canceled';
      else if (refund?.booked) refund.state = refund.end === 'failed' ? 'failed' : 'succeeded';
    },
  };

  const partOf = ({ part }: { readonly part?: string }) => (part ? { part } : {});
  const taking: { readonly [K in RefundStep['do']]: (step: Extract<RefundStep, { do: K }>) => void } = {
    review: () => undefined,
    'wake-payment': () => undefined,
    cancel: () => {
      if (status !== 'open' && status !== 'held') throw new Error('What has shipped is cancelled');
      status = 'cancelled';
      const at = effects.findIndex(({ kind }) => kind === 'sale');
      effects[at] = { ...(effects[at] as SeenEffect), state: 'reversed' };
      post('cancel', order, { note: 'refunded' });
    },
    reduce: (step) => {
      if (status !== 'open' && status !== 'held') throw new Error('What has shipped is reduced');
      const posted = subtract(orderTotal(), step.amount);
      if (posted.minor < 0) throw new Error('An order of less than nothing');
      const note = creditNote(undefined, step.credited);
      const holds = status === 'open';
      status = 'held';
      post('reduce', step.refund, {
        ...partOf(step),
        amount: step.amount,
        posted,
        note: holds ? holding(note, 'held') : note,
      });
    },
    'let-go': ({ refund }) => {
      if (status === 'held') status = 'open';
      post('release', refund, {});
    },
    memo: (step) => {
      const { amount, credited, invoice } = step;
      const whole = invoices.find(({ number }) => number === invoice)?.total ?? none;
      if (amount.minor > subtract(whole, creditedOn(invoice)).minor)
        throw new Error('More is credited than was invoiced');
      const lined = credited.reduce((all, { net, tax }) => all + net.minor + tax.minor, 0);
      if (credited.length > 0 && amount.minor !== lined) throw new Error('The lines do not come to the memo');
      post('memo', step.refund, { ...partOf(step), amount, number: 'M', note: creditNote(invoice, credited) });
    },
    refund: (step) => {
      const { settles, amount } = step;
      const by = 'by' in settles ? settles.by : settles.number;
      mustHold(settles.kind, by, amount);
      post('refund', step.refund, { ...partOf(step), amount, note: refundNote(settles.kind, by) });
    },
    clear: ({ refund, part, amount }) => post('apply', refund, { part, amount }),
    'refund-return': ({ refund, amount }) => post('refund-return', refund, { amount }),
  };

  return { run, settle, moves, effects, refunds, total, owed, orderTotal, status: () => status, invoices };

  /** One run of the flow; `crashAfter` steps it is killed. @returns what it waits or asks for */
  function run(index: number, crashAfter = Infinity): string | undefined {
    const refund = refunds[index % refunds.length];
    if (!refund) return undefined;
    let left = crashAfter;
    for (let reads = 0; reads < 20; reads += 1) {
      const { steps, waiting, trouble } = refundDue(seen(refund));
      if (steps.every((step) => step.do === 'wake-payment')) return trouble ?? waiting?.for;
      for (const step of steps) {
        if (left-- <= 0) return undefined;
        take(step);
        if (step.do === 'reduce') break;
      }
    }
    throw new Error('There is always something due');
  }

  /** Everything that Stripe and the ERP will do has been done, and every flow was nudged until nothing was due. */
  function settle(): void {
    moves.sell();
    moves.receive();
    refunds.forEach((_, index) => (moves.book(index), moves.end(index)));
    for (let round = 0; round < 4; round += 1) {
      moves.apply();
      refunds.forEach((_, index) => run(index));
      moves.ship();
      moves.invoice();
      moves.invoice();
    }
  }

  function take(step: RefundStep): void {
    (taking[step.do] as (step: RefundStep) => void)(step);
  }

  function mustHold(kind: 'credit-memo' | 'cash-receipt', by: string, amount: Money): void {
    const source = effects.find((effect) => effect.key === by && stands(effect));
    const free =
      kind === 'cash-receipt'
        ? depositsOf({ effects }).find(({ key }) => key === by)?.free
        : source?.amount &&
          subtract(
            source.amount,
            amountOf('refund', ({ note }) => note === refundNote(kind, by)),
          );
    if (!free || free.minor < amount.minor) throw new Error('More goes back than is there');
  }

  function seen(refund: Refund): SeenRefund {
    const moved = { txn: `txn_${refund.id}`, settlement: refund.amount, bookedOn: '2026-01-30' };
    const sale = effects.find((effect) => effect.kind === 'sale' && stands(effect));
    return {
      company,
      connection: company,
      refund: refund.id,
      payment: 'pi_1',
      charge: 'ch_1',
      root: 'order/SO-1',
      closed: false,
      owner: 'shop-order',
      state: refund.state,
      fraudulent: false,
      amount: refund.amount,
      ...(refund.booked && { booked: moved }),
      ...(refund.state === 'failed' && { returned: { ...moved, txn: `${moved.txn}_back` } }),
      graceSeconds: 60,
      paid: total,
      // Nobody asks the ERP about a sale that has nothing to give any more.
      ...(sale &&
        amountOf('refund', ({ subject }) => subject === refund.id).minor < refund.amount.minor && {
          sale: {
            key: sale.key,
            order,
            generation: 1,
            document: direct ? 'invoice' : 'sales-order',
            lines,
            ...(!direct && { status }),
            invoices: invoices.slice(),
          },
        }),
      effects: effects.slice(),
      ledgerCurrency: currency,
      roundingLimit: 2,
      creditsAmounts,
      clearsItself: false,
      clearsRefunds: true,
    };
  }

  function post(kind: EffectKind, subject: string, more: Partial<SeenEffect>): void {
    const key = effectKey({ company, kind, subject, ...(more.part && { part: more.part }) });
    if (effects.some((effect) => effect.key === key)) throw new Error(`${key} is posted twice`);
    effects.push({ key, kind, subject, generation: 1, state: 'posted', ...more });
  }
  function amountOf(kind: EffectKind, which: (effect: SeenEffect) => boolean = () => true): Money {
    return of(
      effects
        .filter((effect) => effect.kind === kind && stands(effect) && which(effect))
        .reduce((all, { amount }) => all + (amount?.minor ?? 0), 0),
    );
  }
  function creditedOn(invoice: string): Money {
    return amountOf('memo', ({ note }) => note?.split(' ')[0] === invoice);
  }
  function invoiced(): Money {
    return sum(
      invoices.map((invoice) => invoice.total),
      currency,
    );
  }
  function orderTotal(): Money {
    return status === 'cancelled' || !isSold() ? none : subtract(total, amountOf('reduce'));
  }
  function isSold(): boolean {
    return effects.some((effect) => effect.kind === 'sale' && stands(effect));
  }
  /** What the customer owes by the books; what he has to his credit is below nothing. */
  function owed(): number {
    const debits = [invoiced(), amountOf('refund')];
    const credits = [amountOf('memo'), amountOf('receipt'), amountOf('refund-return')];
    return sum(debits, currency).minor - sum(credits, currency).minor;
  }
}

/** Of what is left after those before. */
function amounts(total: number, percents: readonly number[]): readonly number[] {
  let left = total;
  return percents.map((percent) => {
    const amount = Math.max(Math.min(left, 1), Math.floor((left * percent) / 100));
    left -= amount;
    return amount;
  });
}

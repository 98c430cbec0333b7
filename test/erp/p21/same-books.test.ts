import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../src/domain/documents.ts';
import { money, type Money } from '../../../src/domain/money.ts';
import type { ErpPort } from '../../../src/erp/port.ts';
import { line, samples, type Ground } from '../samples.ts';
import type { Sandboxed } from '../contract.ts';
import { startP21 } from './facade/sandboxed.ts';
import { startNative } from './native/sandboxed.ts';

type Site = Pick<Sandboxed, 'erp' | 'ground' | 'ship' | 'close'> & { readonly url: string };
type Shown = Readonly<Record<string, unknown>> & { readonly number: string; readonly reference?: string };
type Documents = Readonly<Record<string, readonly Shown[]>>;

const seed = Number(process.env['SEED'] ?? Date.now() % 100_000);
const orders = 25;

/** Numbers that look random and are the same for the same seed. */
function randomFrom(start: number): (below: number) => number {
  let state = start + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A day of a shop in `orders` orders, every step of which an ERP is asked for by its port alone. */
async function playDay({ erp, ground, ship }: Site): Promise<void> {
  const random = randomFrom(seed);
  const day = dayAt(erp, ground, ship);
  for (let number = 0; number < orders; number += 1) {
    const reference = (what: string) => `${what}${String(number).padStart(16 - what.length, '0')}` as Reference;
    const currency = ['USD', 'USD', 'USD', 'JPY', 'KWD'][random(5)] ?? 'USD';
    const ending = (['shipped', 'shipped', 'held', 'reduced', 'cancelled', 'direct', 'journal'] as const)[random(7)];
    const taxed = random(2) === 0;
    const lines = Array.from({ length: 1 + random(3) }, () => {
      const quantity = 1 + random(4);
      const price = 1 + random(20_000);
      const off = random(3) === 0 ? random(price) : 0;
      return { quantity, price, off };
    });
    await day[ending ?? 'shipped']({ reference, currency, taxed, lines, random });
  }
}

type Bought = { readonly quantity: number; readonly price: number; readonly off: number };
type Order = {
  readonly reference: (what: string) => Reference;
  readonly currency: string;
  readonly taxed: boolean;
  readonly lines: readonly Bought[];
  readonly random: (below: number) => number;
};

function dayAt(erp: ErpPort, ground: Ground, ship: Sandboxed['ship']) {
  const of = samples(ground);
  const goods = ({ currency, taxed, lines }: Order) =>
    lines.map(({ quantity, price, off }) => ({
      ...line(ground.item, money(price, currency), { taxCode: taxed ? 'STD10' : ground.noTax }),
      quantity,
      discount: money(off, currency),
      net: money(quantity * price - off, currency),
    }));
  const sale = (order: Order) => ({ lines: goods(order), currency: order.currency });
  const nothing = (currency: string): Money => money(1, currency);
  const sell = (order: Order, more: { readonly hold?: boolean } = {}) =>
    erp.post(of.salesOrder(nothing(order.currency), { ...sale(order), ...more }), order.reference('O'));
  const pay = (order: Order, amount: Money) => erp.post(of.cashReceipt(amount), order.reference('R'));
  const due = ({ total }: { readonly total?: Money }): Money => total ?? money(0, 'USD');

  return {
    shipped: async (order: Order) => {
      const sold = await sell(order);
      const receipt = await pay(order, due(sold));
      const invoice = await ship(sold.number);
      await erp.apply({ receipt: receipt.number, invoice, amount: due(sold) }, order.reference('A'));
    },
    held: async (order: Order) => {
      const { number } = await sell(order, { hold: true });
      await erp.showPayment(number, { state: 'authorised', stripeId: order.reference('pi') });
      await erp.release(number);
      await erp.showPayment(number, { state: 'captured', stripeId: order.reference('ch'), paidOn: ground.day });
      await erp.hold(number, 'Under review');
    },
    reduced: async (order: Order) => {
      const single = { ...order, lines: order.lines.slice(0, 1).map((one) => ({ ...one, off: 0 })) };
      const { number } = await sell(single);
      const quantity = order.random(1 + (order.lines[0]?.quantity ?? 1));
      await erp.reduce(number, [{ item: ground.item, quantity }], order.reference('L'));
    },
    cancelled: async (order: Order) => {
      const { number } = await sell(order);
      const undoing = { because: 'mistake', reason: 'No payment', date: ground.day } as const;
      await erp.undo({ kind: 'sales-order', number }, { ...undoing, reference: order.reference('U') });
      const receipt = await pay(order, money(1_190, order.currency));
      await erp.undo({ kind: 'cash-receipt', number: receipt.number }, { ...undoing, reference: order.reference('V') });
    },
    direct: async (order: Order) => {
      const invoice = await erp.post(of.invoice(nothing(order.currency), sale(order)), order.reference('I'));
      const memo = await erp.post(of.creditMemo(due(invoice), invoice.number), order.reference('M'));
      const refund = of.customerRefund(due(invoice), '');
      const receipt = await pay(order, due(invoice));
      await erp.post({ ...refund, settles: { kind: 'cash-receipt', number: receipt.number } }, order.reference('F'));
      expect(memo.total).toEqual(invoice.total);
    },
    journal: async (order: Order) => {
      const { number } = await erp.post(of.journalEntry(money(321, order.currency)), order.reference('J'));
      if (order.taxed) return;
      const undoing = { because: 'mistake', reason: 'Twice', date: ground.day } as const;
      await erp.undo({ kind: 'journal-entry', number }, { ...undoing, reference: order.reference('K') });
    },
  };
}

/** A gateway keeps a reference beside these; Prophet 21 itself has no other place for it, and Stripe's id is in a text then. */
const ofOneDialect = { checkNumber: undefined, stripeId: undefined };

/** The documents by our references, since numbers of the ERP's own say nothing; what only one dialect writes is left out. */
async function booksOf({ url }: Site): Promise<string> {
  const ask = async (path: string): Promise<unknown> => (await fetch(`${url}/_sandbox/${path}`)).json();
  const documents = (await ask('documents')) as Documents;
  const names = new Map(
    Object.entries(documents).flatMap(([kind, list]) =>
      list.map((one) => [one.number, one['orderNo'] ? `invoice of ${one.reference}` : `${kind} ${one.reference}`]),
    ),
  );
  const named = JSON.stringify(documents, (_key, value: unknown) =>
    typeof value === 'string' ? (names.get(value) ?? value) : value,
  );
  const sorted = Object.entries(JSON.parse(named) as Documents).map(([kind, list]) => [
    kind,
    list.map((one) => JSON.stringify({ ...one, ...ofOneDialect })).sort(),
  ]);
  const { trialBalance, cash, receivablesMinor } = (await ask('books')) as Readonly<Record<string, unknown>>;
  return JSON.stringify({ sorted, trialBalance, cash, receivablesMinor }, undefined, 1);
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

describe(`one day of a shop on both dialects of Prophet 21 (SEED=${seed})`, () => {
  it('gives the same books', { timeout: 120_000 }, async () => {
    const sites = [await startP21(), await startNative()] as const;
    try {
      for (const site of sites) await playDay(site);
      const [facade, native] = [await booksOf(sites[0]), await booksOf(sites[1])];

      if (hash(facade) !== hash(native)) expect(native.split('\n')).toEqual(facade.split('\n'));
      expect(hash(native)).toBe(hash(facade));
    } finally {
      for (const site of sites) await site.close();
    }
  });
});

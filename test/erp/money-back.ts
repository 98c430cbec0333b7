import { describe, expect, it } from 'vitest';
import type { CustomerRefund, DocumentKind, ErpDocument, Line, Reference } from '../../src/domain/documents.ts';
import { money, negate, sum, type Money } from '../../src/domain/money.ts';
import type { Capability, ErpReceipt, OrderLineChange } from '../../src/erp/port.ts';
import type { Sandboxed } from './sandboxed.ts';
import { line, samples } from './samples.ts';

type Claims = {
  readonly box: () => Sandboxed;
  readonly has: (capability: Capability) => boolean;
  /** Whether a request that was given up can still commit. */
  readonly commitsLate: boolean;
  readonly reference: () => Reference;
};
/** Of the taxed code of the ground. */
const percent = 19;
const taxOn = (net: number): number => Math.round((net * percent) / 100);
const waiting = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** What money needs that goes back: of orders that did not leave yet, of invoices, of deposits. */
export function describeMoneyBack({ box, has, commitsLate, reference }: Claims): void {
  const ground = () => box().ground;
  const of = () => samples(ground());
  const own = (minor: number): Money => money(minor, ground().ledgerCurrency);
  const post = (document: ErpDocument, under = reference()): Promise<ErpReceipt> => box().erp.post(document, under);
  const read = (kind: DocumentKind, number: string) => box().erp.read(kind, number);
  const how = () => ({ because: 'mistake', reason: 'Refunded', reference: reference(), date: ground().day }) as const;

  /** Pieces at a net price each, with tax. */
  const taxed = (pieces: number, net: Money): Line =>
    line(ground().item, net, {
      quantity: pieces,
      net: money(pieces * net.minor, net.currency),
      tax: money(taxOn(pieces * net.minor), net.currency),
      taxCode: ground().taxed,
    });
  const gross = ({ net, tax }: Line): Money => money(net.minor + tax.minor, net.currency);
  const saleOf = (lines: readonly Line[], customer = ground().customer) => ({
    lines,
    total: sum(lines.map(gross), lines[0]?.net.currency ?? ground().ledgerCurrency),
    currency: lines[0]?.net.currency ?? ground().ledgerCurrency,
    customer,
  });
  const order = (...lines: readonly Line[]): Promise<ErpReceipt> => post(of().salesOrder(own(0), saleOf(lines)));
  const off = (net: Money): OrderLineChange => ({
    add: { item: ground().service, description: 'Refund', amount: negate(net), taxCode: ground().taxed },
  });
  const buyer = async (): Promise<string> => (await post(of().customer(ground().ledgerCurrency))).number;

  describe('taking from an order by a line below nought', () => {
    const nets = {
      'a currency without cents': () => money(10_000, 'JPY'),
      "the ledger's currency": () => own(100_00),
      'a currency of three digits': () => money(100_000, 'KWD'),
    };
    it.each(Object.entries(nets))('lets the total fall by exactly net and tax, in %s', async (_currency, netOf) => {
      const net = netOf();
      const { number, total } = await order(taxed(3, net));
      const less = money(net.minor / 10, net.currency);

      const reduced = await box().erp.reduce(number, [off(less)], reference());

      const fallen = (total?.minor ?? 0) - taxOn(less.minor) - less.minor;
      expect(reduced.total).toEqual(money(fallen, net.currency));
      expect(await read('sales-order', number)).toEqual(reduced);
      expect(await box().amountOf('sales-order', number)).toEqual(reduced.total);
    });

    it('is done once for each reference, and the invoice is of what is left', async () => {
      const { number } = await order(taxed(1, own(100_00)), taxed(2, own(20_00)));
      const [first, second] = [reference(), reference()];

      for (const under of [first, second, first, second]) await box().erp.reduce(number, [off(own(5_00))], under);

      const left = own(140_00 - 10_00 + taxOn(140_00 - 10_00));
      expect((await read('sales-order', number))?.total).toEqual(left);
      await box().ship(number);
      expect((await box().erp.invoicesOf(number)).map(({ total }) => total)).toEqual([left]);
    });

    it('goes with a smaller quantity in one change', async () => {
      const { number } = await order(taxed(3, own(30_00)));

      const changes = [{ item: ground().item, quantity: 2 }, off(own(10_00))];
      const reduced = await box().erp.reduce(number, changes, reference());

      expect(reduced.total).toEqual(own(50_00 + taxOn(50_00)));
    });

    it('is settled by asking again: late or with its reply lost, the total falls once', async () => {
      const { number } = await order(taxed(1, own(100_00)));
      const left = own(90_00 + taxOn(90_00));
      const under = reference();
      await box().disturb('order change', commitsLate ? 'commits late' : 'reply lost after commit', 1_200);

      const lost = box().impatient.reduce(number, [off(own(10_00))], under);

      await expect(lost).rejects.toMatchObject({ code: 'outcome-unknown' });
      await waiting(box().impatient.settleMs);
      expect((await box().erp.reduce(number, [off(own(10_00))], under)).total).toEqual(left);
      expect((await read('sales-order', number))?.total).toEqual(left);
    });
  });

  describe('taking such a line off again', () => {
    it('leaves the order as it was before, once, and says whether the line counts', async () => {
      const { number, total } = await order(taxed(2, own(50_00)));
      const [kept, dropped] = [reference(), reference()];
      await box().erp.reduce(number, [off(own(1_00))], kept);
      await box().erp.reduce(number, [off(own(10_00))], dropped);
      expect(await box().erp.findLine(number, dropped)).toMatchObject({ kind: 'sales-order', number });

      const after = await box().erp.reduce(number, [{ drop: dropped }], reference());
      const before = box().writes();

      expect(after.total).toEqual(own((total?.minor ?? 0) - 1_00 - taxOn(1_00)));
      expect(await box().erp.reduce(number, [{ drop: dropped }], reference())).toEqual(after);
      expect(box().writes() - before).toBe(0);
      expect(await box().erp.findLine(number, dropped)).toBeUndefined();
      expect(await box().erp.findLine(number, kept)).toMatchObject({ number });
    });

    it('is refused where the reference added none, and once the order has left', async () => {
      const { number } = await order(taxed(2, own(50_00)));
      const under = reference();
      await box().erp.reduce(number, [off(own(10_00))], under);

      const drop = (which: Reference) => box().erp.reduce(number, [{ drop: which }], reference());
      await expect(drop(reference())).rejects.toMatchObject({ code: 'rejected' });
      await box().leave(number);
      await expect(drop(under)).rejects.toMatchObject({ code: 'rejected' });
    });
  });

  describe('an order that leaves', () => {
    const pieces = () => order(taxed(3, own(40_00)));
    const toOne = () => [{ item: ground().item, quantity: 1 }];

    it('is shipped until its invoice stands, and says whether something is left to go', async () => {
      const { number } = await pieces();
      const seen = async () => {
        const { status, inPart = false } = (await read('sales-order', number)) ?? {};
        return [status, inPart];
      };
      expect(await seen()).toEqual(['open', false]);

      await box().leave(number, 1);
      expect(await seen()).toEqual(['shipped', true]);
      await box().invoice(number);
      expect(await seen()).toEqual(['invoiced', true]);
      await box().leave(number);
      expect(await seen()).toEqual(['invoiced', false]);
      await box().invoice(number);
      expect(await seen()).toEqual(['invoiced', false]);
      expect((await box().erp.invoicesOf(number)).map(({ total }) => total.minor).sort((a, b) => a - b)).toEqual([
        gross(taxed(1, own(40_00))).minor,
        gross(taxed(2, own(40_00))).minor,
      ]);
    });

    it('gives up only what has not left', async () => {
      const { number } = await pieces();
      await box().leave(number, 2);

      await expect(box().erp.reduce(number, toOne(), reference())).rejects.toMatchObject({ code: 'rejected' });
      const reduced = await box().erp.reduce(number, [{ item: ground().item, quantity: 2 }], reference());

      expect(reduced).toMatchObject({ status: 'shipped', total: gross(taxed(2, own(40_00))) });
    });

    it.each([
      ['part of it has left', 1, false],
      ['all of it has left', 3, false],
      ['it is invoiced', 3, true],
    ] as const)('takes no line below nought and is not cancelled once %s', async (_when, quantity, invoiced) => {
      const { number, total } = await pieces();
      await box().leave(number, quantity);
      if (invoiced) await box().invoice(number);

      for (const refused of [
        () => box().erp.reduce(number, [off(own(1_00))], reference()),
        () => box().erp.undo({ kind: 'sales-order', number }, how()),
      ])
        await expect(refused()).rejects.toMatchObject({ code: 'rejected' });

      expect((await read('sales-order', number))?.total).toEqual(total);
    });

    it('shows a line that it has although it has left since', async () => {
      const { number } = await pieces();
      const under = reference();
      const reduced = await box().erp.reduce(number, [off(own(1_00))], under);
      await box().leave(number);

      expect((await box().erp.reduce(number, [off(own(1_00))], under)).total).toEqual(reduced.total);
    });
  });

  /** The customer owes nothing and has nothing to his credit: open items are gone, or are where an ERP clears none of them. */
  const owes = async (customer: string): Promise<number> => {
    await box().settleAccounts();
    const items = await box().erp.openItems({ customer });
    return items.reduce((total, { open }) => total + open.minor, 0);
  };
  const open = async (customer: string): Promise<number> => (await box().erp.openItems({ customer })).length;
  const refund = (amount: Money, customer: string, settles: CustomerRefund['settles'], sale: Reference) =>
    of().customerRefund(amount, settles.number, { customer, settles, sale });

  /** An order that was paid by a deposit, left, and was invoiced. */
  async function paidInvoice(lines: readonly Line[]) {
    const customer = await buyer();
    const sale = reference();
    const { number } = await post(of().salesOrder(own(0), saleOf(lines, customer)), sale);
    const total = sum(lines.map(gross), ground().ledgerCurrency);
    const receipt = (await post(of().cashReceipt(total, { customer, sale }))).number;
    const invoice = await box().ship(number);
    if (has('apply')) await box().erp.apply({ receipt, invoice, amount: total }, reference());
    return { customer, sale, invoice, receipt, total };
  }

  describe('crediting an invoice', () => {
    it('goes by lines, in parts, up to the whole; each refund settles its memo, and nothing stays open', async () => {
      const { customer, sale, invoice, total } = await paidInvoice([taxed(3, own(30_00)), taxed(1, own(9_99))]);
      const parts = [[taxed(1, own(30_00))], [taxed(2, own(30_00)), taxed(1, own(9_99))]];
      let credited = 0;

      for (const lines of parts) {
        const amount = sum(lines.map(gross), total.currency);
        const memo = await post({ ...of().creditMemo(amount, invoice), customer, lines }, reference());
        expect(memo.total).toEqual(amount);
        expect(await box().amountOf('credit-memo', memo.number)).toEqual(amount);
        await post(refund(amount, customer, { kind: 'credit-memo', number: memo.number }, sale));
        credited += amount.minor;
      }

      expect(credited).toBe(total.minor);
      expect(await owes(customer)).toBe(0);
      expect(await open(customer)).toBe(0);
    });

    it('is found when its reply was lost, and so is the refund that settles it', async () => {
      const { customer, sale, invoice, total } = await paidInvoice([taxed(1, own(50_00))]);
      const lines = [taxed(1, own(50_00))];
      const [ofMemo, ofRefund] = [reference(), reference()];

      await box().disturb('write', 'reply lost after commit');
      await expect(post({ ...of().creditMemo(total, invoice), customer, lines }, ofMemo)).rejects.toMatchObject(lost);
      const { number } = await found('credit-memo', ofMemo);
      await box().disturb('write', 'reply lost after commit');
      const back = refund(total, customer, { kind: 'credit-memo', number }, sale);
      await expect(post(back, ofRefund)).rejects.toMatchObject(lost);

      expect(await found('customer-refund', ofRefund)).toMatchObject({ total });
      expect(await box().countOf('customer-refund', ofRefund)).toBe(1);
      expect(await owes(customer)).toBe(0);
    });
  });

  const lost = { code: 'outcome-unknown' };
  /** An ERP that works on what it has stored says that it is busy until then. */
  async function found(kind: DocumentKind, under: Reference): Promise<ErpReceipt> {
    for (const end = Date.now() + 10_000; Date.now() < end; await waiting(50)) {
      const one = await box()
        .erp.find(kind, under)
        .catch(() => undefined);
      if (one) return one;
    }
    throw new Error(`No ${kind} was found under ${under}`);
  }

  describe('a deposit', () => {
    it('goes back in part, and the rest of it pays the invoice of what is left', async () => {
      const customer = await buyer();
      const sale = reference();
      const [whole, part] = [gross(taxed(3, own(30_00))), gross(taxed(1, own(30_00)))];
      const { number } = await post(of().salesOrder(own(0), saleOf([taxed(3, own(30_00))], customer)), sale);
      const receipt = (await post(of().cashReceipt(whole, { customer, sale }))).number;

      await box().erp.reduce(number, [{ item: ground().item, quantity: 2 }], reference());
      await post(refund(part, customer, { kind: 'cash-receipt', number: receipt }, sale));
      const invoice = await box().ship(number);
      const rest = money(whole.minor - part.minor, whole.currency);
      if (has('apply')) await box().erp.apply({ receipt, invoice, amount: rest }, reference());

      expect(await owes(customer)).toBe(0);
      expect(await open(customer)).toBe(0);
    });

    it('goes back whole when its order is cancelled', async () => {
      const customer = await buyer();
      const sale = reference();
      const { number, total = own(0) } = await post(
        of().salesOrder(own(0), saleOf([taxed(1, own(30_00))], customer)),
        sale,
      );
      const receipt = (await post(of().cashReceipt(total, { customer, sale }))).number;

      expect(await box().erp.undo({ kind: 'sales-order', number }, how())).toMatchObject({ status: cancelled });
      expect(await owes(customer)).toBe(-total.minor);
      await post(refund(total, customer, { kind: 'cash-receipt', number: receipt }, sale));

      expect(await owes(customer)).toBe(0);
      expect(await open(customer)).toBe(0);
      expect(await read('sales-order', number)).toMatchObject({ status: 'cancelled' });
    });

    it('is no open item any more once it went back in parts, nor is a memo, without a clearing run', async () => {
      const customer = await buyer();
      const receipt = (await post(of().cashReceipt(own(50_00), { customer }))).number;
      const back = async (amount: Money, settles: CustomerRefund['settles']): Promise<void> => {
        const paid = (await post(of().customerRefund(amount, settles.number, { customer, settles }))).number;
        if (has('settled-refund') || !has('apply')) return;
        const under = reference();
        const application = { receipt: settles.number, invoice: paid, amount };
        await box().disturb('write', 'reply lost after commit');
        await expect(box().erp.apply(application, under)).rejects.toMatchObject(lost);
        expect(await box().erp.findApplication(application, under)).toMatchObject({ kind: 'application' });
      };

      for (const amount of [own(20_00), own(30_00)]) await back(amount, { kind: 'cash-receipt', number: receipt });
      if (has('settled-refund') || has('apply')) expect(await open(customer)).toBe(0);

      const lines = [taxed(1, own(30_00))];
      const { customer: buyerOfGoods, invoice, total } = await paidInvoice(lines);
      const memo = await post({ ...of().creditMemo(total, invoice), customer: buyerOfGoods, lines });
      const settles = { kind: 'credit-memo', number: memo.number } as const;
      const paid = await post(of().customerRefund(total, memo.number, { customer: buyerOfGoods, settles }));
      if (!has('settled-refund') && has('apply'))
        await box().erp.apply({ receipt: memo.number, invoice: paid.number, amount: total }, reference());
      if (has('settled-refund') || has('apply')) expect(await open(buyerOfGoods)).toBe(0);
      else expect(await owes(buyerOfGoods)).toBe(0);
    });

    it('stands again as money of the customer when the refund failed', async () => {
      const customer = await buyer();
      const sale = reference();
      const receipt = (await post(of().cashReceipt(own(50_00), { customer, sale }))).number;
      await post(refund(own(50_00), customer, { kind: 'cash-receipt', number: receipt }, sale));

      const back = await post(of().cashReceipt(own(50_00), { customer, sale, stripeId: 're_sample0000000000001' }));

      expect(back.total).toEqual(own(50_00));
      expect(await owes(customer)).toBe(-50_00);
    });
  });

  const cancelled = expect.stringMatching(/^(?:cancelled|reversed)$/) as string;

  describe('a journal entry', () => {
    const amounts = {
      'a currency without cents': () => money(1_191, 'JPY'),
      "the ledger's currency": () => own(119_07),
      'a currency of three digits': () => money(119_073, 'KWD'),
    };
    it.each(Object.entries(amounts))('is undone by its opposite, to the digit, in %s', async (_currency, amountOf) => {
      const amount = amountOf();
      const balance = () => box().balanceOf?.(ground().expense);
      const before = await balance();
      const { number } = await post(of().journalEntry(amount));
      expect(await balance()).not.toBe(before);

      const under = reference();
      await box().disturb('write', 'reply lost after commit');
      const undoing = box().erp.undo({ kind: 'journal-entry', number }, { ...how(), reference: under });

      await expect(undoing).rejects.toMatchObject(lost);
      expect(await box().erp.findUndoing({ kind: 'journal-entry', number }, under)).toMatchObject({ kind: 'undoing' });
      expect(await balance()).toBe(before);
    });
  });
}

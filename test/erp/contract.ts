import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentKind, ErpDocument, Reference } from '../../src/domain/documents.ts';
import { money, type Money } from '../../src/domain/money.ts';
import { ErpError } from '../../src/erp/errors.ts';
import type { Capability, ErpReceipt, Undoing } from '../../src/erp/port.ts';
import { describeMasterData, type Masters } from './master-data.ts';
import { describeMoneyBack } from './money-back.ts';
import { everyCapability, everyKind, samples, totalOf } from './samples.ts';
import type { Sandboxed, Traits, Trouble } from './sandboxed.ts';

export type { Disturbed, Sandboxed, Traits, Trouble } from './sandboxed.ts';

let references = 0;
/** Sixteen characters, as the ledger makes them. */
export const newReference = (): Reference =>
  `C${String((references += 1)).padStart(4, '0')}${Date.now().toString(36).toUpperCase().padStart(11, '0')}`.slice(
    0,
    16,
  ) as Reference;

const waiting = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** What every ERP adapter promises. Its own test file adds only its quirks. */
export function describeErpContract(name: string, traits: Traits, start: () => Promise<Sandboxed>): void {
  const has = (capability: Capability): boolean => !(capability in traits.lacks);
  const kinds = everyKind.filter(has);
  const suffers = (trouble: Trouble): boolean => !(trouble in traits.spared);
  const whereIt = (able: boolean) => (able ? it : it.skip);

  describe(`${name} keeps the ERP contract`, () => {
    let box: Sandboxed;
    let usual: Money;
    const own = (minor: number): Money => money(minor, box.ground.ledgerCurrency);
    beforeAll(async () => {
      box = await start();
      usual = own(119_07);
      // It has little patience, and the first request of all opens what is still closed.
      while (!(await box.impatient.ping().catch(() => false)));
    }, 60_000);
    afterEach(() => box.calm());
    afterAll(() => box.close());

    const of = () => samples(box.ground);
    const post = (document: ErpDocument, reference = newReference()): Promise<ErpReceipt> =>
      box.erp.post(document, reference);

    /** A document of a kind, with whatever it hangs on posted before. */
    async function documentOf(kind: DocumentKind, amount: Money): Promise<ErpDocument> {
      const make: Readonly<Record<DocumentKind, () => Promise<ErpDocument> | ErpDocument>> = {
        customer: () => of().customer(amount.currency),
        'sales-order': () => of().salesOrder(amount),
        invoice: () => of().invoice(amount),
        'credit-memo': async () => of().creditMemo(amount, (await post(of().invoice(amount))).number),
        'cash-receipt': () => of().cashReceipt(amount),
        'customer-refund': async () => of().customerRefund(amount, (await post(of().cashReceipt(amount))).number),
        'journal-entry': () => of().journalEntry(amount),
      };
      return make[kind]();
    }

    /** An ERP that works on what it has stored says that it is busy until then. */
    async function findWhenDone(kind: DocumentKind, reference: Reference): Promise<ErpReceipt | undefined> {
      for (const end = Date.now() + 10_000; ; await waiting(50)) {
        const found = await box.erp.find(kind, reference).catch((error: unknown) => {
          if (error instanceof ErpError && error.code === 'busy' && Date.now() < end) return 'busy' as const;
          throw error;
        });
        if (found !== 'busy') return found;
      }
    }

    const how = (reference: Reference): Undoing => ({
      because: 'mistake',
      reason: 'Posted by mistake',
      reference,
      date: box.ground.day,
    });

    describe('posting', () => {
      const amounts = {
        'a currency without cents': () => money(1_191, 'JPY'),
        "the ledger's currency": () => usual,
        'a currency of three digits': () => money(119_073, 'KWD'),
      };
      for (const kind of kinds)
        for (const [currency, amountIn] of Object.entries(amounts))
          it(`posts one ${kind} in ${currency}, to the digit`, async () => {
            const amount = amountIn();
            const reference = newReference();
            const document = await documentOf(kind, amount);
            const receipt = await post(document, reference);

            expect(receipt).toMatchObject({ kind, reference });
            expect(receipt.total).toEqual(totalOf(document, amount));
            expect(await box.countOf(kind, reference)).toBe(1);
            expect(await box.amountOf(kind, receipt.number)).toEqual(totalOf(document, amount));
            expect(await box.erp.find(kind, reference)).toEqual(receipt);
            expect(await box.erp.read(kind, receipt.number)).toEqual(receipt);
          });

      it.each(kinds)('finds no %s under a reference that nobody used', async (kind) => {
        expect(await box.erp.find(kind, newReference())).toBeUndefined();
        expect(await box.erp.read(kind, traits.noSuch(kind))).toBeUndefined();
      });

      it('posts nothing a second time, or refuses to choose between two documents of one reference', async () => {
        const reference = newReference();
        const first = await post(of().cashReceipt(usual), reference);
        const second = await post(of().cashReceipt(usual), reference);

        if (traits.knowsReferences) {
          expect(second).toEqual(first);
          expect(await box.countOf('cash-receipt', reference)).toBe(1);
          return;
        }
        await expect(box.erp.find('cash-receipt', reference)).rejects.toMatchObject({ code: 'conflict' });
      });

      it('tells what the ERP can not deliver at once', async () => {
        const { scarceItem: item } = box;
        const order = of().salesOrder(usual);
        const lines = order.lines.map((each) => ({ ...each, item }));

        expect((await post({ ...order, lines })).shortages).toEqual([{ item, quantity: '1' }]);
      });
    });

    describe('an outcome that nobody knows', () => {
      it.each(kinds)('is settled by looking: a %s whose reply was lost is found, once', async (kind) => {
        const reference = newReference();
        const document = await documentOf(kind, usual);
        await box.disturb('write', 'reply lost after commit');

        await expect(post(document, reference)).rejects.toMatchObject({
          code: 'outcome-unknown',
          mayHaveCommitted: true,
        });

        expect(await findWhenDone(kind, reference)).toMatchObject({ kind, reference });
        expect(await box.countOf(kind, reference)).toBe(1);
      });

      it.each((['fails after commit', 'page instead of an answer', 'no capacity'] as const).filter(suffers))(
        'is what a write meets that is answered by: %s',
        async (trouble) => {
          await box.disturb('write', trouble);

          await expect(post(of().cashReceipt(usual))).rejects.toMatchObject({ code: 'outcome-unknown' });
        },
      );

      it('covers a request that was cut before it did anything', async () => {
        const reference = newReference();
        await box.disturb('write', 'cut before commit');

        await expect(post(of().salesOrder(usual), reference)).rejects.toMatchObject({ code: 'outcome-unknown' });

        expect(await box.erp.find('sales-order', reference)).toBeUndefined();
      });

      it('covers a document that was accepted but could not be read back', async () => {
        const reference = newReference();
        await box.disturb('read back', 'fails after commit');

        await expect(post(of().salesOrder(usual), reference)).rejects.toMatchObject({ code: 'outcome-unknown' });

        expect(await findWhenDone('sales-order', reference)).toMatchObject({ reference });
      });

      it('covers a request that is answered too late', async () => {
        const reference = newReference();
        await box.disturb('write', 'silent after commit');

        await expect(box.impatient.post(of().cashReceipt(usual), reference)).rejects.toMatchObject({
          code: 'outcome-unknown',
        });

        expect(await findWhenDone('cash-receipt', reference)).toMatchObject({ reference });
      });

      it('ends when the time to settle is over: a commit after we gave up is found then, or never comes', async () => {
        const reference = newReference();
        const settled = waiting(box.impatient.settleMs);
        await box.disturb('write', 'commits late', box.impatient.settleMs / 2);

        await expect(box.impatient.post(of().cashReceipt(usual), reference)).rejects.toMatchObject({
          code: 'outcome-unknown',
        });
        await settled;

        const late = suffers('commits late') ? 1 : 0;
        expect(await findWhenDone('cash-receipt', reference)).toEqual(
          late ? expect.objectContaining({ reference }) : undefined,
        );
        expect(await box.countOf('cash-receipt', reference)).toBe(late);
      });

      it('begins when the caller takes the request back while it is under way', async () => {
        await box.disturb('write', 'silent after commit');
        const signal = AbortSignal.timeout(150);

        await expect(box.erp.post(of().cashReceipt(usual), newReference(), { signal })).rejects.toMatchObject({
          code: 'outcome-unknown',
        });
      });

      it('does not begin when the caller took it back before', async () => {
        const reference = newReference();
        const signal = AbortSignal.abort();

        await expect(box.erp.post(of().cashReceipt(usual), reference, { signal })).rejects.toMatchObject({
          code: 'unavailable',
        });

        expect(await box.countOf('cash-receipt', reference)).toBe(0);
      });
    });

    describe('a refusal', () => {
      it('leaves nothing behind when an item is unknown', async () => {
        const reference = newReference();
        const order = of().salesOrder(usual);
        const lines = order.lines.map((each) => ({ ...each, item: 'NO-SUCH-ITEM' }));

        await expect(post({ ...order, lines }, reference)).rejects.toMatchObject({
          code: 'invalid',
          where: expect.stringContaining(traits.fieldOf.item) as string,
        });

        expect(await box.countOf('sales-order', reference)).toBe(0);
      });

      it('leaves nothing behind when the customer is unknown', async () => {
        const reference = newReference();
        const order = of().salesOrder(usual, { customer: '88888888' });

        await expect(post(order, reference)).rejects.toMatchObject({
          code: 'invalid',
          where: expect.stringContaining(traits.fieldOf.customer) as string,
        });

        expect(await box.countOf('sales-order', reference)).toBe(0);
      });

      it('leaves nothing behind when the period is closed', async () => {
        const reference = newReference();
        const receipt = of().cashReceipt(usual, { date: box.ground.closedDay });

        await expect(post(receipt, reference)).rejects.toMatchObject({ code: 'rejected' });

        expect(await box.countOf('cash-receipt', reference)).toBe(0);
      });

      whereIt(suffers('success that refuses'))('is heard although the ERP calls it a success', async () => {
        await box.disturb('write', 'success that refuses');

        await expect(post(of().salesOrder(usual))).rejects.toMatchObject({ code: 'rejected' });
      });

      it('of a journal to a control account goes to a person', async () => {
        const entry = of().journalEntry(usual, {
          postings: [{ debit: box.ground.expense, credit: box.ground.control, amount: usual, text: '' }],
        });

        await expect(post(entry)).rejects.toMatchObject({
          code: expect.stringMatching(/^(?:invalid|rejected)$/) as string,
        });
      });
    });

    describe('trouble on the way', () => {
      it('is unauthorized with a wrong credential, and is not tried again', async () => {
        const before = box.requests();

        await expect(box.withWrongCredential.ping()).rejects.toMatchObject({ code: 'unauthorized' });

        expect(box.requests() - before).toBeLessThanOrEqual(1);
      });

      it('is unavailable where nothing listens: nothing has left', async () => {
        await expect(box.whereNothingListens.post(of().salesOrder(usual), newReference())).rejects.toMatchObject({
          code: 'unavailable',
        });
      });

      whereIt(suffers('too many requests'))(
        'is throttled when the ERP asks for a pause, and says how long',
        async () => {
          await box.disturb('write', 'too many requests', 7_000);

          await expect(post(of().salesOrder(usual))).rejects.toMatchObject({ code: 'throttled', retryAfterMs: 7_000 });
        },
      );

      it.each((['cut before commit', 'fails after commit', 'page instead of an answer'] as const).filter(suffers))(
        'is only unavailable for a request that reads: %s',
        async (trouble) => {
          await box.disturb('read', trouble);

          await expect(box.erp.find('sales-order', newReference())).rejects.toMatchObject({ code: 'unavailable' });
        },
      );
    });

    describe('undoing', () => {
      it.each(kinds)('takes a %s back and finds that again, or says that it can not', async (kind) => {
        const { number } = await post(await documentOf(kind, usual));
        const reference = newReference();

        if (!traits.undoable.has(kind)) {
          await expect(box.erp.undo({ kind, number }, how(reference))).rejects.toMatchObject({ code: 'rejected' });
          expect(await box.erp.findUndoing({ kind, number }, reference)).toBeUndefined();
          return;
        }
        expect(await box.erp.findUndoing({ kind, number }, reference)).toBeUndefined();
        const undone = await box.erp.undo({ kind, number }, how(reference));

        expect(undone).toMatchObject({ kind: 'undoing', reference });
        expect(await box.erp.findUndoing({ kind, number }, reference)).toEqual(undone);
        if (traits.undoneOnce.has(kind)) return;
        expect(await box.erp.findUndoing({ kind, number }, newReference())).toBeUndefined();
      });

      it.each(kinds.filter((kind) => traits.undoable.has(kind)))(
        'of a %s is found when its reply was lost',
        async (kind) => {
          const { number } = await post(await documentOf(kind, usual));
          const reference = newReference();
          await box.disturb('write', 'reply lost after commit');

          await expect(box.erp.undo({ kind, number }, how(reference))).rejects.toMatchObject({
            code: 'outcome-unknown',
          });

          expect(await box.erp.findUndoing({ kind, number }, reference)).toMatchObject({ kind: 'undoing', reference });
        },
      );

      it('of an order shows on it', async () => {
        const { number } = await post(of().salesOrder(usual));
        await box.erp.undo({ kind: 'sales-order', number }, how(newReference()));

        expect(await box.erp.read('sales-order', number)).toMatchObject({ status: 'cancelled' });
      });

      it('of an order that was invoiced is refused', async () => {
        const { number } = await post(of().salesOrder(usual));
        await box.ship(number);

        await expect(box.erp.undo({ kind: 'sales-order', number }, how(newReference()))).rejects.toMatchObject({
          code: 'rejected',
        });
      });

      it('of an invoice credits all of it', async () => {
        const { number } = await post(of().invoice(usual));

        expect(await box.erp.undo({ kind: 'invoice', number }, how(newReference()))).toMatchObject({ total: usual });
      });
    });

    describe.runIf(has('apply'))('applying a deposit', () => {
      async function depositAndInvoice() {
        const receipt = (await post(of().cashReceipt(usual))).number;
        const order = (await post(of().salesOrder(usual))).number;
        return { receipt, invoice: await box.ship(order), amount: usual };
      }

      it('pays the invoice once, and is found', async () => {
        const application = await depositAndInvoice();
        const reference = newReference();
        expect(await box.erp.findApplication(application, reference)).toBeUndefined();

        const applied = await box.erp.apply(application, reference);
        await box.erp.apply(application, reference);

        expect(applied).toMatchObject({ kind: 'application', reference, total: usual });
        expect(await box.erp.findApplication(application, reference)).toEqual(applied);
        expect(await box.applicationsOf(application.receipt)).toEqual([
          { invoice: application.invoice, minor: usual.minor },
        ]);
      });

      it('is found when its reply was lost', async () => {
        const application = await depositAndInvoice();
        const reference = newReference();
        await box.disturb('write', 'reply lost after commit');

        await expect(box.erp.apply(application, reference)).rejects.toMatchObject({ code: 'outcome-unknown' });

        expect(await box.erp.findApplication(application, reference)).toMatchObject({ reference });
        expect(await box.applicationsOf(application.receipt)).toHaveLength(1);
      });

      it('is taken back, and that is found too', async () => {
        const application = await depositAndInvoice();
        const [reference, undoing] = [newReference(), newReference()];
        await box.erp.apply(application, reference);

        const taken = await box.erp.unapply(application, undoing);

        expect(taken).toMatchObject({ kind: 'undoing', reference: undoing });
        expect(await box.erp.findApplication(application, undoing)).toEqual(taken);
        expect(await box.erp.findApplication(application, reference)).toMatchObject({ status: 'reversed' });
        expect(await box.applicationsOf(application.receipt)).toEqual([]);
      });

      it('is refused beyond what is open, and leaves nothing behind', async () => {
        const application = { ...(await depositAndInvoice()), amount: own(usual.minor + 1) };

        await expect(box.erp.apply(application, newReference())).rejects.toMatchObject({ code: 'rejected' });

        expect(await box.applicationsOf(application.receipt)).toEqual([]);
      });

      it('is refused in another currency than the deposit has', async () => {
        const application = { ...(await depositAndInvoice()), amount: money(1_191, 'JPY') };

        await expect(box.erp.apply(application, newReference())).rejects.toMatchObject({ code: 'invalid' });
      });

      it('must be taken back before the deposit can be', async () => {
        const application = await depositAndInvoice();
        await box.erp.apply(application, newReference());
        const deposit = { kind: 'cash-receipt', number: application.receipt } as const;

        await expect(box.erp.undo(deposit, how(newReference()))).rejects.toMatchObject({ code: 'rejected' });
        await box.erp.unapply(application, newReference());

        expect(await box.erp.undo(deposit, how(newReference()))).toMatchObject({ kind: 'undoing' });
      });
    });

    describe('the settings of an order', () => {
      it('are the same however often they are set: held, then free', async () => {
        const { number } = await post(of().salesOrder(usual));

        await box.erp.hold(number, 'Payment is under review');
        await box.erp.hold(number, 'Payment is under review');
        expect(await box.erp.read('sales-order', number)).toMatchObject({ status: 'held' });

        await box.erp.release(number);
        await box.erp.release(number);
        expect(await box.erp.read('sales-order', number)).toMatchObject({ status: 'open' });
      });

      it('can be held from the beginning', async () => {
        expect(await post(of().salesOrder(usual, { hold: true }))).toMatchObject({ status: 'held' });
      });

      it('show the payment and change nothing when it shows already', async () => {
        const { number } = await post(of().salesOrder(usual, { payment: 'pending' }));
        const note = { state: 'captured', stripeId: 'ch_sample00000000000000002', paidOn: box.ground.day } as const;
        await box.erp.showPayment(number, note);
        const before = box.writes();

        await box.erp.showPayment(number, note);

        expect(box.writes() - before).toBe(0);
      });

      it('are not found for an order that does not exist', async () => {
        await expect(box.erp.hold(traits.noSuch('sales-order'), 'Review')).rejects.toMatchObject({ code: 'not-found' });
      });
    });

    describe('reducing an order', () => {
      it('sets quantities, and changes nothing the second time', async () => {
        const lines = of()
          .salesOrder(usual)
          .lines.map((each) => ({ ...each, quantity: 3, net: own(3 * usual.minor) }));
        const { number } = await post(of().salesOrder(own(3 * usual.minor), { lines }));
        const change = [{ item: box.ground.item, quantity: 2 }];

        const reduced = await box.erp.reduce(number, change, newReference());
        const before = box.writes();

        expect(reduced.total).toEqual(own(2 * usual.minor));
        expect(await box.erp.reduce(number, change, newReference())).toEqual(reduced);
        expect(box.writes() - before).toBe(0);
      });

      it('adds a rounding line once, also when the reply was lost', async () => {
        const { number } = await post(of().salesOrder(usual));
        const add = {
          item: box.ground.item,
          description: 'Rounding',
          amount: own(-1),
          taxCode: box.ground.noTax,
        };
        const reference = newReference();

        await box.disturb('order change', 'reply lost after commit');
        await expect(box.erp.reduce(number, [{ add }], reference)).rejects.toMatchObject({ code: 'outcome-unknown' });

        const first = await box.erp.reduce(number, [{ add }], reference);
        const second = await box.erp.reduce(number, [{ add }], reference);

        expect(first.total).toEqual(own(usual.minor - 1));
        expect(second).toEqual(first);
      });

      it('never grows one', async () => {
        const { number } = await post(of().salesOrder(usual));

        await expect(
          box.erp.reduce(number, [{ item: box.ground.item, quantity: 2 }], newReference()),
        ).rejects.toMatchObject({ code: 'rejected' });
      });
    });

    describe('asking', () => {
      it('finds customers by number, by Stripe id and by e-mail in any case', async () => {
        const stripeId = `cus_${newReference()}`;
        const email = `${newReference().toLowerCase()}@example.com`;
        const { number } = await post(of().customer(usual.currency, { email, stripeId }));
        const expected = [expect.objectContaining({ number, email, stripeId, creditHold: false })];

        expect(await box.erp.customers({ number })).toEqual(expected);
        expect(await box.erp.customers({ stripeId })).toEqual(expected);
        expect(await box.erp.customers({ email: email.toUpperCase() })).toEqual(expected);
        expect(await box.erp.customers({ email: 'nobody@example.com' })).toEqual([]);
        expect(await box.erp.customers({ number: traits.noSuch('customer') })).toEqual([]);
      });

      it('finds items and accounts by their exact number', async () => {
        const { item, clearing, expense } = box.ground;

        expect(await box.erp.items({ number: item })).toMatchObject([{ number: item }]);
        expect(await box.erp.items({ number: 'NO-SUCH-ITEM' })).toEqual([]);
        expect(await box.erp.accounts({ number: clearing })).toMatchObject([
          { number: clearing, kind: 'bank', blocked: false },
        ]);
        expect(await box.erp.accounts({ number: expense })).toMatchObject([{ kind: 'profit-and-loss' }]);
        expect(await box.erp.accounts({ number: 'NONE' })).toEqual([]);
      });

      it('gives what is open on a customer: debits positive, credits negative, nothing that is settled', async () => {
        const customer = (await post(of().customer(usual.currency))).number;
        const [debit, credit] = [newReference(), newReference()];
        const invoice = (await post(of().invoice(usual, { customer }), debit)).number;
        const receipt = (await post(of().cashReceipt(usual, { customer }), credit)).number;

        const open = await box.erp.openItems({ customer });

        expect(open).toHaveLength(2);
        expect(open).toEqual(
          expect.arrayContaining([
            { kind: 'invoice', number: invoice, customer, open: usual, date: box.ground.day, reference: debit },
            {
              kind: 'cash-receipt',
              number: receipt,
              customer,
              open: own(-119_07),
              date: box.ground.day,
              reference: credit,
            },
          ]),
        );
        const nobody = box.erp
          .openItems({ customer: traits.noSuch('customer') })
          .catch((error: ErpError) => error.code);
        expect([[], 'invalid']).toContainEqual(await nobody);
        if (!has('apply')) return;
        await box.erp.apply({ receipt, invoice, amount: usual }, newReference());
        expect(await box.erp.openItems({ customer })).toEqual([]);
      });

      it('gives the day itself in an open period, the first open day after a closed one', async () => {
        const { day, closedDay } = box.ground;

        expect(await box.erp.openPeriod(day)).toBe(day);
        expect((await box.erp.openPeriod(closedDay)) > closedDay).toBe(true);
        expect(await box.erp.openPeriod(await box.erp.openPeriod(closedDay))).toBe(await box.erp.openPeriod(closedDay));
      });

      it('sees the invoices of orders since a time, oldest first, and no direct ones', async () => {
        const since = new Date(Date.now() - 1_000).toISOString();
        const direct = (await post(of().invoice(usual))).number;
        const orders = [(await post(of().salesOrder(usual))).number, (await post(of().salesOrder(usual))).number];
        for (const order of orders) await box.ship(order);

        const seen = [];
        for await (const invoice of box.erp.changes(since)) seen.push(invoice);

        const ours = seen.filter(({ order }) => orders.includes(order));
        expect(ours.map(({ order, total }) => ({ order, total }))).toEqual(
          orders.map((order) => ({ order, total: usual })),
        );
        expect(seen.map(({ number }) => number)).not.toContain(direct);
        expect(seen.map(({ changedAt }) => changedAt)).toEqual(seen.map(({ changedAt }) => changedAt).sort());
      });

      it('gives the invoices of one order', async () => {
        const order = (await post(of().salesOrder(usual))).number;
        expect(await box.erp.invoicesOf(order)).toEqual([]);
        const number = await box.ship(order);

        expect(await box.erp.invoicesOf(order)).toMatchObject([{ number, order, total: usual }]);
      });

      it('sees nothing since now', async () => {
        const seen = [];
        for await (const invoice of box.erp.changes(new Date(Date.now() + 3_600_000).toISOString())) seen.push(invoice);

        expect(seen).toEqual([]);
      });

      it('names the company and its currency', async () => {
        expect(await box.erp.ping()).toMatchObject({ ledgerCurrency: box.ground.ledgerCurrency });
      });

      it('undoes no kind that it can not post, and knows how long to wait', () => {
        expect([...box.erp.capabilities]).toEqual(expect.arrayContaining([...traits.undoable]));
        expect(box.erp.settleMs).toBeGreaterThan(0);
      });
    });

    if (traits.target)
      describeMasterData({
        box: () => box as Sandboxed & Masters,
        has,
        target: traits.target,
        noCustomer: traits.noSuch('customer'),
        reference: newReference,
      });

    describeMoneyBack({ box: () => box, has, commitsLate: suffers('commits late'), reference: newReference });

    describe('what it lacks', () => {
      const application = { receipt: '1', invoice: '2', amount: money(1, 'USD') };
      const refusals: Readonly<Partial<Record<Capability, () => Promise<unknown>>>> = {
        apply: () => box.erp.apply(application, newReference()),
        unapply: () => box.erp.unapply(application, newReference()),
        hold: () => box.erp.hold(traits.noSuch('sales-order'), 'Review'),
        reduce: () => box.erp.reduce(traits.noSuch('sales-order'), [], newReference()),
        'payment-note': () =>
          box.erp.showPayment(traits.noSuch('sales-order'), {
            state: 'captured',
            stripeId: 'ch_sample00000000000000002',
          }),
        'change-customer': () => box.erp.changeCustomer(traits.noSuch('customer'), { name: 'Nobody' }),
        'block-customer': () => box.erp.changeCustomer(traits.noSuch('customer'), { blocked: true }),
        'customer-changes': () => firstOf(box.erp.customerRecords({ since: '2026-01-01T00:00:00.000Z' })),
        'item-changes': () => firstOf(box.erp.itemRecords({ since: '2026-01-01T00:00:00.000Z' })),
      };
      const firstOf = async (records: AsyncIterable<unknown>): Promise<unknown> => {
        for await (const record of records) return record;
        return undefined;
      };
      it.each(Object.entries(traits.lacks).filter(([one]) => one !== 'credit-amount' && one !== 'settled-refund'))(
        'is %s, refused before anything is sent: %s',
        async (capability) => {
          const kind = everyKind.find((one) => one === capability);
          const document = kind && (await documentOf(kind, usual));
          const before = box.requests();

          const refused = document ? post(document) : refusals[capability as Capability]?.();

          await expect(refused).rejects.toMatchObject({ code: 'rejected' });
          expect(box.requests() - before).toBe(0);
        },
      );

      it('is written down, and everything else it can', () => {
        expect(new Set(box.erp.capabilities)).toEqual(new Set(everyCapability.filter(has)));
      });

      it.skip.each(Object.entries(traits.spared))('is no harm: %s can not befall it, because %s', () => {});
    });
  });
}

import { expect } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { newReference } from './by-hand.ts';
import { atRest, type Walk } from './walk.ts';

const creditNoteLines: Walk = {
  code: 'credit-note-lines',
  way: 'credited by hand, then skip with the number of the credit memo',
  provoke: async ({ product, refunds, sales, clerk, erp }, id) => {
    const customer = await product.stripe.customers.create({ email: `${id}@subscribers.example` });
    const asked = { amount: 11_900, currency: 'eur', customer: customer.id };
    const billed = (await product.stripeAdmin('/_sandbox/invoices', asked)) as { readonly id: string };
    await sales.push(id, { currency: 'EUR' });
    const payment = await sales.pay(id, { currency: 'eur' });
    await sales.dealtWith(payment);
    const { orders } = await sales.held(id, payment);
    const [invoice] = await erp.invoicesOf(String(orders[0]?.['number']));
    const outside = { invoice: billed.id, amount: 5_950, out_of_band_amount: 5_950 };
    const { id: note } = await product.stripe.creditNotes.create(outside);
    await refunds.dealtWith(note);
    const { caseId } = await clerk.waits(note, 'invoice-missing');
    await clerk.decide(caseId, ['patch', '--set', `invoice=${invoice?.number ?? ''}`]);
    return { subject: note, invoice: invoice?.number ?? '', payment };
  },
  follow: async ({ erp, product }, { invoice = '' }, _, id) => {
    const eur = (minor: number) => money(minor, 'EUR');
    const customer = await product.store.crosswalk.customerOf({ company: 'acme', root: `order/${id}` });
    const goods = { item: 'W-100', description: 'Widget', quantity: 1, unitPrice: eur(5_000), discount: eur(0) };
    const memo = await erp.post(
      {
        kind: 'credit-memo',
        customer: customer ?? '',
        invoice,
        date: new Date().toISOString().slice(0, 10),
        currency: 'EUR',
        lines: [{ ...goods, net: eur(5_000), tax: eur(950), taxCode: 'A1' }],
        total: eur(5_950),
        stripeId: 'by-hand',
        reason: 'Returned',
        extra: {},
      },
      newReference(),
    );
    return ['skip', '--number', memo.number];
  },
  after: async ({ refunds }, { subject }) => {
    await atRest(() => refunds.seen(subject));
    expect((await refunds.held(subject)).memos).toEqual([]);
  },
};

/** Of what other ERPs do otherwise. */
export const sapWalks: readonly Walk[] = [creditNoteLines];

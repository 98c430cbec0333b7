import { readFileSync } from 'node:fs';
import { parse, stringify } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import type { ErpDocument, Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import type { NativeClient } from '../../../../src/erp/p21/native/client.ts';
import { createEntities } from '../../../../src/erp/p21/native/entities.ts';
import { createJournals } from '../../../../src/erp/p21/native/journals.ts';
import { createPosting } from '../../../../src/erp/p21/native/posting.ts';
import type { Site } from '../../../../src/erp/p21/native/site.ts';
import { createTransactions } from '../../../../src/erp/p21/native/transactions.ts';
import { line } from '../../samples.ts';
import { of } from '../ground.ts';
import { fakeBooks } from './fake-books.ts';

const reference = 'R000000000000001' as Reference;
const usd = money(119_07, 'USD');
const lines = [
  line('W-100', money(50_00, 'USD'), {
    quantity: 3,
    discount: money(50_00, 'USD'),
    net: money(100_00, 'USD'),
    taxCode: 'CA825',
  }),
  line('SHIPPING', money(19_07, 'USD'), { description: 'Shipping', taxCode: '' }),
];
const address = {
  name: 'Sample Buyer',
  line1: '1 Main Street',
  city: 'Springfield',
  state: 'OR',
  postalCode: '97403',
  country: 'US',
};
const entry = of.journalEntry(money(3_76, 'USD'), {
  postings: [
    { debit: '6000', credit: '1010', amount: money(3_25, 'USD'), text: 'Fee' },
    { debit: '1015', credit: '1010', amount: money(51, 'USD'), text: '' },
  ],
});

/** Every kind of document with everything that it can say. */
const golden: Readonly<Record<string, readonly [ErpDocument, Partial<Site>?]>> = {
  customer: [
    of.customer('USD', {
      phone: '+1 541 555 0100',
      address: { ...address, line2: 'Floor 2' },
      stripeId: 'cus_sample00000001',
      extra: { CreditStatus: 'OK', TermsId: '30', 'UserDefined.channel': 'web' },
    }),
  ],
  'sales-order': [
    of.salesOrder(usd, {
      lines,
      hold: true,
      shipTo: address,
      extra: { delivery_instructions: 'Leave at the door', 'UserDefined.channel': 'web' },
    }),
    { taker: 'STRIPE', shipTo: '777' },
  ],
  'sales-order-by-web-reference': [
    of.salesOrder(money(1_191, 'JPY')),
    { orderReference: 'web_reference_no', paymentColumns: undefined as never },
  ],
  invoice: [of.invoice(usd, { lines, extra: { taker: 'SHOP' } })],
  'credit-memo-by-amount': [of.creditMemo(money(40_00, 'USD'), '3000001')],
  'credit-memo-by-lines': [{ ...of.creditMemo(usd, '3000001'), lines }],
  'cash-receipt-jpy': [of.cashReceipt(money(1_191, 'JPY'))],
  'cash-receipt-kwd': [
    of.cashReceipt(money(119_070, 'KWD'), { settlement: money(386_98, 'USD'), ledger: money(386_98, 'USD') }),
  ],
  'customer-refund-of-receipt': [of.customerRefund(money(40_00, 'USD'), '5000001')],
  'customer-refund-of-memo': [
    { ...of.customerRefund(money(40_00, 'USD'), ''), settles: { kind: 'credit-memo', number: '4000001' } },
  ],
  'journal-entry': [entry],
  'journal-entry-jpy': [of.journalEntry(money(1_191, 'JPY'))],
};

/** What leaves for Prophet 21, as text. */
async function requestOf(document: ErpDocument, site: Partial<Site> = {}): Promise<string> {
  let body = '';
  const client: NativeClient = {
    send: async (ask) => {
      body = stringify(ask.body, undefined, 2) ?? '';
      return Promise.reject(new Error('Nobody answers here'));
    },
  };
  const { native } = fakeBooks(site);
  const { company, site: whole } = native;
  const posting = createPosting({
    ...native,
    transactions: createTransactions(client),
    entities: createEntities(client),
    journals: createJournals(client, { company, journal: whole.journal }),
  });
  await expect(posting.post(document, reference)).rejects.toThrow('Nobody answers here');
  return body;
}

describe('what goes to Prophet 21', () => {
  it.each(Object.entries(golden))('is, for a %s, what was reviewed', async (name, [document, site]) => {
    const reviewed = readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8');

    expect(parse(await requestOf(document, site))).toEqual(parse(reviewed));
  });

  it.each([
    ['extra.Colour', of.salesOrder(usd, { extra: { Colour: 'red' } })],
    ['extra.taker', of.cashReceipt(usd, { extra: { taker: '1' } })],
    ['extra.UserDefined.x', of.journalEntry(usd, { extra: { 'UserDefined.x': '1' } })],
    ['extra.UserDefined.x', { ...of.creditMemo(usd, '1'), extra: { 'UserDefined.x': '1' } }],
    ['delivery_instructions', of.salesOrder(usd, { extra: { delivery_instructions: 'x'.repeat(256) } })],
    ['job_name', of.salesOrder(usd, { orderNumber: 'x'.repeat(41) })],
    ['CustomerName', of.customer('USD', { name: 'x'.repeat(256) })],
    ['items', of.salesOrder(usd, { lines: [] })],
    ['items[0].oe_order_item_id', of.salesOrder(usd, { lines: [line('x'.repeat(41), usd)] })],
    ['items[0].oe_order_item_id', of.salesOrder(usd, { lines: [line(' ', usd)] })],
    ['items[0].unit_quantity', of.salesOrder(usd, { lines: [line('W-100', usd, { quantity: 0.00001 })] })],
    ['items[0].unit_price', of.salesOrder(usd, { lines: [line('W-100', usd, { quantity: 0 })] })],
    ['items[0].unit_price', of.salesOrder(usd, { lines: [line('W-100', money(1, 'JPY'))] })],
    ['currency_id', of.salesOrder(money(1, 'SEK'))],
    ['currency_id', of.cashReceipt(usd, { settlement: money(1, 'SEK') })],
    ['currency_id', of.customer('SEK')],
    ['amount', of.cashReceipt(money(0, 'USD'))],
    ['home_amount', of.cashReceipt(usd, { ledger: money(-1, 'USD') })],
    ['memo_amount', { ...of.creditMemo(usd, '1'), currency: 'EUR' }],
    ['Lines', of.journalEntry(usd, { postings: [] })],
    ['Lines[0].Amount', of.journalEntry(money(-1, 'USD'))],
    ['Lines[4].Amount', { ...entry, postings: [...entry.postings, ...of.journalEntry(money(1, 'JPY')).postings] }],
  ] as const)('is refused before it leaves, by field: %s', async (where, document) => {
    const { native, sent } = fakeBooks();

    await expect(createPosting(native).post(document, reference)).rejects.toMatchObject({ code: 'invalid', where });
    expect(sent).toEqual([]);
  });

  it('names the currency and where its number belongs', async () => {
    const { native } = fakeBooks();

    await expect(createPosting(native).post(of.salesOrder(money(1, 'SEK')), reference)).rejects.toThrow(
      /SEK is not in currencies of the site's file/,
    );
  });

  it('says which fields of Prophet 21 a document has', async () => {
    const { native } = fakeBooks();

    await expect(createPosting(native).post(of.salesOrder(usd, { extra: { Colour: '' } }), reference)).rejects.toThrow(
      /delivery_instructions, taker, UserDefined\.<name>/,
    );
  });

  it('cuts what people read, never what identifies something', async () => {
    const body = await requestOf(of.cashReceipt(usd, { text: 'x'.repeat(100), stripeId: `py_${'1'.repeat(40)}` }));

    expect(body).toContain(`"${'x'.repeat(60)}"`);
    expect(body).toContain(`"py_${'1'.repeat(40)}"`);
  });

  it('keeps the Stripe id of a journal entry whole behind a long text', async () => {
    const body = await requestOf(
      of.journalEntry(usd, { postings: [{ debit: '6000', credit: '1010', amount: usd, text: 'x'.repeat(300) }] }),
    );

    expect(body).toContain('x txn_sample0000000000000001"');
  });

  it('wants the goods the day after, over the end of a month and of a year', async () => {
    expect(await requestOf(of.salesOrder(usd, { date: '2026-02-28' }))).toContain('"2026-03-01"');
    expect(await requestOf(of.salesOrder(usd, { date: '2026-12-31' }))).toContain('"2027-01-01"');
  });
});

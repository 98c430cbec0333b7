import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { createPosting } from '../../../../src/erp/p21/native/posting.ts';
import type { Site } from '../../../../src/erp/p21/native/site.ts';
import { of } from '../ground.ts';
import { fakeBooks } from './fake-books.ts';

const reference = 'R000000000000001' as Reference;
const usd = money(119_07, 'USD');
function prophet(more: Partial<Site> = {}) {
  const fake = fakeBooks(more);
  const set = (table: string, column: string, value: string | null) => {
    for (const row of fake.books[table] ?? []) row[column] = value;
  };
  return { ...fake, set, erp: createPosting(fake.native) };
}

/** What is looked for after a lost reply and not found is sent again. */
describe('what stands is never taken for nothing', () => {
  it.each([null, '', ' '])('an order whose delete_flag is %j', async (empty) => {
    const { erp, set } = prophet();
    const { number } = await erp.post(of.salesOrder(usd), reference);
    set('oe_hdr', 'delete_flag', empty);

    expect(await erp.find('sales-order', reference)).toMatchObject({ number });
    expect(await erp.read('sales-order', number)).toMatchObject({ number });
  });

  it.each([
    ['po_no', 'web_reference_no'],
    ['web_reference_no', 'po_no'],
  ] as const)('an order whose reference was kept in %s, by a site that keeps it in %s since', async (before, since) => {
    const { erp, native, set } = prophet({ orderReference: before });
    const sent = of.salesOrder(usd);
    const { number } = await erp.post(sent, reference);
    set('oe_hdr', since, 'Our order of May');
    const changed = createPosting({ ...native, site: { ...native.site, orderReference: since } });

    expect(await changed.find('sales-order', reference, { sent })).toMatchObject({ number, reference });
    expect(await changed.read('sales-order', number)).toMatchObject({ reference });
  });

  it('a direct invoice of such a site', async () => {
    const { erp, native } = prophet({ orderReference: 'web_reference_no' });
    const sent = of.invoice(usd);
    const { number } = await erp.post(sent, reference);
    const changed = createPosting({ ...native, site: { ...native.site, orderReference: 'po_no' } });

    expect(await changed.find('invoice', reference, { sent })).toMatchObject({ number, reference });
  });

  it('an entry of a journal that is no longer ours', async () => {
    const { erp, native } = prophet();
    const sent = of.journalEntry(usd);
    const { number } = await erp.post(sent, reference);
    const changed = createPosting({ ...native, site: { ...native.site, journal: 'SJ' } });

    expect(await changed.find('journal-entry', reference, { sent })).toMatchObject({ number });
  });
});

/** Either the site uses front_counter otherwise than we believe, or the sale was sent as the other kind before. */
describe('a sale that stands as the other kind', () => {
  const standing = async (kind: 'salesOrder' | 'invoice') => {
    const fake = prophet();
    await fake.erp.post(of[kind](usd), reference);
    return fake;
  };
  const advice = {
    code: 'conflict',
    where: 'front_counter',
    message: expect.stringMatching(/Order 1000001 .*: cancel it there and retry, or .* skip with its number/) as string,
  };

  it.each([
    ['invoice', 'sales-order'],
    ['salesOrder', 'invoice'],
  ] as const)('is a conflict that says what to do: %s, looked for as %s', async (kind, sought) => {
    const { erp } = await standing(kind);

    await expect(erp.find(sought, reference)).rejects.toMatchObject(advice);
  });

  it.each([
    ['salesOrder', 'sales-order', 'Y'],
    ['invoice', 'invoice', null],
  ] as const)('on a site that marks it so is a conflict: %s', async (kind, sought, mark) => {
    const { erp, set } = await standing(kind);
    set('oe_hdr', 'front_counter', mark);

    await expect(erp.find(sought, reference)).rejects.toMatchObject(advice);
  });

  it('and was cancelled before it was invoiced makes room for the right one', async () => {
    const { erp, set } = await standing('salesOrder');
    set('oe_hdr', 'cancel_flag', 'Y');
    expect(await erp.find('invoice', reference)).toBeUndefined();

    const { number } = await erp.post(of.invoice(usd), reference);

    expect(await erp.find('invoice', reference)).toMatchObject({ number });
  });

  it('and was invoiced in part, the rest being cancelled, does not', async () => {
    const { erp, books, set } = await standing('salesOrder');
    set('oe_hdr', 'cancel_flag', 'Y');
    books['invoice_hdr'] = [
      { invoice_no: '7', order_no: '1000001', company_no: 'ACME', invoice_type: 'IN', customer_id: '100500' },
    ];

    await expect(erp.find('invoice', reference)).rejects.toMatchObject(advice);
  });
});

describe('a sale that is found with more lines than were sent', () => {
  const found = async (kind: 'salesOrder' | 'invoice', more: object) => {
    const { erp, books } = prophet();
    const sent = of[kind](usd);
    await erp.post(sent, reference);
    const table = books[kind === 'invoice' ? 'invoice_line' : 'oe_line'];
    table?.push({ ...table[0], line_no: '9', ...more });
    return erp.find(sent.kind, reference, { sent });
  };

  it.each([
    ['salesOrder', 'a line of ours twice, for nothing', { extended_price: '0.00' }],
    ['salesOrder', 'the same under a number of its own', { extended_price: '0.00', user_line_no: '020' }],
    ['salesOrder', 'a line that nobody sent', { item_id: 'W-900', user_line_no: '020', extended_price: '0.01' }],
    ['invoice', 'a line of ours twice', {}],
  ] as const)('is a conflict: %s, %s', async (kind, _what, more) => {
    await expect(found(kind, more)).rejects.toMatchObject({ code: 'conflict', where: 'items' });
  });

  it.each([
    ['salesOrder', 'a part of a kit', { item_id: 'KIT-1', user_line_no: '', extended_price: '0.00' }],
    ['invoice', 'a tax', { item_id: 'TAX-IL', extended_price: '1.00' }],
  ] as const)('is ours where Prophet 21 adds them by itself: %s, %s', async (kind, _what, more) => {
    expect(await found(kind, more)).toMatchObject({ reference });
  });
});

/** Comparing needs none of what sending needs. */
describe('a document that could not be sent any more', () => {
  it.each([
    ['currency_hdr', 'exchange_rate', '1.2000'],
    ['currency_hdr', 'exchange_rate', '0.0000'],
    ['periods', 'period_closed', 'Y'],
  ])('is found: an entry since which %s.%s is %s', async (table, column, value) => {
    const { erp, set } = prophet();
    const sent = of.journalEntry(money(119_07, 'EUR'));
    const { number } = await erp.post(sent, reference);
    set(table, column, value);

    expect(await erp.find('journal-entry', reference, { sent })).toMatchObject({ number });
  });

  it.each([
    ['amounts', 'foreign_amount', '1.0000'],
    ['accounts', 'account_number', '7000'],
  ])('is a conflict where an entry has other %s', async (_what, column, value) => {
    const { erp, set } = prophet();
    const sent = of.journalEntry(money(119_07, 'EUR'));
    await erp.post(sent, reference);
    set('gl', column, value);

    await expect(erp.find('journal-entry', reference, { sent })).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each([of.creditMemo(usd, '3000001'), of.cashReceipt(usd), of.customerRefund(usd, '5000001')])(
    'is found on a site that has no service for it since: $kind',
    async (sent) => {
      const { erp, native } = prophet();
      const { number } = await erp.post(sent, reference);
      const none = { by: 'none' } as const;
      const ways = { ...native.site.ways, 'credit-memo': none, 'cash-receipt': none, 'customer-refund': none };
      const changed = createPosting({ ...native, site: { ...native.site, ways } });

      expect(await changed.find(sent.kind, reference, { sent })).toMatchObject({ number });
    },
  );
});

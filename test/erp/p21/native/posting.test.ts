import { describe, expect, it } from 'vitest';
import type { DocumentKind, ErpDocument, Reference } from '../../../../src/domain/documents.ts';
import { money, type Money } from '../../../../src/domain/money.ts';
import { createPosting } from '../../../../src/erp/p21/native/posting.ts';
import type { Site } from '../../../../src/erp/p21/native/site.ts';
import { everyKind, line, totalOf } from '../../samples.ts';
import { of } from '../ground.ts';
import { fakeBooks } from './fake-books.ts';
import { site } from './fake-tables.ts';

const reference = 'R000000000000001' as Reference;
const usd = money(119_07, 'USD');
const lines = [line('W-100', money(100_00, 'USD')), line('SHIPPING', money(19_07, 'USD'))];
const documents = (amount: Money = usd): Readonly<Record<DocumentKind, ErpDocument>> => ({
  customer: of.customer(amount.currency, { stripeId: 'cus_sample00000001' }),
  'sales-order': of.salesOrder(amount),
  invoice: of.invoice(amount),
  'credit-memo': of.creditMemo(amount, '3000001'),
  'cash-receipt': of.cashReceipt(amount),
  'customer-refund': of.customerRefund(amount, '5000001'),
  'journal-entry': of.journalEntry(amount),
});
const amounts = [usd, money(1_191, 'JPY'), money(119_073, 'KWD')];

function prophet(more: Partial<Site> = {}) {
  const fake = fakeBooks(more);
  return { ...fake, erp: createPosting(fake.native) };
}

describe('a document', () => {
  for (const amount of amounts)
    it.each(everyKind)(
      `of the kind %s, in ${amount.currency}, is posted, found and read as it was sent`,
      async (kind) => {
        const { erp, sent } = prophet();
        expect(await erp.find(kind, reference)).toBeUndefined();

        const receipt = await erp.post(documents(amount)[kind], reference);

        const total = totalOf(documents(amount)[kind], amount);
        expect(receipt).toMatchObject({ kind, reference, ...(total && { total }) });
        expect(await erp.find(kind, reference)).toEqual(receipt);
        expect(await erp.read(kind, receipt.number)).toEqual(receipt);
        expect(sent).toHaveLength(1);
      },
    );

  it.each(everyKind)('of the kind %s that stands twice under one reference is for a person', async (kind) => {
    const { erp } = prophet();
    await erp.post(documents()[kind], reference);
    await erp.post(documents()[kind], reference);

    await expect(erp.find(kind, reference)).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each(everyKind)('of the kind %s of another company is none of ours', async (kind) => {
    const { erp, native } = prophet();
    const { number } = await erp.post(documents()[kind], reference);
    const elsewhere = createPosting({ ...native, company: 'OTHER' });

    expect(await elsewhere.find(kind, reference)).toBeUndefined();
    expect(await elsewhere.read(kind, number)).toBeUndefined();
  });

  it.each(everyKind)('of the kind %s under a reference in other letters is not ours', async (kind) => {
    const { erp, books } = prophet();
    await erp.post(documents()[kind], reference);
    // A database that compares without regard to case gives it.
    for (const row of Object.values(books).flat())
      for (const [column, value] of Object.entries(row)) if (value === reference) row[column] = reference.toLowerCase();
    const blind = createPosting({ ...prophet().native, odata: caseBlind(books) });

    expect(await blind.find(kind, reference)).toBeUndefined();
  });

  it('that was not sent because its time was over left nothing', async () => {
    const { erp, sent } = prophet();

    await expect(erp.post(of.cashReceipt(usd), reference, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(sent).toEqual([]);
  });

  it('that was accepted and is not there is of unknown outcome', async () => {
    const { erp, books, habits } = prophet();
    habits.afterwards = () => void (books['oe_hdr'] = []);

    await expect(erp.post(of.salesOrder(usd), reference)).rejects.toMatchObject({ code: 'outcome-unknown' });
  });

  it('that carries our reference and can not be read whole is not posted again', async () => {
    const { erp, books } = prophet();
    await erp.post(of.cashReceipt(usd), reference);
    books['ar_receipts'] = [];

    await expect(erp.find('cash-receipt', reference)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('whose currency the profile does not know is a conflict that names where it belongs', async () => {
    const { erp, books, habits } = prophet();
    habits.afterwards = () => set(books, 'oe_hdr', 'currency_id', '9');

    await expect(erp.post(of.salesOrder(usd), reference)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining("currencies of the site's file") as string,
    });
  });

  it('whose amount is finer than its currency is a conflict', async () => {
    const { erp, books, habits } = prophet();
    habits.afterwards = () => set(books, 'ar_receipts', 'amount', '119.0750');

    await expect(erp.post(of.cashReceipt(usd), reference)).rejects.toMatchObject({ code: 'conflict', where: 'amount' });
  });
});

type Rows = Record<string, Record<string, string | null>[]>;
function set(books: Rows, table: string, column: string, value: string | null): void {
  for (const row of books[table] ?? []) row[column] = value;
}
const caseBlind = (books: Rows) => {
  const rows = async (table: string) => Promise.resolve(books[table] ?? []);
  return { rows, pages: () => Promise.reject(new Error('Nobody pages here')) as never };
};

describe('what stands otherwise than it was sent', () => {
  it.each([
    ['sales-order', 'oe_hdr', 'po_no', 'R9', 'po_no'],
    ['sales-order', 'oe_hdr', 'company_id', 'OTHER', 'company_id'],
    ['sales-order', 'oe_hdr', 'customer_id', '100501.0000', 'customer_id'],
    ['sales-order', 'oe_hdr', 'currency_id', '4', 'currency_id'],
    ['sales-order', 'oe_hdr', 'front_counter', 'Y', 'front_counter'],
    ['sales-order', 'oe_line', 'item_id', 'W-900', 'items[0].oe_order_item_id'],
    ['sales-order', 'oe_line', 'unit_quantity', '2', 'items[0].unit_quantity'],
    ['sales-order', 'oe_line', 'extended_price', '119.0600', 'items[0].extended_price'],
    ['invoice', 'oe_hdr', 'po_no', 'R9', 'po_no'],
    ['invoice', 'oe_hdr', 'front_counter', null, 'front_counter'],
    ['invoice', 'invoice_hdr', 'customer_id', '100501', 'customer_id'],
    ['invoice', 'invoice_hdr', 'currency_id', '4', 'currency_id'],
    ['invoice', 'invoice_line', 'item_id', 'W-900', 'items[0].oe_order_item_id'],
    ['invoice', 'invoice_line', 'unit_quantity', '2', 'items[0].unit_quantity'],
    ['invoice', 'invoice_line', 'extended_price', '119.0600', 'items[0].extended_price'],
    ['credit-memo', 'invoice_hdr', 'po_no', 'R9', 'po_no'],
    ['credit-memo', 'invoice_hdr', 'company_no', 'OTHER', 'company_no'],
    ['credit-memo', 'invoice_hdr', 'invoice_reference_no', '3000002', 'invoice_reference_no'],
    ['credit-memo', 'invoice_hdr', 'currency_id', '4', 'currency_id'],
    ['credit-memo', 'invoice_hdr', 'total_amount', '-119.0600', 'total_amount'],
    ['credit-memo', 'invoice_hdr', 'total_amount', '119.0700', 'total_amount'],
    ['cash-receipt', 'ar_payment_details', 'check_number', 'R9', 'check_number'],
    ['cash-receipt', 'ar_receipts', 'company_no', 'OTHER', 'company_no'],
    ['cash-receipt', 'ar_receipts', 'customer_id', '100501', 'customer_id'],
    ['cash-receipt', 'ar_receipts', 'amount', '119.0600', 'amount'],
    ['cash-receipt', 'ar_receipts', 'currency_id', '4', 'amount'],
    ['cash-receipt', 'ar_receipts', 'home_amount', '119.0600', 'home_amount'],
    ['cash-receipt', 'ar_receipts', 'bank_amount', '119.0600', 'bank_amount'],
    ['cash-receipt', 'ar_receipts', 'bank_currency_id', '4', 'bank_amount'],
    ['cash-receipt', 'ar_receipts', 'bank_account_no', '1020', 'bank_account_no'],
    ['customer-refund', 'ar_refunds', 'check_number', 'R9', 'check_number'],
    ['customer-refund', 'ar_refunds', 'amount', '119.0600', 'amount'],
    ['customer-refund', 'ar_refunds', 'receipt_number', '5000002', 'receipt_number'],
    ['customer-refund', 'ar_refunds', 'receipt_number', null, 'receipt_number'],
    ['customer', 'customer', 'legacy_id', 'R9', 'legacy_id'],
    ['customer', 'customer', 'currency_id', '4', 'currency_id'],
    ['customer', 'customer_ud', 'stripe_customer_id', 'cus_other', 'stripe_customer_id'],
    ['customer', 'customer_ud', 'stripe_customer_id', null, 'stripe_customer_id'],
    ['journal-entry', 'gl', 'source', 'R9', 'source'],
    ['journal-entry', 'gl', 'currency_id', '4', 'currency_id'],
    ['journal-entry', 'gl', 'account_number', '6001', 'amount'],
    ['journal-entry', 'gl', 'amount', '1.0000', 'amount'],
  ] as const)('is a conflict: %s, %s.%s = %s', async (kind, table, column, value, where) => {
    const { erp, books, habits } = prophet();
    habits.afterwards = () => set(books, table, column, value);

    await expect(erp.post(documents()[kind], reference)).rejects.toMatchObject({ code: 'conflict', where });
  });

  it('is a conflict where a memo has another line than was sent', async () => {
    const { erp, books, habits } = prophet();
    habits.afterwards = () => set(books, 'invoice_line', 'extended_price', '-1.0000');

    await expect(erp.post({ ...of.creditMemo(usd, '3000001'), lines }, reference)).rejects.toMatchObject({
      code: 'conflict',
      where: 'items[0].extended_price',
    });
  });

  it('is none where a memo has the lines that were sent, in any order and of either sign', async () => {
    const { erp, books, habits } = prophet();
    const memo = { ...of.creditMemo(usd, '3000001'), lines };
    habits.afterwards = () => {
      books['invoice_line']?.reverse();
      for (const row of books['invoice_line'] ?? [])
        for (const column of ['unit_quantity', 'extended_price']) row[column] = (row[column] ?? '').replace('-', '');
    };

    await expect(erp.post(memo, reference)).resolves.toMatchObject({ kind: 'credit-memo' });
  });
});

describe('a sales order', () => {
  it('that should be held and is approved is a conflict', async () => {
    const { erp, books, habits } = prophet();
    habits.afterwards = () => set(books, 'oe_hdr', 'approved', 'Y');

    await expect(erp.post(of.salesOrder(usd, { hold: true }), reference)).rejects.toMatchObject({ where: 'approved' });
  });

  it('is mended when a line was dropped on the way, by that line alone', async () => {
    const { erp, habits, sent, rows } = prophet();
    habits.drops.set('020', 1);

    const { number, total } = await erp.post(of.salesOrder(usd, { lines }), reference);

    expect(total).toEqual(usd);
    expect(rows('oe_line', 'order_no', number)).toHaveLength(2);
    expect(sent).toHaveLength(2);
    expect(JSON.stringify(sent[1])).toContain('SHIPPING');
    expect(JSON.stringify(sent[1])).not.toContain('W-100');
    expect(sent[1]?.body).toMatchObject({
      elements: [{ keys: ['order_no'], rows: [[{ value: number }]] }, { keys: ['user_line_no'] }],
    });
  });

  it('is a conflict when the line is dropped again', async () => {
    const { erp, habits, sent } = prophet();
    habits.drops.set('020', 2);

    await expect(erp.post(of.salesOrder(usd, { lines }), reference)).rejects.toMatchObject({
      code: 'conflict',
      where: 'items[1].oe_order_item_id',
    });
    expect(sent).toHaveLength(2);
  });

  it('never gets lines again that stand under numbers of the site', async () => {
    const { erp, habits, sent, rows } = prophet();
    habits.afterwards = (all) => {
      for (const row of all['oe_line'] ?? []) row['user_line_no'] = String(row['line_no']);
    };

    await expect(erp.post(of.salesOrder(usd, { lines }), reference)).rejects.toMatchObject({ code: 'conflict' });
    expect(sent).toHaveLength(1);
    expect(rows('oe_line', 'item_id', 'W-100')).toHaveLength(1);
  });

  it.each([
    ['another line stands otherwise than it was sent', 'extended_price', '100.0100'],
    ['another line was deleted since', 'delete_flag', 'Y'],
  ])('is not mended where %s', async (_what, column, value) => {
    const { erp, habits, books, sent } = prophet();
    habits.drops.set('020', 1);
    habits.afterwards = () => void Object.assign(books['oe_line']?.[0] ?? {}, { [column]: value });

    await expect(erp.post(of.salesOrder(usd, { lines }), reference)).rejects.toMatchObject({ code: 'conflict' });
    expect(sent).toHaveLength(1);
  });

  it('is not mended under a reference that is not ours', async () => {
    const { erp, books, habits, sent } = prophet();
    habits.drops.set('010', 1);
    habits.afterwards = () => set(books, 'oe_hdr', 'po_no', 'R9');

    await expect(erp.post(of.salesOrder(usd), reference)).rejects.toMatchObject({ code: 'conflict', where: 'po_no' });
    expect(sent).toHaveLength(1);
  });

  it('keeps its reference where the site says', async () => {
    const { erp, rows } = prophet({ orderReference: 'web_reference_no' });

    const { number } = await erp.post(of.salesOrder(usd), reference);

    expect(rows('oe_hdr', 'order_no', number)).toMatchObject([{ web_reference_no: reference }]);
    expect(await erp.find('sales-order', reference)).toMatchObject({ number });
  });

  it('adds its tax to its total, and says what is short', async () => {
    const { erp, books, habits } = prophet();
    habits.afterwards = (all) => {
      const [order] = all['oe_hdr'] ?? [];
      for (const tax of ['1.2000', '0.0300'])
        (books['oe_hdr_tax'] ??= []).push({ order_no: order?.['order_no'] ?? '', tax_amount: tax });
      set(books, 'oe_line', 'qty_allocated', '0.7500');
    };

    expect(await erp.post(of.salesOrder(usd), reference)).toMatchObject({
      total: money(120_30, 'USD'),
      shortages: [{ item: 'W-100', quantity: '0.25' }],
    });
  });

  it.each([
    ['open', {}, {}],
    ['held', { approved: 'N' }, {}],
    ['shipped', {}, { qty_shipped: '1.0', qty_allocated: '0' }],
    ['invoiced', {}, { qty_shipped: '1.0', qty_allocated: '0', qty_invoiced: '1.0' }],
    ['cancelled', { cancel_flag: 'Y' }, {}],
    ['cancelled', {}, { unit_quantity: '0.0' }],
    ['invoiced', { cancel_flag: 'Y' }, { unit_quantity: '2.0', qty_shipped: '1.0', qty_invoiced: '1.0' }],
  ] as const)('is %s with the head %j and the line %j', async (status, head, item) => {
    const { erp, books } = prophet();
    const { number } = await erp.post(of.salesOrder(usd), reference);
    for (const [column, value] of Object.entries(head)) set(books, 'oe_hdr', column, value);
    for (const [column, value] of Object.entries(item)) set(books, 'oe_line', column, value);

    expect(await erp.read('sales-order', number)).toMatchObject({ status });
  });

  it.each([
    ['oe_line', 'extended_price', '119.0650'],
    ['oe_hdr_tax', 'tax_amount', '0.0050'],
  ])('that people priced finer than the currency, in %s.%s, is read without a total', async (table, column, fine) => {
    const { erp, books } = prophet();
    const { number } = await erp.post(of.salesOrder(usd), reference);
    (books['oe_hdr_tax'] ??= []).push({ order_no: number, tax_amount: '0.0000' });
    set(books, table, column, fine);

    const order = await erp.read('sales-order', number);

    expect(order).toMatchObject({ customer: '100500', status: 'open' });
    expect(order).not.toHaveProperty('total');
  });

  it('whose tax is finer than the currency is a conflict when it is ours', async () => {
    const { erp, books, habits } = prophet();
    habits.afterwards = (all) =>
      void (books['oe_hdr_tax'] = [{ order_no: all['oe_hdr']?.[0]?.['order_no'] ?? '', tax_amount: '0.0050' }]);

    await expect(erp.post(of.salesOrder(usd), reference)).rejects.toMatchObject({
      code: 'conflict',
      where: 'tax_amount',
    });
  });

  it('that is deleted is none, and its deleted lines are none of it', async () => {
    const { erp, books } = prophet();
    const { number } = await erp.post(of.salesOrder(usd, { lines }), reference);
    Object.assign(books['oe_line']?.[1] ?? {}, { delete_flag: 'Y' });
    expect(await erp.read('sales-order', number)).toMatchObject({ total: money(100_00, 'USD') });

    set(books, 'oe_hdr', 'delete_flag', 'Y');
    expect(await erp.find('sales-order', reference)).toBeUndefined();
  });
});

describe('a direct invoice', () => {
  it('is one by its front_counter: the invoice of an order carries no reference of ours', async () => {
    const { erp, books } = prophet();
    await erp.post(of.invoice(usd), reference);
    set(books, 'oe_hdr', 'front_counter', 'N');

    expect(await erp.read('invoice', books['invoice_hdr']?.[0]?.['invoice_no'] ?? '')).not.toHaveProperty('reference');
  });

  it('that is not there yet is of unknown outcome, and a person decides on its order', async () => {
    const { erp, books, habits } = prophet();
    habits.afterwards = () => void (books['invoice_hdr'] = []);
    await expect(erp.post(of.invoice(usd), reference)).rejects.toMatchObject({ code: 'outcome-unknown' });

    await expect(erp.find('invoice', reference)).rejects.toMatchObject({ code: 'conflict' });
    set(books, 'oe_hdr', 'cancel_flag', 'Y');
    expect(await erp.find('invoice', reference)).toBeUndefined();
  });

  it('is not mended: what is invoiced can not grow', async () => {
    const { erp, habits, sent } = prophet();
    habits.drops.set('020', 1);

    await expect(erp.post(of.invoice(usd, { lines }), reference)).rejects.toMatchObject({
      code: 'conflict',
      where: 'items[1].oe_order_item_id',
    });
    expect(sent).toHaveLength(1);
  });
});

describe('a journal entry', () => {
  it.each([
    ['closed', '2026-03-15'],
    ['unknown', '2026-07-15'],
  ])('in a period that is %s is rejected before anything is sent', async (_what, date) => {
    const { erp, sent } = prophet();

    await expect(erp.post(of.journalEntry(usd, { date }), reference)).rejects.toMatchObject({
      code: 'rejected',
      where: 'TransactionDate',
    });
    expect(sent).toEqual([]);
  });

  it('takes in the last day of its period', async () => {
    const { erp, sent } = prophet();
    await erp.post(of.journalEntry(usd, { date: '2026-02-28' }), reference);

    expect(sent[0]?.body).toMatchObject([{ Period: '2', YearForPeriod: '2026' }, { Period: '2' }]);
  });

  it('balances to the cent in both currencies, whatever the rate', async () => {
    const { erp, sent } = prophet();
    const posting = { debit: '6000', credit: '1010', amount: money(33, 'EUR'), text: '' };
    await erp.post(of.journalEntry(money(33, 'EUR'), { postings: [posting, posting, posting] }), reference);

    // 0.33 EUR at 1.085 are 0.35805 USD.
    const lines = ['0.36', '-0.36', '0.36', '-0.36', '0.36', '-0.36'].map((Amount) => ({ Amount }));
    expect(sent[0]?.body).toMatchObject(lines);
  });

  it('without an exchange rate is not posted', async () => {
    const { erp, books, sent } = prophet();
    set(books, 'currency_hdr', 'exchange_rate', '0.0000');

    await expect(erp.post(of.journalEntry(money(1, 'EUR')), reference)).rejects.toMatchObject({
      where: 'exchange_rate',
    });
    expect(sent).toEqual([]);
  });
});

describe('a site', () => {
  it.each(['credit-memo', 'cash-receipt', 'customer-refund'] as const)(
    'without a service for a %s refuses before anything is sent, and says what it lacks',
    async (kind) => {
      const { erp, sent, asked } = prophet({ ways: { ...site.ways, [kind]: { by: 'none' } } });

      await expect(erp.post(documents()[kind], reference)).rejects.toMatchObject({
        code: 'rejected',
        message: expect.stringContaining(`services.${kind.replace('-', '_')}`) as string,
      });
      expect([...sent, ...asked]).toEqual([]);
    },
  );

  it('that names no field for an amount refuses, and one for the text does not', async () => {
    const way = site.ways['cash-receipt'];
    if (way.by !== 'transaction') throw new Error('The usual way is a service');
    const without = (...meanings: string[]) =>
      prophet({
        ways: {
          ...site.ways,
          'cash-receipt': {
            ...way,
            fields: Object.fromEntries(Object.entries(way.fields).filter(([meaning]) => !meanings.includes(meaning))),
          },
        },
      }).erp;

    await expect(without('home').post(of.cashReceipt(usd), reference)).rejects.toMatchObject({
      code: 'rejected',
      where: 'services.cash_receipt.fields.home',
    });
    await expect(without('bankCurrency').post(of.cashReceipt(usd), reference)).rejects.toMatchObject({
      where: 'services.cash_receipt.fields.bank_currency',
    });
    await expect(without('text', 'stripeId').post(of.cashReceipt(usd), reference)).resolves.toMatchObject({
      reference,
    });
  });

  it('without a column for the Stripe id of a customer does without', async () => {
    const { erp, sent } = prophet({ customerColumn: undefined as never });

    await expect(erp.post(documents().customer, reference)).resolves.toMatchObject({ kind: 'customer' });
    expect(sent[0]?.body).not.toHaveProperty('UserDefinedFields');
  });
});

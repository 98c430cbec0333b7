import { describe, expect, it } from 'vitest';
import type { DocumentKind, ErpDocument, Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { createPosting } from '../../../../src/erp/p21/native/posting.ts';
import type { Site } from '../../../../src/erp/p21/native/site.ts';
import { createUndoing } from '../../../../src/erp/p21/native/undoing.ts';
import type { Undoing } from '../../../../src/erp/port.ts';
import { of } from '../ground.ts';
import { fakeBooks } from './fake-books.ts';
import { site } from './fake-tables.ts';

const reference = 'R000000000000001' as Reference;
const other = 'R000000000000002' as Reference;
const usd = money(119_07, 'USD');
const how: Undoing = { because: 'mistake', reason: 'Posted by mistake', reference: other, date: '2026-02-03' };

async function posted(document: ErpDocument, more: Partial<Site> = {}) {
  const fake = fakeBooks(more);
  const { number } = await createPosting(fake.native).post(document, reference);
  fake.sent.length = 0;
  const kind: DocumentKind = document.kind;
  return { ...fake, erp: createUndoing(fake.native), what: { kind, number } };
}
const reversible = [of.salesOrder(usd), of.invoice(usd), of.cashReceipt(usd), of.journalEntry(usd)];

describe('taking a document back', () => {
  it.each(reversible)('is done and found: $kind', async (document) => {
    const { erp, what, sent } = await posted(document);
    expect(await erp.findUndoing(what, other)).toBeUndefined();

    const undone = await erp.undo(what, how);

    expect(undone).toMatchObject({ kind: 'undoing', reference: other });
    expect(await erp.findUndoing(what, other)).toEqual(undone);
    expect(sent).toHaveLength(1);
  });

  it.each([of.salesOrder(usd), of.cashReceipt(usd)])(
    'can be done only once, so that it is found under any reference: $kind',
    async (document) => {
      const { erp, what, sent } = await posted(document);
      await erp.undo(what, how);

      expect(await erp.findUndoing(what, 'R7' as Reference)).toMatchObject({ kind: 'undoing' });
      expect(await erp.undo(what, { ...how, reference: 'R7' as Reference })).toMatchObject({ reference: 'R7' });
      expect(sent).toHaveLength(1);
    },
  );

  it.each([of.invoice(usd), of.journalEntry(usd)])('is found under its own reference only: $kind', async (document) => {
    const { erp, what } = await posted(document);
    await erp.undo(what, how);

    expect(await erp.findUndoing(what, 'R7' as Reference)).toBeUndefined();
  });

  it.each([of.customer('USD'), of.creditMemo(usd, '1'), of.customerRefund(usd, '1')])(
    'has no way where Prophet 21 has none, and advises: $kind',
    async (document) => {
      const { erp, what, sent } = await posted(document);

      await expect(erp.undo(what, how)).rejects.toMatchObject({
        code: 'rejected',
        message: expect.stringMatching(/can't be undone in Prophet 21: \w+/) as string,
      });
      expect(await erp.findUndoing(what, other)).toBeUndefined();
      expect(sent).toEqual([]);
    },
  );

  it.each(reversible)('of what is not there, or another company has, is not found: $kind', async (document) => {
    const { erp, what, native, sent } = await posted(document);
    const elsewhere = createUndoing({ ...native, company: 'OTHER' });

    await expect(erp.undo({ ...what, number: '999' }, how)).rejects.toMatchObject({ code: 'not-found' });
    await expect(elsewhere.undo(what, how)).rejects.toMatchObject({ code: 'not-found' });
    expect(sent).toEqual([]);
  });

  it.each([
    [of.salesOrder(usd), 'oe_hdr', 'cancel_flag', 'N'],
    [of.invoice(usd), 'invoice_hdr', 'total_amount', '-1.0000'],
    [of.cashReceipt(usd), 'ar_receipts', 'reversed_flag', 'N'],
    [of.journalEntry(usd), 'gl', 'account_number', '7000'],
  ] as const)('that was accepted and does not show is a conflict: $kind', async (document, table, column, value) => {
    const { erp, what, books, habits } = await posted(document);
    habits.afterwards = () => void Object.assign(books[table]?.at(-1) ?? {}, { [column]: value });

    await expect(erp.undo(what, how)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a credit memo under the reference of an undoing', () => {
  it.each([
    ['total_amount', '-100.0000'],
    ['currency_id', '4'],
    ['invoice_reference_no', '3000009'],
  ])('is not the undoing when its %s is %s', async (column, value) => {
    const { erp, what, rows } = await posted(of.invoice(usd));
    await erp.undo(what, how);
    Object.assign(rows('invoice_hdr', 'invoice_type', 'CM')[0] ?? {}, { [column]: value });

    await expect(erp.findUndoing(what, other)).rejects.toMatchObject({ code: 'conflict', where: 'total_amount' });
  });
});

describe('what is sent to take back', () => {
  it('an order is the flag alone', async () => {
    const { erp, what, sent } = await posted(of.salesOrder(usd));
    await erp.undo(what, how);

    const row = [
      { name: 'order_no', value: what.number },
      { name: 'cancel_flag', value: 'Y' },
    ];
    expect(sent[0]?.body).toMatchObject({ service: 'Order', elements: [{ keys: ['order_no'], rows: [row] }] });
  });

  it('an invoice is a credit memo over all of it', async () => {
    const { erp, what, sent } = await posted(of.invoice(usd));

    expect(await erp.undo(what, how)).toMatchObject({ total: usd });
    expect(sent[0]?.body).toMatchObject({
      service: 'ARCreditMemo',
      elements: [
        {
          rows: [
            [
              { name: 'invoice_reference_no', value: what.number },
              { name: 'memo_date', value: '2026-02-03' },
              { name: 'currency_id', value: '1' },
              { name: 'po_no', value: other },
              { name: 'memo_amount', value: '119.07' },
              { name: 'memo_desc', value: 'Posted by mistake' },
            ],
          ],
        },
      ],
    });
  });

  it('a receipt is a command, for nothing else reverses it', async () => {
    const { erp, what, sent } = await posted(of.cashReceipt(usd));
    await erp.undo(what, how);

    expect(sent).toMatchObject([
      {
        door: 'commands',
        body: {
          service: 'ReverseARPayment',
          elements: [
            {
              rows: [
                [
                  { name: 'receipt_number', value: what.number },
                  { name: 'reversal_date', value: '2026-02-03' },
                  { name: 'reversal_desc', value: 'Posted by mistake' },
                ],
              ],
            },
          ],
        },
      },
    ]);
  });

  it('an entry is its opposite, in both currencies as they were booked', async () => {
    const { erp, what, sent, books } = await posted(of.journalEntry(money(1_00, 'EUR')));
    Object.assign(books['currency_hdr']?.[3] ?? {}, { exchange_rate: '2.0' });
    await erp.undo(what, how);

    expect(sent[0]?.body).toMatchObject([
      { AccountNumber: '6000', Amount: '-1.09', ForeignAmount: '-1.00', CurrencyId: '4', Source: other, Period: '2' },
      { AccountNumber: '1010', Amount: '1.09', ForeignAmount: '1.00', TransactionDate: '2026-02-03T00:00:00' },
    ]);
  });
});

describe('what a site lacks', () => {
  it.each([{ by: 'none' }, { by: 'import', folder: '/nowhere', fields: {} }] as const)(
    'keeps an invoice from being credited, before anything is sent: %j',
    async (way) => {
      const { erp, what, sent } = await posted(of.invoice(usd), { ways: { ...site.ways, 'credit-memo': way } });

      await expect(erp.undo(what, how)).rejects.toMatchObject({ code: 'rejected', where: 'services.credit_memo' });
      expect(sent).toEqual([]);
    },
  );

  it('keeps an entry from being opposed in a closed period, before anything is sent', async () => {
    const { erp, what, sent } = await posted(of.journalEntry(usd));

    await expect(erp.undo(what, { ...how, date: '2026-03-03' })).rejects.toMatchObject({ code: 'rejected' });
    expect(sent).toEqual([]);
  });
});

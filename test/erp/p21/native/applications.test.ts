import { beforeEach, describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { createApplications } from '../../../../src/erp/p21/native/applications.ts';
import { createPosting } from '../../../../src/erp/p21/native/posting.ts';
import type { Site } from '../../../../src/erp/p21/native/site.ts';
import type { Application } from '../../../../src/erp/port.ts';
import { of } from '../ground.ts';
import { fakeBooks } from './fake-books.ts';
import { site } from './fake-tables.ts';

const reference = 'R000000000000001' as Reference;
const other = 'R000000000000002' as Reference;
const usd = money(119_07, 'USD');

async function deposited(more: Partial<Site> = {}) {
  const fake = fakeBooks(more);
  const { number } = await createPosting(fake.native).post(of.cashReceipt(usd), 'R000000000000009' as Reference);
  fake.sent.length = 0;
  fake.asked.length = 0;
  const application: Application = { receipt: number, invoice: '3000001', amount: usd };
  const applied = (row: Record<string, string>) =>
    void (fake.books['ar_receipts_detail'] ??= []).push({
      receipt_number: number,
      sequence_no: String((fake.books['ar_receipts_detail']?.length ?? 0) + 1),
      invoice_no: '3000001',
      amount: '119.0700',
      ...row,
    });
  return { ...fake, erp: createApplications(fake.native), application, applied };
}

describe('an application', () => {
  let box: Awaited<ReturnType<typeof deposited>>;
  beforeEach(async () => {
    box = await deposited();
  });

  it('is made once, under its reference, and found', async () => {
    const { erp, application, sent } = box;
    expect(await erp.findApplication(application, reference)).toBeUndefined();

    const made = await erp.apply(application, reference);

    expect(made).toMatchObject({
      kind: 'application',
      number: `${application.receipt}-1`,
      reference,
      total: usd,
      status: 'open',
    });
    expect(await erp.apply(application, reference)).toEqual(made);
    expect(await erp.findApplication(application, reference)).toEqual(made);
    const form = [{ name: 'receipt_number', value: application.receipt }];
    const row = [
      { name: 'apply_desc', value: reference },
      { name: 'invoice_no', value: '3000001' },
      { name: 'amount_applied', value: '119.07' },
    ];
    expect(sent.map(({ body }) => body)).toEqual([
      {
        service: 'OpenCreditApplication',
        elements: [
          { name: 'TABPAGE_1.credit', type: 'Form', keys: ['receipt_number'], rows: [form] },
          { name: 'TP_INVOICES.invoices', type: 'List', keys: ['apply_desc'], rows: [row] },
        ],
      },
    ]);
  });

  it.each([null, '119.0700'])('is taken back once, whether its amount is then %s or nought', async (amount) => {
    const { erp, application, sent, books, habits } = box;
    await erp.apply(application, reference);
    if (amount) habits.afterwards = () => void Object.assign(books['ar_receipts_detail']?.[0] ?? {}, { amount });

    const taken = await erp.unapply(application, other);

    expect(taken).toMatchObject({ kind: 'undoing', reference: other, status: 'reversed' });
    expect(await erp.unapply(application, other)).toEqual(taken);
    expect(await erp.findApplication(application, other)).toEqual(taken);
    expect(await erp.findApplication(application, reference)).toMatchObject({
      kind: 'application',
      status: 'reversed',
    });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.body).toMatchObject({
      elements: [
        {},
        {
          rows: [
            [
              { name: 'apply_desc', value: reference },
              { name: 'unapply_desc', value: other },
              { name: 'amount_applied', value: '0' },
            ],
          ],
        },
      ],
    });
  });

  it.each([{ invoice_no: '3000002' }, { amount: '1.0000' }])(
    'under our reference with %j is a conflict',
    async (row) => {
      const { erp, application, applied } = box;
      applied({ apply_desc: reference, ...row });

      await expect(erp.findApplication(application, reference)).rejects.toMatchObject({ code: 'conflict' });
      await expect(erp.apply(application, reference)).rejects.toMatchObject({ code: 'conflict' });
    },
  );

  it('under a reference that stands twice is for a person', async () => {
    const { erp, application, applied } = box;
    applied({ apply_desc: reference });
    applied({ apply_desc: reference });

    await expect(erp.findApplication(application, reference)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that was accepted and does not show is a conflict', async () => {
    const { erp, application, books, habits } = box;
    habits.afterwards = () => void (books['ar_receipts_detail'] = []);

    await expect(erp.apply(application, reference)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is not chosen among two of the same invoice and amount', async () => {
    const { erp, application, applied, sent } = box;
    applied({ apply_desc: reference });
    applied({ apply_desc: 'R3' });

    await expect(erp.unapply(application, other)).rejects.toMatchObject({ code: 'conflict' });
    expect(sent).toEqual([]);
  });

  it.each([
    ['is not there', []],
    ['was taken back already', [{ apply_desc: reference, unapply_desc: 'R3' }]],
    ['a person made without a reference', [{}]],
  ])('that %s can not be taken back', async (_what, rows) => {
    const { erp, application, applied, sent } = box;
    for (const row of rows) applied(row);

    await expect(erp.unapply(application, other)).rejects.toMatchObject({ code: 'rejected' });
    expect(sent).toEqual([]);
  });

  it('in another currency than the receipt is refused', async () => {
    const { erp, application, sent } = box;
    const yen = { ...application, amount: money(1_191, 'JPY') };

    await expect(erp.apply(yen, reference)).rejects.toMatchObject({ code: 'invalid' });
    await expect(erp.unapply(yen, reference)).rejects.toMatchObject({ code: 'invalid' });
    expect(sent).toEqual([]);
  });

  it('of a receipt that is not there, or another company has, is not found', async () => {
    const { erp, application, native, sent } = box;
    const elsewhere = createApplications({ ...native, company: 'OTHER' });

    await expect(erp.apply({ ...application, receipt: '999' }, reference)).rejects.toMatchObject({ code: 'not-found' });
    await expect(elsewhere.apply(application, reference)).rejects.toMatchObject({ code: 'not-found' });
    expect(await elsewhere.findApplication(application, reference)).toBeUndefined();
    expect(sent).toEqual([]);
  });

  it.each([{ by: 'none' }, { by: 'import', folder: '/nowhere', fields: {} }] as const)(
    'is rejected before anything is sent where the site has no service for it: %j',
    async (way) => {
      const { erp, application, sent, asked } = await deposited({ ways: { ...site.ways, application: way } });

      await expect(erp.apply(application, reference)).rejects.toMatchObject({
        code: 'rejected',
        where: 'services.application',
      });
      await expect(erp.unapply(application, reference)).rejects.toMatchObject({ code: 'rejected' });
      expect([...sent, ...asked]).toEqual([]);
    },
  );
});

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

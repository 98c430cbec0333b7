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
});

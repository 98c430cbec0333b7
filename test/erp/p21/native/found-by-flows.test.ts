import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import type { Company } from '../../../../src/activities/company.ts';
import type { PostingDeps } from '../../../../src/activities/posting.ts';
import { createSaleActivities } from '../../../../src/activities/sale.ts';
import type { Reference } from '../../../../src/domain/documents.ts';
import { effectKey } from '../../../../src/domain/effects.ts';
import { money } from '../../../../src/domain/money.ts';
import { saleNote } from '../../../../src/domain/order-to-cash/sale-due.ts';
import { createPosting } from '../../../../src/erp/p21/native/posting.ts';
import type { Effect } from '../../../../src/store/ledger.ts';
import { of } from '../ground.ts';
import { fakeBooks } from './fake-books.ts';

const logger = new DefaultLogger('ERROR', () => {});
const reference = 'R000000000000001' as Reference;
const usd = money(119_07, 'USD');
const key = effectKey({ company: 'acme', kind: 'sale', subject: '4711' });

/** A sale that stands in Prophet 21, its reply having been lost, and that is due as this or that today. */
async function soughtAgain(sent: 'salesOrder' | 'invoice', due: 'sales-order' | 'invoice', noted: boolean) {
  const erp = createPosting(fakeBooks().native);
  const document = of[sent](usd);
  const { number } = await erp.post(document, reference);
  const note = noted && { note: saleNote(document.kind, false, 'pending') };
  const deps = {
    companies: () => ({ key: 'acme', erp, requestMs: 1_000, profile: 'p' }) as unknown as Company,
    ledger: { once: async (effect: Effect) => effect.find(reference, noted ? { document } : undefined) },
    book: { of: async () => [{ key, kind: 'sale', state: 'unknown', ...note }] },
    crosswalk: { link: async () => undefined },
  } as unknown as PostingDeps;
  const step = {
    do: 'sale',
    key,
    document: due,
    order: '4711',
    generation: 1,
    amount: usd,
    state: 'captured',
  } as never;
  const done = new MockActivityEnvironment(undefined, { logger }).run(async () =>
    createSaleActivities(deps).postSale({ company: 'acme', subject: 'pi_1', root: 'order/4711', step }),
  );
  return { number, done };
}

describe('a sale whose reply was lost', () => {
  it.each([
    ['salesOrder', 'sales-order'],
    ['salesOrder', 'invoice'],
    ['invoice', 'invoice'],
    ['invoice', 'sales-order'],
  ] as const)('is found as what it was sent as: %s, due as %s today', async (sent, due) => {
    const { number, done } = await soughtAgain(sent, due, true);

    expect(await done).toMatchObject({ document: number });
  });

  it.each([
    ['salesOrder', 'invoice'],
    ['invoice', 'sales-order'],
  ] as const)('is for a person where nobody knows what it was sent as: %s, due as %s', async (sent, due) => {
    const { done } = await soughtAgain(sent, due, false);

    await expect(done).rejects.toThrow(/front_counter/);
  });
});

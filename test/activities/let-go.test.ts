import { describe, expect, it } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import { letGo } from '../../src/activities/let-go.ts';
import { effectKey, type EffectState, type SeenEffect } from '../../src/domain/effects.ts';
import { holding } from '../../src/domain/settle-refund/lines.ts';
import type { EffectBook } from '../../src/store/ledger.ts';

const company = 'acme';
const effectOf = (kind: SeenEffect['kind'], subject: string, note?: string): SeenEffect => ({
  key: effectKey({ company, kind, subject }),
  kind,
  subject,
  state: 'posted' satisfies EffectState,
  generation: 1,
  number: '1000001',
  ...(note && { note }),
});
const sale = effectOf('sale', '4711', 'sales-order held captured');
const released = effectOf('release', '4711', 'captured');
const reduced = (refund: string) => effectOf('reduce', refund, holding('-'));

/** Whether the ERP is asked to release the order for refund re_1. */
async function isReleased(...effects: readonly SeenEffect[]): Promise<boolean> {
  let asked = false;
  const erp = { release: async () => void (asked = true) };
  const book = { of: async () => effects } as unknown as EffectBook;
  const at = { root: 'order/4711', refund: 're_1', order: '1000001' };
  await letGo({ book }, { key: company, erp } as unknown as Company, at, AbortSignal.timeout(1_000));
  return asked;
}

describe('a refund that has held an order', () => {
  it('lets it go where its payment had released it', async () => {
    expect(await isReleased(sale, released, reduced('re_1'))).toBe(true);
  });

  it('leaves it held where its payment has not released it yet: that does so itself', async () => {
    expect(await isReleased(sale, reduced('re_1'))).toBe(false);
  });

  it('leaves it held for another refund that still needs it, and asks for nothing twice', async () => {
    expect(await isReleased(sale, released, reduced('re_1'), reduced('re_2'))).toBe(false);
    expect(await isReleased(sale, released, reduced('re_1'), effectOf('release', 're_1'))).toBe(false);
  });
});

import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import { letGo } from '../../src/activities/let-go.ts';
import { createOrderActivities } from '../../src/activities/settle-refund/order.ts';
import type { Reference } from '../../src/domain/documents.ts';
import { effectKey, type EffectState, type SeenEffect } from '../../src/domain/effects.ts';
import { holding, type Hold } from '../../src/domain/settle-refund/lines.ts';
import type { Effect, EffectBook } from '../../src/store/ledger.ts';

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
const reduced = (refund: string, hold: Hold = 'held') => effectOf('reduce', refund, holding('-', hold));

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
  it('lets it go, whether its payment had released it or a person had', async () => {
    expect(await isReleased(sale, released, reduced('re_1'))).toBe(true);
    expect(await isReleased(sale, reduced('re_1'))).toBe(true);
  });

  it('leaves it held where it only kept what its payment has not released yet: that does so itself', async () => {
    expect(await isReleased(sale, reduced('re_1', 'kept'))).toBe(false);
  });

  it('lets it go where its payment released it before the reduction that only kept it was sent at last', async () => {
    expect(await isReleased(sale, released, reduced('re_1', 'kept'))).toBe(true);
  });

  it('leaves it held for another refund that has held it, and asks for nothing twice', async () => {
    expect(await isReleased(sale, released, reduced('re_1'), reduced('re_2'))).toBe(false);
    expect(await isReleased(sale, reduced('re_1'), reduced('re_2', 'kept'))).toBe(true);
    expect(await isReleased(sale, released, reduced('re_1'), effectOf('release', 're_1'))).toBe(false);
  });

  it('does not wait for one that held the order of an earlier sale, which was cancelled', async () => {
    const before = [{ ...sale, state: 'reversed' as const }, reduced('re_2')];
    const anew = { ...sale, key: effectKey({ company, kind: 'sale', subject: '4711', generation: 2 }), generation: 2 };
    expect(await isReleased(...before, anew, released, reduced('re_1'))).toBe(true);
    expect(await isReleased({ ...sale, state: 'reversed' }, reduced('re_1'), anew)).toBe(false);
  });
});

describe('the payments of an order', () => {
  it('are all woken once a refund has let it go: only one of them may be able to release it', async () => {
    const woken: string[] = [];
    const payments = ['pi_1', 'pi_2'].map((payment) => ({ payment }));
    const deps = {
      companies: () => ({ key: company, erp: {}, mapperFor: async () => ({}) }) as unknown as Company,
      book: { of: async () => [sale, reduced('re_1', 'kept')] },
      ledger: { once: (done: Effect) => done.send({}, 'R' as Reference, AbortSignal.timeout(1_000)) },
      orders: { paymentsOf: async () => payments },
      nudgeFlow: async ({ subject }: { readonly subject: string }) => void woken.push(subject),
    };
    const { letOrderGo } = createOrderActivities(deps as unknown as Parameters<typeof createOrderActivities>[0]);
    const step = {
      do: 'let-go',
      key: effectKey({ company, kind: 'release', subject: 're_1' }),
      sale: sale.key,
    } as const;
    const input = { company, subject: 're_1', root: 'order/4711', step: { ...step, refund: 're_1' } };
    const environment = new MockActivityEnvironment(undefined, { logger: new DefaultLogger('ERROR', () => {}) });
    expect(await environment.run(() => letOrderGo(input))).toEqual({ told: 'order 1000001 let go again' });
    expect(woken).toEqual(['pi_1', 'pi_2']);
  });
});

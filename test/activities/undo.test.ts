import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import type { PostingDeps } from '../../src/activities/posting.ts';
import { createUndoActivities } from '../../src/activities/undo.ts';
import { effectKey, type EffectState, type SeenEffect } from '../../src/domain/effects.ts';
import { creditNote, holding } from '../../src/domain/settle-refund/lines.ts';

const company = 'acme';
const logger = new DefaultLogger('ERROR', () => {});

function effectOf(kind: SeenEffect['kind'], subject: string, state: EffectState, note?: string): SeenEffect {
  const key = effectKey({ company, kind, subject });
  return { key, kind, subject, state, generation: 1, number: '1000001', ...(note && { note }) };
}
const sale = effectOf('sale', '4711', 'posted');
const reduced = (refund: string, state: EffectState) =>
  effectOf('reduce', refund, state, holding(creditNote(undefined, []), 'held'));

/** What the compensation of refund re_1 tells that stays. */
async function staysOf(effects: readonly SeenEffect[]): Promise<readonly string[] | undefined> {
  const deps = {
    companies: () => ({ connection: 'erp' }) as Company,
    orders: { orderOfPayment: async () => undefined },
    book: {
      of: async () => effects,
      standing: async () => effects.filter(({ subject, state }) => subject === 're_1' && state === 'posted'),
    },
  } as unknown as PostingDeps;
  const activities = createUndoActivities({ ...deps, nudgeFlow: async () => {} });
  const sought = { company, subject: 're_1', root: 'order/4711' };
  const environment = new MockActivityEnvironment(undefined, { logger });
  const found = (await environment.run(() => activities.listUndoable(sought))) as Awaited<
    ReturnType<typeof activities.listUndoable>
  >;
  return found.stays;
}

describe('compensating a refund that has held an order', () => {
  const told = ['order 1000001 may still be held: see in the ERP, and release it'];

  it('tells that the order may still be held, where nothing is taken off it that could let it go', async () => {
    expect(await staysOf([sale, reduced('re_1', 'refused')])).toEqual(told);
  });

  it('tells nothing where the line that is taken off lets it go, or another refund will, or it was let go', async () => {
    expect(await staysOf([sale, reduced('re_1', 'posted')])).toEqual([]);
    expect(await staysOf([sale, reduced('re_1', 'reversed')])).toEqual([]);
    expect(await staysOf([sale, reduced('re_1', 'refused'), reduced('re_2', 'posted')])).toEqual([]);
    expect(await staysOf([sale, reduced('re_1', 'refused'), effectOf('release', 're_1', 'posted')])).toEqual([]);
  });

  it('tells nothing of an order that was cancelled since', async () => {
    expect(await staysOf([{ ...sale, state: 'reversed' }, reduced('re_1', 'refused')])).toEqual([]);
  });
});

import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import type { PostingDeps } from '../../src/activities/posting.ts';
import { createSaleActivities } from '../../src/activities/sale.ts';
import type { Reference } from '../../src/domain/documents.ts';
import { effectKey } from '../../src/domain/effects.ts';
import { able, capabilities, p21NativeAbilities } from '../../src/erp/capabilities.ts';
import { usualWays } from '../../src/erp/p21/native/usual-ways.ts';
import type { Capability } from '../../src/erp/port.ts';
import type { Effect } from '../../src/store/ledger.ts';

const logger = new DefaultLogger('ERROR', () => {});
const key = effectKey({ company: 'acme', kind: 'sale', subject: '4711' });
const about = { sale: key, order: '4711', part: '1' };
const release = { do: 'release', key: effectKey({ company: 'acme', kind: 'release', subject: '4711' }), ...about };
const note = {
  do: 'payment-note',
  key: effectKey({ company: 'acme', kind: 'payment-note', subject: '4711' }),
  ...about,
};

/** Order 1000001 stands in an ERP of these abilities. */
function orderAt(abilities: ReadonlySet<Capability>) {
  const asked: string[] = [];
  const noted: unknown[] = [];
  const erp = {
    capabilities: abilities,
    showPayment: async (order: string, { state }: { state: string }) => void asked.push(`show ${state} on ${order}`),
    release: async (order: string) => void asked.push(`release ${order}`),
  };
  const deps = {
    companies: () =>
      ({ key: 'acme', erp, requestMs: 1_000, mapperFor: async () => ({ label: 'acme@3' }) }) as unknown as Company,
    ledger: {
      once: async (effect: Effect) => {
        noted.push((await effect.prepare()).note);
        return effect.send({}, 'R' as Reference, AbortSignal.timeout(1_000));
      },
    },
    book: { of: async () => [{ key, kind: 'sale', state: 'posted', number: '1000001' }] },
  } as unknown as PostingDeps;
  const activities = createSaleActivities(deps);
  const at = { company: 'acme', subject: 'pi_1', root: 'order/4711' };
  const run = (activity: () => Promise<unknown>) => new MockActivityEnvironment(undefined, { logger }).run(activity);
  return {
    asked,
    noted,
    release: () => run(async () => activities.releaseOrder({ ...at, step: release as never })),
    show: (state: string) => run(async () => activities.showPaymentState({ ...at, step: { ...note, state } as never })),
  };
}

describe.each([
  ['a Prophet 21 whose site has no payment columns', able(p21NativeAbilities({ ways: usualWays }))],
  ['SAP by IDoc alone', able(capabilities['sap-ecc'].idoc)],
])('an order at %s', (_name, abilities) => {
  it('is released, and not asked to show its payment', async () => {
    const order = orderAt(abilities);
    expect(await order.release()).toEqual({ told: 'order 1000001 released' });
    expect(order.asked).toEqual(['release 1000001']);
    expect(order.noted).toEqual(['captured']);
  });

  it('has the state of its payment noted as done, so that it is not due again, and people are told', async () => {
    const order = orderAt(abilities);
    expect(await order.show('authorised')).toEqual({ told: 'order 1000001 has no place to show payment authorised' });
    expect(order.asked).toEqual([]);
    expect(order.noted).toEqual(['authorised']);
  });
});

describe('an order at an ERP that can show payments', () => {
  const abilities = able(capabilities.p21.native);

  it('shows its payment before it is released', async () => {
    const order = orderAt(abilities);
    expect(await order.release()).toEqual({ told: 'order 1000001 released' });
    expect(order.asked).toEqual(['show captured on 1000001', 'release 1000001']);
  });

  it('shows each state', async () => {
    const order = orderAt(abilities);
    expect(await order.show('authorised')).toEqual({ told: 'order 1000001 shows payment authorised' });
    expect(order.asked).toEqual(['show authorised on 1000001']);
  });
});

import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import { createCashActivities } from '../../src/activities/cash.ts';
import type { PostingDeps } from '../../src/activities/posting.ts';
import { createSaleActivities } from '../../src/activities/sale.ts';
import { createOrderActivities } from '../../src/activities/settle-refund/order.ts';
import { effectKey, type EffectState } from '../../src/domain/effects.ts';
import { ErpError } from '../../src/erp/errors.ts';
import { fallen } from '../../src/store/permission.ts';

const logger = new DefaultLogger('ERROR', () => {});
const sale = effectKey({ company: 'acme', kind: 'sale', subject: '4711' });
const receipt = effectKey({ company: 'acme', kind: 'receipt', subject: 'py_1' });
const step = { key: effectKey({ company: 'acme', kind: 'release', subject: '4711' }), sale, receipt, order: '4711' };
const again = { told: 'what it hangs on was undone meanwhile', again: true };

/** What stood when the flow decided, as it is when its step is taken. */
function flowOf({ sees, ledgerRefuses = false }: { readonly sees: EffectState; readonly ledgerRefuses?: boolean }) {
  const company = {
    key: 'acme',
    erp: { capabilities: new Set() },
    mapperFor: async () => ({ profile: { items: {} } }),
  };
  const once = async () => {
    if (ledgerRefuses) throw new ErpError('conflict', `${sale} does not stand`, { where: fallen });
    throw new Error('asked to post');
  };
  const found = (key: string) => ({ key, kind: 'sale', state: sees, number: '1000001' });
  const deps = {
    companies: () => company as unknown as Company,
    ledger: { once },
    book: { of: async () => [found(sale), found(receipt)] },
  } as unknown as PostingDeps;
  const activities = {
    ...createSaleActivities(deps),
    ...createCashActivities(deps),
    ...createOrderActivities({ ...deps, nudgeFlow: async () => {} }),
  };
  return (name: keyof typeof activities, state?: string) =>
    new MockActivityEnvironment(undefined, { logger }).run(async () =>
      activities[name]({
        company: 'acme',
        subject: 'pi_1',
        root: 'order/4711',
        step: { ...step, ...(name === 'postSale' && { key: sale }), invoice: { sale }, applied: [], state } as never,
      }),
    );
}

describe('a step whose document was undone since its flow looked', () => {
  const steps = [
    'postSale',
    'addRounding',
    'releaseOrder',
    'showPaymentState',
    'cancelSale',
    'returnReceipt',
    'applyReceipt',
    'takeOrderBack',
    'reduceOrder',
    'letOrderGo',
  ] as const;

  it.each(steps)('%s asks nobody: the flow looks again', async (name) => {
    expect(await flowOf({ sees: 'reversed' })(name)).toEqual(again);
  });

  it('is not taken either where the ledger saw it first', async () => {
    expect(await flowOf({ sees: 'posted', ledgerRefuses: true })('showPaymentState')).toEqual(again);
  });

  it('is a person’s where it never stood, or nobody named its number', async () => {
    await expect(flowOf({ sees: 'refused' })('showPaymentState')).rejects.toMatchObject({
      code: 'conflict',
      where: 'number',
    });
  });
});

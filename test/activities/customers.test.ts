import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import { createCustomerActivities } from '../../src/activities/customers.ts';
import { createRecentPayments } from '../../src/activities/recent-payments.ts';
import type { Reference } from '../../src/domain/documents.ts';
import type { EffectState } from '../../src/domain/effects.ts';
import type { Effect } from '../../src/store/ledger.ts';
import { sandboxFor } from '../sandbox/stripe/start.ts';

const logger = new DefaultLogger('ERROR', () => {});

/** A guest pays a company of this clientele; the ERP knows nobody, and gives a new number for each key. */
async function guestOf(clientele: string, begun: readonly { key: string; kind: string; state: EffectState }[] = []) {
  const { stripe } = await sandboxFor(onTestFinished);
  const { id } = await stripe.paymentIntents.create({
    amount: 11_900,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_visa',
    receipt_email: 'jane@example.com',
  });
  const did: string[] = [];
  const company = {
    key: 'acme',
    connection: 'main',
    clientele,
    stripe,
    erp: {
      settleMs: 1_000,
      customers: async () => {
        did.push('searched');
        return [];
      },
    },
    settings: { customers: { idMetadataKey: 'customer_id' } },
    requestMs: 1_000,
    mapperFor: async () => ({ label: 'acme@3', profile: { customers: { guests: 'one_time' } } }),
  } as unknown as Company;
  const deps = {
    companies: () => company,
    hmac: () => 'hash',
    locks: {
      with: async (name: string, _ttl: object, work: () => Promise<unknown>) => {
        did.push(`locked ${name}`);
        return work();
      },
    },
    book: { of: async () => begun },
    crosswalk: { link: async () => {} },
    ledger: {
      once: async ({ key }: Effect) => {
        did.push(`created ${key}`);
        return { kind: 'customer', number: '100500', reference: 'R' as Reference };
      },
    },
    payments: createRecentPayments(),
    nudgeFlow: () => Promise.resolve(),
  } as unknown as Parameters<typeof createCustomerActivities>[0];
  const match = () =>
    createCustomerActivities(deps).matchCustomer({ company: 'acme', subject: id, root: id, step: { do: 'customer' } });
  await new MockActivityEnvironment(undefined, { logger }).run(match);
  return did;
}

describe('a guest who is new', () => {
  it.each(['main', 'main:01'])(
    'is locked and created among the customers that the company sells to: %s',
    async (name) =>
      expect(await guestOf(name)).toEqual([
        `locked customer/${name}/hash`,
        'searched',
        `created ${name}/customer/hash#1`,
      ]),
  );
});

describe('a guest whom the company began to create before its customers got another name', () => {
  it.each(['intent', 'refused'] as const)('is created under the same key, if it is not found: %s', async (state) => {
    const begun = [{ key: 'main/customer/hash#1', kind: 'customer', state }];
    expect(await guestOf('main:01', begun)).toEqual([
      'locked customer/main:01/hash',
      'searched',
      'created main/customer/hash#1',
    ]);
  });

  it.each(['unknown', 'posted'] as const)(
    'is asked of the ledger under the same key, unsearched: %s',
    async (state) => {
      const begun = [{ key: 'main/customer/hash#1', kind: 'customer', state }];
      expect(await guestOf('main:01', begun)).toEqual(['locked customer/main:01/hash', 'created main/customer/hash#1']);
    },
  );
});

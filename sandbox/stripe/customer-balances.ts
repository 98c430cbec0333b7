import type Stripe from 'stripe';
import { z } from 'zod';
import { invalid } from './errors.ts';
import { currency as currencyOf, integer, mergedMetadata, metadata, read, textOrNull } from './form.ts';
import { newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import { idOf } from './store.ts';
import type { World } from './world.ts';

type Change = {
  /** Minor units; negative is a credit of the customer's, as Stripe counts. */
  readonly amount: number;
  readonly currency: string;
  readonly type: Stripe.CustomerBalanceTransaction.Type;
  readonly creditNote?: string;
  readonly invoice?: string;
  readonly description?: string | null;
  readonly metadata?: Record<string, string>;
};

/** @throws StripeProblem for a customer whose balance is in another currency */
export function checkCurrency({ id, currency }: Stripe.Customer, wanted: string): void {
  if (currency === null || currency === undefined || currency === wanted) return;
  throw invalid(`The balance of customer ${id} is in ${currency}, not in ${wanted}.`, 'currency');
}

/**
 * What a customer owes beside invoices, or has to the good: no money of the account's balance.
 * @throws StripeProblem for a customer whose balance is in another currency
 */
export function changeBalance(world: World, customer: Stripe.Customer, change: Change) {
  checkCurrency(customer, change.currency);
  const before = structuredClone(customer);
  customer.currency = change.currency;
  customer.balance += change.amount;
  const txn: Stripe.CustomerBalanceTransaction = {
    id: world.ids('cbtxn'),
    object: 'customer_balance_transaction',
    amount: change.amount,
    checkout_session: null,
    created: world.clock.now(),
    credit_note: change.creditNote ?? null,
    currency: change.currency,
    customer: customer.id,
    customer_account: null,
    description: change.description ?? null,
    ending_balance: customer.balance,
    invoice: change.invoice ?? null,
    livemode: world.livemode,
    metadata: change.metadata ?? {},
    type: change.type,
  };
  world.store.insert('customer_balance_transaction', txn);
  world.emit('customer.updated', customer, before);
  return txn;
}

const creation = z.object({
  amount: integer,
  currency: currencyOf,
  description: textOrNull,
  metadata: metadata.optional(),
});

export const customerBalanceRoutes = (world: World): Routes => ({
  'GET /v1/customers/:id/balance_transactions': ({ id, params }) => {
    world.store.get('customer', id);
    const all = world.store.all('customer_balance_transaction').filter(({ customer }) => idOf(customer) === id);
    return newestFirst(all, params, `/v1/customers/${id}/balance_transactions`);
  },
  'GET /v1/customers/:id/balance_transactions/:part': ({ part }) =>
    world.store.get('customer_balance_transaction', part),
  'POST /v1/customers/:id/balance_transactions': ({ id, params }) => {
    const { metadata: tags, ...fields } = read(creation, params);
    const change = { ...fields, type: 'adjustment', metadata: mergedMetadata({}, tags) } as const;
    return changeBalance(world, world.store.get('customer', id), change);
  },
});

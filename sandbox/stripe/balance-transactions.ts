import type Stripe from 'stripe';
import { z } from 'zod';
import { read, word } from './form.ts';
import { ratio, share } from './fx.ts';
import { createdWithin, newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

type Movement = {
  readonly source: string;
  readonly type: Stripe.BalanceTransaction['type'];
  readonly category: string;
  /** Presentment amount in minor units; negative when money leaves the balance. */
  readonly amount: number;
  readonly currency: string;
  readonly settlement: string;
  /** A tariff, or what is kept (given back: negative) in minor units of the settlement currency. */
  readonly fee?: { readonly percent: string; readonly fixedCents: number } | number;
  readonly feeFor?: string;
  readonly description?: string | null;
};

/** What Stripe keeps for a payment: a share, and a fixed part in hundredths of the account's own currency. */
export const fees = {
  card: { percent: '29/1000', fixedCents: 30 },
  sepa_debit: { percent: '8/1000', fixedCents: 30 },
  us_bank_account: { percent: '8/1000', fixedCents: 0 },
} as const;

const day = 86_400;

/** Books one movement of the balance, in the currency in which it settles. */
export function addBalanceTransaction(world: World, movement: Movement): Stripe.BalanceTransaction {
  const { source, type, category, currency, settlement, description = null } = movement;
  const { feeFor = 'Stripe processing fees' } = movement;
  const amount = world.fx.convert(movement.amount, currency, settlement);
  const fee = feeOf(world, movement, amount);
  const created = world.clock.now();
  return world.store.insert('balance_transaction', {
    id: world.ids('txn'),
    object: 'balance_transaction',
    amount,
    available_on: Math.ceil((created + 2 * day) / day) * day,
    balance_type: 'payments',
    created,
    currency: settlement,
    description,
    exchange_rate: world.fx.rate(currency, settlement),
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: settlement,
              description: feeFor,
              type: 'stripe_fee',
            },
          ],
    net: amount - fee,
    reporting_category: category,
    source,
    status: 'pending',
    type,
  });
}

function feeOf(world: World, { fee, settlement }: Movement, amount: number): number {
  if (fee === undefined || typeof fee === 'number') return fee ?? 0;
  const [home = settlement] = world.account.settlementCurrencies;
  return share(amount, ratio(fee.percent)) + world.fx.convert(fee.fixedCents, home, settlement);
}

/**
 * Where a payment settles: as its metadata's `sandbox_settlement` says, else in its own currency where the account has
 * a balance in it, else in the account's first.
 */
export function settlementOf(world: World, currency: string, metadata: Readonly<Record<string, string>>): string {
  const asked = metadata['sandbox_settlement'];
  if (asked !== undefined && world.fx.knows(asked)) return asked;
  const [home = currency, ...others] = world.account.settlementCurrencies;
  return [home, ...others].includes(currency) ? currency : home;
}

/** Funds become available as time passes, without anybody touching the object. */
export const statusOf = (world: World, availableOn: number): 'available' | 'pending' =>
  availableOn <= world.clock.now() ? 'available' : 'pending';

const filter = z.object({
  source: word.optional(),
  payout: word.optional(),
  type: word.optional(),
  currency: word.optional(),
});

export const balanceTransactionRoutes = (world: World): Routes => ({
  'GET /v1/balance_transactions': ({ params }) => {
    const { source, payout, type, currency } = read(filter, params);
    const within = createdWithin(params);
    const fits = (txn: Stripe.BalanceTransaction) =>
      within(txn) &&
      payout === undefined &&
      (source === undefined || txn.source === source) &&
      (type === undefined || txn.type === type) &&
      (currency === undefined || txn.currency === currency);
    return newestFirst(world.store.all('balance_transaction').filter(fits), params, '/v1/balance_transactions');
  },
  'GET /v1/balance_transactions/:id': ({ id }) => world.store.get('balance_transaction', id),
  'GET /v1/balance': () => ({
    object: 'balance',
    available: funds(world, 'available'),
    livemode: world.livemode,
    pending: funds(world, 'pending'),
  }),
});

function funds(world: World, status: 'available' | 'pending') {
  const sums = new Map(world.account.settlementCurrencies.map((currency) => [currency, 0]));
  for (const { available_on: on, currency, net } of world.store.all('balance_transaction')) {
    if (statusOf(world, on) === status) sums.set(currency, (sums.get(currency) ?? 0) + net);
  }
  return [...sums].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
}

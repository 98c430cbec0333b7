import { createTimers } from '../timers.ts';
import { statusOf } from './balance-transactions.ts';
import { createClock } from './clock.ts';
import { createDeliveries, usualDeliveries } from './deliveries.ts';
import { emit, previousAttributes } from './events.ts';
import { createShow } from './expand.ts';
import { expireDue } from './expiry.ts';
import { createFx, defaultRates } from './fx.ts';
import { createIds, seeded } from './ids.ts';
import { newestFirst, paged } from './pagination.ts';
import type { StripeSandboxOptions } from './settings.ts';
import { createStore } from './store.ts';
import { taxIdPage } from './tax-ids.ts';
import { addEndpoint, setEndpointStatus } from './webhook-endpoints.ts';
import type { Caller, World } from './world.ts';

/** A timer of Node's can't wait longer; what is due later than that needs the clock to be moved. */
const longestTimerMs = 2 ** 31 - 1;
const nobody: Caller = { id: null, idempotency_key: null };

/** Puts the parts together; `close` ends whatever would still happen by itself. */
export function createWorld(options: StripeSandboxOptions): { readonly world: World; readonly close: () => void } {
  const seed = options.seed ?? Date.now() + process.pid;
  const store = createStore();
  const clock = createClock(options.clockStart);
  const endpoints = {
    isEnabled: (id: string) => store.find('webhook_endpoint', id)?.status === 'enabled',
    disable: (id: string) => setEndpointStatus(world, id, 'disabled'),
  };
  const deliveries = createDeliveries({ ...usualDeliveries, ...options.deliveries }, seeded(seed + 1), endpoints);
  const timers = createTimers();
  let caller = nobody;

  const world: World = {
    ...identity(options),
    behaviour: behaviourOf(options),
    clock,
    ids: createIds(seeded(seed)),
    store,
    fx: createFx({ ...defaultRates, ...options.rates }),
    deliveries,
    show: createShow({ find: store.any, include: includables(() => world), fresh: freshness(() => world) }),
    lineItems: new Map(),
    taxIds: new Map(),
    secrets: new Map(),
    during: (request, act) => {
      caller = request;
      try {
        return act();
      } finally {
        caller = nobody;
      }
    },
    caller: () => caller,
    later: timers.later,
    wakeAt: (at) => {
      // A timer may ring a moment early, and what is due at that second would then not be.
      const delayMs = Math.max(0, at - clock.now()) * 1_000 + 20;
      if (delayMs <= longestTimerMs) timers.later(() => expireDue(world), delayMs);
    },
    emit: (type, object, before) =>
      emit(world, { type, object, previous: before && previousAttributes(before, object) }),
  };
  clock.whenMoved(() => expireDue(world));
  for (const endpoint of options.endpoints ?? []) addEndpoint(world, endpoint);
  const close = (): void => {
    deliveries.close();
    timers.close();
  };
  return { world, close };
}

const identity = (options: StripeSandboxOptions): Pick<World, 'account' | 'livemode'> => ({
  account: {
    id: options.account ?? 'acct_sandbox',
    country: options.country ?? 'DE',
    settlementCurrencies: options.settlementCurrencies ?? ['eur', 'usd'],
  },
  livemode: options.livemode ?? false,
});

const behaviourOf = (options: StripeSandboxOptions): World['behaviour'] => ({
  ...(options.debitSettlesMs === undefined ? {} : { debitSettlesMs: options.debitSettlesMs }),
  ...(options.refundSettlesMs === undefined ? {} : { refundSettlesMs: options.refundSettlesMs }),
  balanceLateMs: options.balanceLateMs ?? 0,
  latencyMs: options.latencyMs ?? 0,
  partialCaptureReverses: options.partialCaptureReverses ?? false,
});

type Shown = Readonly<Record<string, unknown>>;

const includables = (world: () => World) => ({
  'customer.tax_ids': ({ id }: Shown) => taxIdPage(world(), String(id)),
  'checkout.session.line_items': ({ id }: Shown) =>
    paged(world().lineItems.get(String(id)) ?? [], {}, `/v1/checkout/sessions/${String(id)}/line_items`),
  'charge.refunds': ({ id }: Shown) => {
    const refunds = world().store.all('refund');
    return newestFirst(
      refunds.filter(({ charge }) => charge === id),
      {},
      `/v1/charges/${String(id)}/refunds`,
    );
  },
  'invoice.payments': ({ id }: Shown) => {
    const payments = world().store.all('invoice_payment');
    return newestFirst(
      payments.filter(({ invoice }) => invoice === id),
      {},
      '/v1/invoice_payments',
    );
  },
});

const freshness = (world: () => World) => ({
  balance_transaction: ({ available_on: on }: Shown) => ({ status: statusOf(world(), Number(on)) }),
});

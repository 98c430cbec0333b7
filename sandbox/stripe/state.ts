import type { World } from './world.ts';

/** The truth, for whoever judges from outside what became of it elsewhere. */
export function state(world: World) {
  const { store } = world;
  const events: Record<string, number> = {};
  for (const { type } of store.all('event')) events[type] = (events[type] ?? 0) + 1;
  const shown = (objects: readonly object[]) => objects.map((object) => world.show(object));
  return {
    account: world.account.id,
    now: world.clock.now(),
    customers: shown(store.all('customer')),
    payment_intents: shown(store.all('payment_intent')),
    charges: shown(store.all('charge')),
    refunds: shown(store.all('refund')),
    disputes: shown(store.all('dispute')),
    balance_transactions: shown(store.all('balance_transaction')),
    checkout_sessions: shown(store.all('checkout.session')),
    invoices: shown(store.all('invoice')),
    credit_notes: shown(store.all('credit_note')),
    customer_balance_transactions: shown(store.all('customer_balance_transaction')),
    events,
  };
}

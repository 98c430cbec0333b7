import type Stripe from 'stripe';
import type { Clock } from './clock.ts';
import type { Deliveries } from './deliveries.ts';
import type { Show } from './expand.ts';
import type { Fx } from './fx.ts';
import type { Ids } from './ids.ts';
import type { Behaviour } from './settings.ts';
import type { Store, StoredLineItem } from './store.ts';

export const apiVersion = '2026-10-28.endive';

export type Caller = { readonly id: string | null; readonly idempotency_key: string | null };

/** What every part of the sandbox works on. */
export type World = {
  readonly account: { readonly id: string; readonly country: string; readonly settlementCurrencies: readonly string[] };
  readonly livemode: boolean;
  readonly behaviour: Behaviour;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly fx: Fx;
  readonly deliveries: Deliveries;
  readonly show: Show;
  /** Line items belong to their checkout session and are found only through it. */
  readonly lineItems: Map<string, StoredLineItem[]>;
  /** By the customer whose they are. */
  readonly taxIds: Map<string, readonly Stripe.TaxId[]>;
  /** Signing secrets of each webhook endpoint, newest first. */
  readonly secrets: Map<string, readonly string[]>;
  /** Runs a handler in the name of a request, which the events that it emits then carry; handlers are synchronous. */
  readonly during: <T>(caller: Caller, act: () => T) => T;
  readonly caller: () => Caller;
  /** Something that Stripe does by itself after a while. */
  readonly later: (act: () => void, delayMs: number) => void;
  /** Looks at what has fallen due when the sandbox's clock, left alone, gets there (Unix seconds). */
  readonly wakeAt: (at: number) => void;
  readonly emit: (type: Stripe.Event['type'], object: object, before?: object) => Stripe.Event;
};

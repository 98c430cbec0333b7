import type { DeliverySettings } from './deliveries.ts';

/** How the pretended account and world behave; the second half can be changed while it runs. */
export type Behaviour = {
  /** Milliseconds until a bank debit settles by itself; absent: only `POST /_sandbox/settle` settles it. */
  debitSettlesMs?: number;
  /** Milliseconds until a refund to a bank arrives by itself; absent: only `POST /_sandbox/refunds/:id/succeed` ends it. */
  refundSettlesMs?: number;
  /** Milliseconds between a charge and its balance transaction; 0: both at once. */
  balanceLateMs: number;
  /** Milliseconds that a request takes once its idempotency key is claimed. */
  latencyMs: number;
  /** Books a partial capture as the whole amount and a reversal of the rest, as Stripe may. */
  partialCaptureReverses: boolean;
};

export type Endpoint = {
  readonly url: string;
  /** Signing secrets, newest first: two while one is being rolled. */
  readonly secrets: readonly string[];
  readonly enabledEvents?: readonly string[];
  readonly apiVersion?: string;
};

export type StripeSandboxOptions = {
  readonly port?: number;
  readonly account?: string;
  readonly country?: string;
  readonly secretKeys?: readonly string[];
  readonly livemode?: boolean;
  /** Unix time in seconds. */
  readonly clockStart?: number;
  /** Makes ids and disorder repeatable; without it every run has its own, as no store outside forgets the ids it saw. */
  readonly seed?: number;
  readonly endpoints?: readonly Endpoint[];
  readonly deliveries?: Partial<DeliverySettings>;
  /** The first is where everything else is converted to. */
  readonly settlementCurrencies?: readonly [string, ...string[]];
  /** What one unit of a currency is worth in US dollars, as a ratio of integers: `{ eur: '108/100' }`. */
  readonly rates?: Readonly<Record<string, string>>;
  /** Refuses with 429 what goes beyond; absent: no limit. */
  readonly requestsPerSecond?: number;
} & Partial<Behaviour>;

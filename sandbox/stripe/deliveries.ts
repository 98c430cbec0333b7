import { createCounts } from './delivery-counts.ts';
import { createQueue } from './delivery-queue.ts';
import type { Random } from './ids.ts';
import { signatureHeader } from './signature.ts';
import { timeLimit } from '../timers.ts';

export type DeliverySettings = {
  /** Tries of one delivery before it is given up. */
  attempts: number;
  /** Wait before the second try; doubled each time, up to `maxBackoffMs`. */
  backoffMs: number;
  maxBackoffMs: number;
  timeoutMs: number;
  /** Failed tries in a row, of whatever event, after which Stripe disables an endpoint; 0: never. */
  disableAfterFailures: number;
  concurrency: number;
  delayMs: number;
  /** Each delivery waits a random time of up to this, so that they arrive in another order. */
  disorderMs: number;
  duplicateProbability: number;
  /** How many more times a duplicated event is delivered. */
  duplicateTimes: number;
};

export const usualDeliveries: DeliverySettings = {
  attempts: 20,
  backoffMs: 100,
  maxBackoffMs: 5_000,
  timeoutMs: 10_000,
  disableAfterFailures: 0,
  concurrency: 16,
  delayMs: 0,
  disorderMs: 0,
  duplicateProbability: 0,
  duplicateTimes: 1,
};

export type Target = { readonly endpoint: string; readonly url: string; readonly secrets: readonly string[] };
type Job = {
  readonly target: Target;
  readonly payload: string;
  readonly offsetSeconds: number;
  readonly attempt: number;
  /** Its place in the order in which events happened. */
  readonly nth: number;
};
type Endpoints = {
  /** Nothing is sent, nor tried again, to one that is disabled or gone. */
  readonly isEnabled: (endpoint: string) => boolean;
  readonly disable: (endpoint: string) => void;
};
type Release = { readonly order: 'forwards' | 'backwards'; readonly times: number };

export type Deliveries = ReturnType<typeof createDeliveries>;

/** Sends signed events until each is accepted with 2xx: late, twice or in another order, as it is told. */
export function createDeliveries(initial: DeliverySettings, random: Random, endpoints: Endpoints) {
  const settings = { ...initial };
  const counts = createCounts();
  let sent = 0;
  const closing = new AbortController();
  const queue = createQueue<Job>({ run: deliver, concurrency: () => settings.concurrency });

  return {
    /** @param offsetSeconds moves the signature's timestamp, to try stale and future ones */
    send(target: Target, payload: string, offsetSeconds = 0): void {
      const extra = random() < settings.duplicateProbability ? settings.duplicateTimes : 0;
      counts.waits(target.endpoint, 1);
      counts.duplicated(target.endpoint, extra);
      sent += 1;
      for (let copy = 0; copy <= extra; copy += 1) {
        const wait = settings.delayMs + Math.floor(random() * settings.disorderMs);
        queue.add({ target, payload, offsetSeconds, attempt: 1, nth: sent }, wait);
      }
    },
    configure: (change: Partial<DeliverySettings>) => void Object.assign(settings, change),
    pause: queue.pause,
    resume: queue.resume,
    /**
     * Sends what was held while paused, one after the other, and the whole of it again as often as asked for.
     * @returns how many deliveries that makes
     */
    release({ order, times }: Release): number {
      const waiting = queue.drain().sort((one, other) => one.nth - other.nth);
      if (order === 'backwards') waiting.reverse();
      for (const { target } of waiting) counts.duplicated(target.endpoint, times - 1);
      const all = Array.from({ length: times }, () => waiting).flat();
      void oneByOne(all, deliver, closing.signal);
      queue.resume();
      return all.length;
    },
    /** Forgets what waits to be delivered, as if the network had: these events are missed. */
    discard(): number {
      const waiting = queue.drain();
      for (const { target } of waiting) counts.waits(target.endpoint, -1);
      return waiting.length;
    },
    state: () => ({ paused: queue.isPaused(), settings, endpoints: counts.all() }),
    close(): void {
      closing.abort();
      queue.close();
    },
  };

  async function deliver(job: Job): Promise<void> {
    const { endpoint } = job.target;
    if (!endpoints.isEnabled(endpoint)) return counts.gaveUp(endpoint);
    const accepted = await post(job, timeLimit(settings.timeoutMs, closing.signal));
    if (closing.signal.aborted) return;
    if (accepted) return counts.delivered(endpoint);
    if (counts.failed(endpoint, settings.disableAfterFailures)) endpoints.disable(endpoint);
    if (job.attempt >= settings.attempts) return counts.gaveUp(endpoint);
    const backoff = Math.min(settings.maxBackoffMs, settings.backoffMs * 2 ** (job.attempt - 1));
    queue.add({ ...job, attempt: job.attempt + 1 }, backoff);
  }
}

async function oneByOne(jobs: readonly Job[], run: (job: Job) => Promise<void>, stop: AbortSignal): Promise<void> {
  for (const job of jobs) {
    if (stop.aborted) return;
    await run(job);
  }
}

async function post({ target, payload, offsetSeconds }: Job, signal: AbortSignal): Promise<boolean> {
  // The receiver judges the timestamp by its own clock, so it is real time that is signed, wherever the sandbox's is.
  const at = Math.floor(Date.now() / 1_000) + offsetSeconds;
  try {
    const reply = await fetch(target.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureHeader(payload, target.secrets, at),
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      body: payload,
      redirect: 'manual',
      signal,
    });
    await reply.arrayBuffer();
    return reply.ok;
  } catch {
    return false;
  }
}

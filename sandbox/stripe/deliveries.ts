import { createQueue } from './delivery-queue.ts';
import type { Random } from './ids.ts';
import { signatureHeader } from './signature.ts';

export type DeliverySettings = {
  /** Tries of one delivery before it is given up. */
  attempts: number;
  /** Wait before the second try; doubled each time, up to `maxBackoffMs`. */
  backoffMs: number;
  maxBackoffMs: number;
  timeoutMs: number;
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
};
export type Count = { delivered: number; failedAttempts: number; pending: number; givenUp: number; duplicates: number };

export type Deliveries = ReturnType<typeof createDeliveries>;

/** Sends signed events until each is accepted with 2xx: late, twice or in another order, as it is told. */
export function createDeliveries(initial: DeliverySettings, random: Random) {
  const settings = { ...initial };
  const counts = new Map<string, Count>();
  const closing = new AbortController();
  const queue = createQueue<Job>({ run: deliver, concurrency: () => settings.concurrency });

  return {
    /** @param offsetSeconds moves the signature's timestamp, to try stale and future ones */
    send(target: Target, payload: string, offsetSeconds = 0): void {
      const extra = random() < settings.duplicateProbability ? settings.duplicateTimes : 0;
      const count = countOf(counts, target.endpoint);
      count.duplicates += extra;
      count.pending += 1 + extra;
      for (let copy = 0; copy <= extra; copy += 1) {
        const wait = settings.delayMs + Math.floor(random() * settings.disorderMs);
        queue.add({ target, payload, offsetSeconds, attempt: 1 }, wait);
      }
    },
    configure: (change: Partial<DeliverySettings>) => void Object.assign(settings, change),
    pause: queue.pause,
    resume: queue.resume,
    /** Forgets what waits to be delivered, as if the network had: these events are missed. */
    discard(): number {
      const waiting = queue.drain();
      for (const { target } of waiting) countOf(counts, target.endpoint).pending -= 1;
      return waiting.length;
    },
    state: () => ({ paused: queue.isPaused(), settings, endpoints: Object.fromEntries(counts) }),
    close(): void {
      closing.abort();
      queue.close();
    },
  };

  async function deliver(job: Job): Promise<void> {
    const accepted = await post(job, AbortSignal.any([closing.signal, AbortSignal.timeout(settings.timeoutMs)]));
    if (closing.signal.aborted) return;
    const count = countOf(counts, job.target.endpoint);
    if (accepted) count.delivered += 1;
    else count.failedAttempts += 1;
    if (!accepted && job.attempt < settings.attempts) {
      const backoff = Math.min(settings.maxBackoffMs, settings.backoffMs * 2 ** (job.attempt - 1));
      return queue.add({ ...job, attempt: job.attempt + 1 }, backoff);
    }
    if (!accepted) count.givenUp += 1;
    count.pending -= 1;
  }
}

function countOf(counts: Map<string, Count>, endpoint: string): Count {
  const count = counts.get(endpoint) ?? { delivered: 0, failedAttempts: 0, pending: 0, givenUp: 0, duplicates: 0 };
  counts.set(endpoint, count);
  return count;
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

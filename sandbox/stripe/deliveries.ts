import { signatureHeader } from './signature.ts';
import type { Random } from './ids.ts';

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
type Job = { readonly target: Target; readonly payload: string; readonly offsetSeconds: number; attempt: number };
export type Count = { delivered: number; failedAttempts: number; pending: number; givenUp: number; duplicates: number };

export type Deliveries = ReturnType<typeof createDeliveries>;

/** Sends signed events until each is accepted with 2xx: late, twice or in another order, as it is told. */
export function createDeliveries(initial: DeliverySettings, random: Random) {
  const settings = { ...initial };
  const counts = new Map<string, Count>();
  const ready: Job[] = [];
  const timers = new Map<NodeJS.Timeout, Job>();
  const closing = new AbortController();
  let paused = false;
  let underway = 0;

  const countOf = (endpoint: string): Count => {
    const count = counts.get(endpoint) ?? { delivered: 0, failedAttempts: 0, pending: 0, givenUp: 0, duplicates: 0 };
    counts.set(endpoint, count);
    return count;
  };

  const enqueue = (job: Job, delayMs: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      ready.push(job);
      pump();
    }, delayMs);
    timers.set(timer, job);
  };

  const pump = (): void => {
    while (!paused && !closing.signal.aborted && underway < settings.concurrency) {
      const job = ready.shift();
      if (!job) return;
      underway += 1;
      void attempt(job).finally(() => {
        underway -= 1;
        pump();
      });
    }
  };

  const attempt = async (job: Job): Promise<void> => {
    const accepted = await post(job, AbortSignal.any([closing.signal, AbortSignal.timeout(settings.timeoutMs)]));
    if (closing.signal.aborted) return;
    const count = countOf(job.target.endpoint);
    if (accepted) {
      count.delivered += 1;
      count.pending -= 1;
      return;
    }
    count.failedAttempts += 1;
    job.attempt += 1;
    if (job.attempt > settings.attempts) {
      count.givenUp += 1;
      count.pending -= 1;
      return;
    }
    enqueue(job, Math.min(settings.maxBackoffMs, settings.backoffMs * 2 ** (job.attempt - 2)));
  };

  const copies = (): number => (random() < settings.duplicateProbability ? 1 + settings.duplicateTimes : 1);

  return {
    /** @param offsetSeconds moves the signature's timestamp, to try stale and future ones */
    send(target: Target, payload: string, offsetSeconds = 0): void {
      const times = copies();
      const count = countOf(target.endpoint);
      count.duplicates += times - 1;
      for (let copy = 0; copy < times; copy += 1) {
        count.pending += 1;
        const wait = settings.delayMs + Math.floor(random() * settings.disorderMs);
        enqueue({ target, payload, offsetSeconds, attempt: 1 }, wait);
      }
    },
    configure: (change: Partial<DeliverySettings>) => void Object.assign(settings, change),
    pause: () => void (paused = true),
    resume(): void {
      paused = false;
      pump();
    },
    /** Forgets what waits to be delivered, as if the network had: these events are missed. */
    discard(): number {
      const waiting = [...ready.splice(0), ...timers.values()];
      for (const timer of timers.keys()) clearTimeout(timer);
      timers.clear();
      for (const { target } of waiting) countOf(target.endpoint).pending -= 1;
      return waiting.length;
    },
    state: () => ({ paused, settings, endpoints: Object.fromEntries(counts) }),
    close(): void {
      closing.abort();
      for (const timer of timers.keys()) clearTimeout(timer);
    },
  };
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

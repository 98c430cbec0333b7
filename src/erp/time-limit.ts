import { setMaxListeners } from 'node:events';

/**
 * Aborts after so many milliseconds with a `TimeoutError`, or when the given signal does, with its reason. Node 20 forgets
 * the time limit of an `AbortSignal.any` once its memory is cleared: a request that nobody answers would have no end.
 */
export function timeLimit(ms: number, signal?: AbortSignal): AbortSignal {
  if (signal?.aborted) return signal;
  const ending = new AbortController();
  const late = () => ending.abort(new DOMException(`It took longer than ${ms} ms`, 'TimeoutError'));
  const timer = setTimeout(late, ms).unref();
  ending.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  if (signal) {
    setMaxListeners(0, signal); // One for each request of a change that polls, until its time is over.
    signal.addEventListener('abort', () => ending.abort(signal.reason), { once: true, signal: ending.signal });
  }
  return ending.signal;
}

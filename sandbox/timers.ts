import { setMaxListeners } from 'node:events';

/** What a simulator does later by itself; closing forgets whatever has not happened yet. */
export function createTimers() {
  const timers = new Set<NodeJS.Timeout>();
  return {
    later: (act: () => void, delayMs: number): void => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        act();
      }, delayMs);
      timers.add(timer);
    },
    close: (): void => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

/**
 * Aborts after so many milliseconds, or when something is closed. An `AbortSignal.any` of a time limit would not do: Node 20
 * forgets the limit once its memory is cleared.
 */
export function timeLimit(ms: number, closed: AbortSignal): AbortSignal {
  const ending = new AbortController();
  const end = () => ending.abort(closed.reason ?? new DOMException(`It took longer than ${ms} ms`, 'TimeoutError'));
  if (closed.aborted) end();
  setMaxListeners(0, closed); // One for each request, until its time is over.
  setTimeout(end, ms).unref();
  closed.addEventListener('abort', end, { once: true, signal: ending.signal });
  return ending.signal;
}

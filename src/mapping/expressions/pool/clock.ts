type Clock = { pause(): void; go(): void; reset(): void };

/**
 * Time that a run has left; it stands while paused. Where it was we who slept, an answer may be here already: what came in
 * is heard before the time is over.
 */
export function createClock(ms: number, over: () => void): Clock {
  let left = ms;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  let last: NodeJS.Immediate | undefined;
  const pause = (): void => {
    clearImmediate(last);
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    left -= performance.now() - since;
  };
  return {
    pause,
    go(): void {
      pause();
      since = performance.now();
      timer = setTimeout(() => (last = setImmediate(over)), Math.max(1, left));
    },
    reset(): void {
      pause();
      left = ms;
    },
  };
}

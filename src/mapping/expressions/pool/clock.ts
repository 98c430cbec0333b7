type Clock = { pause(): void; go(): void; reset(): void };

/** Time that a run has left; it stands while paused. */
export function createClock(ms: number, over: () => void): Clock {
  let left = ms;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  const pause = (): void => {
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
      timer = setTimeout(over, Math.max(1, left));
    },
    reset(): void {
      pause();
      left = ms;
    },
  };
}

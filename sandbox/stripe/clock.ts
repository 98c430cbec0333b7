/** Time as the sandbox sees it: it runs like ours, from wherever it was put. */
export type Clock = ReturnType<typeof createClock>;

/** @param startSeconds Unix time to start from; our own when absent */
export function createClock(startSeconds?: number) {
  let offsetMs = startSeconds === undefined ? 0 : startSeconds * 1_000 - Date.now();
  const moved: (() => void)[] = [];
  const now = (): number => Math.floor((Date.now() + offsetMs) / 1_000);

  const move = (byMs: number): number => {
    offsetMs += byMs;
    for (const act of moved) act();
    return now();
  };

  return {
    /** Unix time in seconds, as on every Stripe object. */
    now,
    advance: (seconds: number) => move(seconds * 1_000),
    set: (seconds: number) => move((seconds - now()) * 1_000),
    /** What falls due when time jumps, such as expiry. */
    whenMoved: (act: () => void) => void moved.push(act),
  };
}

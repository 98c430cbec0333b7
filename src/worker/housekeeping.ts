import type { Logger } from 'pino';

type Chore = { readonly name: string; readonly everyMs: number; readonly work: () => Promise<unknown> };

/** Repeats small chores beside the flows; one that fails is logged and tried again next time. */
export function keepHouse(chores: readonly Chore[], log: Logger): { stop(): void } {
  const timers = chores.map(({ name, everyMs, work }) => {
    let busy = false;
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      void work()
        .catch((error: unknown) =>
          log.warn({ chore: name, err: error instanceof Error ? error.message : String(error) }, 'a chore failed'),
        )
        .finally(() => (busy = false));
    }, everyMs);
    timer.unref();
    return timer;
  });
  return { stop: () => timers.forEach((timer) => clearInterval(timer)) };
}

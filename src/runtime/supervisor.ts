import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './log.ts';

/** Something that runs until it is stopped, or ends by itself. */
export type Part = {
  /** Settles, one way or the other, when the part ended; a part without it is trusted to live as long as we do. */
  readonly exited?: Promise<unknown>;
  stop(): Promise<void>;
};
type Options<P extends Part> = {
  readonly name: string;
  readonly start: () => Promise<P>;
  readonly log: Logger;
  readonly onRestart?: (name: string) => void;
  readonly firstDelayMs?: number;
};
export type Supervised<P extends Part> = {
  readonly name: string;
  /** The one that runs now, or ran last. */
  readonly current: () => P;
  readonly isUp: () => boolean;
  stop(): Promise<void>;
};

const longestDelayMs = 10_000;
/** A part that lived this long has recovered: its next end is a new trouble. */
const steadyMs = 30_000;

/**
 * Starts a part and starts it again whenever it ends by itself, at growing distances.
 * @throws what the very first start throws: a wrong setting is told at once, not tried for ever.
 */
export async function supervise<P extends Part>(options: Options<P>): Promise<Supervised<P>> {
  const { name, log } = options;
  const stopping = new AbortController();
  let part = await options.start();
  let up = true;

  const watched = (async () => {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      const began = Date.now();
      const reason = await ended(part);
      up = false;
      if (stopping.signal.aborted) return;
      if (Date.now() - began > steadyMs) failures = 0;
      log.warn({ part: name, reason }, `${name} ended by itself and is started again`);
      const next = await startAgain(options, failures, stopping.signal);
      if (!next) return;
      part = next;
      up = true;
      options.onRestart?.(name);
      log.info({ part: name }, `${name} runs again`);
    }
  })();

  return {
    name,
    current: () => part,
    isUp: () => up,
    async stop() {
      stopping.abort();
      if (up) await part.stop();
      else await watched; // A start may be under way.
      up = false;
    },
  };
}

/** Undefined when we were asked to stop meanwhile; what was started too late is stopped again. */
async function startAgain<P extends Part>(
  { name, start, log, firstDelayMs = 250 }: Options<P>,
  failuresBefore: number,
  stopping: AbortSignal,
): Promise<P | undefined> {
  for (let failures = failuresBefore; ; failures += 1) {
    await sleep(Math.min(longestDelayMs, firstDelayMs * 2 ** failures), undefined, { signal: stopping }).catch(
      () => {},
    );
    if (stopping.aborted) return undefined;
    try {
      const part = await start();
      if (!stopping.aborted) return part;
      await part.stop();
      return undefined;
    } catch (error) {
      log.error({ part: name, err: error }, `${name} could not be started again; trying on`);
    }
  }
}

const ended = async ({ exited }: Part): Promise<unknown> => {
  try {
    return (await (exited ?? new Promise<never>(() => {}))) ?? 'ended';
  } catch (error) {
    return error;
  }
};

type Ending = { readonly log: Logger; readonly withinMs?: number; readonly exit?: (code: number) => void };

/** SIGTERM and SIGINT end everything in good order, once; a second signal, or taking too long, ends it at once. */
export function endOnSignals(
  stop: () => Promise<void>,
  { log, withinMs = 60_000, exit = (code) => process.exit(code) }: Ending,
): void {
  let asked = false;
  const end = (signal: NodeJS.Signals): void => {
    if (asked) return exit(1);
    asked = true;
    log.info({ signal }, 'Ending: what is under way is finished first; a second signal ends at once');
    setTimeout(() => exit(1), withinMs).unref();
    stop().then(
      () => exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'Could not end in good order');
        exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
}

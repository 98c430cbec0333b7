import type { EvaluationTrouble, Lookup, Outcomes, Scope, Unit } from './evaluator.ts';
import type { Limits } from './limits.ts';
import type { FromThread, ToThread } from './messages.ts';
import { startThread } from './start-thread.ts';
import { allTroubled, fieldAt } from './troubled.ts';

/** A run that waits for a thread. */
export type Job = {
  readonly unit: Unit;
  readonly scope: Scope;
  /** As JSON: it travels faster so. */
  readonly source: string;
  readonly lookup: Lookup | undefined;
  readonly resolve: (outcomes: Outcomes) => void;
  readonly reject: (error: Error) => void;
};
export type Thread = { idle(): boolean; take(job: Job): void; stop(): Promise<void> };
type Told = { rested(): void; ended(): void };

/** A thread, the units that it knows, and the clock of its run. It ends with its first run that goes too far. */
export function createThread(limits: Limits, told: Told): Thread {
  const { worker, progress } = startThread(limits);
  const knows = createUnitMemory(limits.units);
  const clock = createClock(limits.runMs, () =>
    end({ code: 'too-long', what: `it takes longer than ${limits.runMs} ms` }),
  );
  let ready = false;
  let over = false;
  let job: Job | undefined;
  worker.unref();
  worker.on('message', (message: FromThread) => heard[message.is](message as never));
  worker.on('error', (error) => end(troubleOf(error), error));
  worker.on('exit', () => end({ code: 'failed', what: 'its thread ended' }));

  const send = (message: ToThread): void => worker.postMessage(message);
  const heard: { readonly [K in FromThread['is']]: (message: Extract<FromThread, { is: K }>) => void } = {
    ready() {
      ready = true;
      begin();
    },
    done({ outcomes }) {
      const done = job;
      rest();
      done?.resolve(outcomes);
      told.rested();
    },
    ask: ({ ask, table, key }) => void answer(ask, table, key),
  };

  function begin(): void {
    if (!job || !ready) return;
    const { unit, source } = job;
    const { forget, define } = knows.learn(unit);
    if (forget !== undefined) send({ is: 'forget', unit: forget });
    send({ is: 'run', unit: unit.id, ...(define && { define }), source });
    clock.go();
  }

  /** The clock stands while the thread waits for us. */
  async function answer(ask: number, table: string, key: string): Promise<void> {
    const asking = job;
    clock.pause();
    const given = await lookUp(asking?.lookup, table, key, limits.lookupMs);
    if (over || job !== asking) return;
    clock.go();
    send({ is: 'answer', ask, ...given });
  }

  function rest(): void {
    job = undefined;
    clock.reset();
    worker.unref();
  }

  function end(trouble: EvaluationTrouble, error?: Error): void {
    if (over) return;
    over = true;
    const culprit = job;
    rest();
    void worker.terminate();
    if (!ready) culprit?.reject(new Error('The thread for expressions did not start', { cause: error }));
    else if (culprit) culprit.resolve(blamed(culprit, trouble, Atomics.load(progress, 0)));
    told.ended();
  }

  return {
    idle: () => job === undefined && !over,
    take(taken) {
      job = taken;
      worker.ref();
      begin();
    },
    async stop() {
      over = true;
      job?.reject(new Error('The evaluator was stopped'));
      rest();
      await worker.terminate();
    },
  };
}

function blamed({ unit, scope }: Job, { code, what }: EvaluationTrouble, done: number): Outcomes {
  return allTroubled(unit, scope, { code, what: `the expression of ${fieldAt(unit, done)}: ${what}` });
}

function troubleOf(error: Error): EvaluationTrouble {
  const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return outOfMemory
    ? { code: 'too-large', what: 'it needs too much memory' }
    : { code: 'failed', what: 'its thread failed' };
}

type Given = { readonly value?: string } | { readonly failed: true };
const longestAnswer = 10_000;

async function lookUp(lookup: Lookup | undefined, table: string, key: string, ms: number): Promise<Given> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Given>((resolve) => {
    timer = setTimeout(() => resolve({ failed: true }), ms);
  });
  try {
    return await Promise.race([late, answered(lookup, table, key)]);
  } catch {
    return { failed: true };
  } finally {
    clearTimeout(timer);
  }
}

async function answered(lookup: Lookup | undefined, table: string, key: string): Promise<Given> {
  if (!lookup) return { failed: true };
  const value = await lookup(table, key);
  if (value === undefined) return {};
  return value.length > longestAnswer ? { failed: true } : { value };
}

/** Which units the thread has compiled; the one that was not used for longest goes first. */
function createUnitMemory(most: number) {
  const known = new Map<string, Unit>();
  return {
    learn(unit: Unit): { readonly forget?: string; readonly define?: Unit } {
      const before = known.get(unit.id);
      known.delete(unit.id);
      known.set(unit.id, unit);
      if (before && same(before, unit)) return {};
      const [oldest] = known.keys();
      if (known.size <= most || oldest === undefined) return { define: unit };
      known.delete(oldest);
      return { define: unit, forget: oldest };
    },
  };
}

/** A draft may change under its name. */
const same = (a: Unit, b: Unit): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Time that a run has left; it stands while paused. */
function createClock(ms: number, over: () => void) {
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

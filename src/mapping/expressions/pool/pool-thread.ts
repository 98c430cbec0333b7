import type { Worker } from 'node:worker_threads';
import type { EvaluationTrouble, Lookup, Outcomes, Scope, Unit } from '../evaluator.ts';
import type { Limits } from '../limits.ts';
import type { FromThread, ToThread } from '../messages.ts';
import { startThread } from './start-thread.ts';
import { createClock } from './clock.ts';
import { lookUp } from './look-up.ts';
import { createUnitMemory, type UnitMemory } from './unit-memory.ts';
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
  const clock = createClock(limits.runMs, () => end(tooLong(limits)));
  let [ready, over] = [false, false];
  let job: Job | undefined;
  listen(worker, (message) => heard[message.is](message as never), end);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
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
    ask: (question) => void reply(question, job),
  };

  function begin(): void {
    if (!job || !ready) return;
    for (const message of beginning(job, knows)) send(message);
    clock.go();
  }

  /** The clock stands while the thread waits for us. */
  async function reply(question: Question, asking: Job | undefined): Promise<void> {
    clock.pause();
    const answer = await answerTo(question, asking, limits);
    if (over || job !== asking) return;
    clock.go();
    send(answer);
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
    if (ready) culprit?.resolve(blamed(culprit, trouble, Atomics.load(progress, 0)));
    else culprit?.reject(new Error('The thread for expressions did not start', { cause: error }));
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

function listen(
  worker: Worker,
  hear: (message: FromThread) => void,
  end: (why: EvaluationTrouble, error?: Error) => void,
) {
  worker.unref();
  worker.on('message', hear);
  worker.on('error', (error) => end(troubleOf(error), error));
  worker.on('exit', () => end({ code: 'failed', what: 'its thread ended' }));
}

type Question = Extract<FromThread, { is: 'ask' }>;
const answerTo = async ({ ask, table, key }: Question, job: Job | undefined, limits: Limits): Promise<ToThread> => ({
  is: 'answer',
  ask,
  ...(await lookUp(job?.lookup, table, key, limits.lookupMs)),
});

const tooLong = ({ runMs }: Limits): EvaluationTrouble => ({
  code: 'too-long',
  what: `it takes longer than ${runMs} ms`,
});

function beginning({ unit, source }: Job, knows: UnitMemory): readonly ToThread[] {
  const { forget, define } = knows.learn(unit);
  const run: ToThread = { is: 'run', unit: unit.id, ...(define && { define }), source };
  return forget === undefined ? [run] : [{ is: 'forget', unit: forget }, run];
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

import type { Evaluator, Lookup, Outcomes, Scope, Unit } from './evaluator.ts';
import { usualLimits, type Limits } from './limits.ts';
import { evaluateAtOnce } from './at-once.ts';
import { createThread, type Job, type Thread } from './pool/pool-thread.ts';
import { allTroubled } from './pool/troubled.ts';

/** `threads`: at most so many, started when they are needed (2). */
export type EvaluatorOptions = { readonly threads?: number; readonly limits?: Partial<Limits> };

/** A pool of threads; runs wait in line for one. Threads that rest don't keep the process alive. */
export function createEvaluator(options: EvaluatorOptions = {}): Evaluator {
  const limits: Limits = { ...usualLimits, ...options.limits };
  const most = Math.max(1, options.threads ?? 2);
  const threads = new Set<Thread>();
  const queue: Job[] = [];
  let stopped = false;

  function next(): void {
    const [job] = queue;
    if (!job || stopped) return;
    const thread = [...threads].find((one) => one.idle()) ?? (threads.size < most ? start() : undefined);
    if (!thread) return;
    queue.shift();
    thread.take(job);
    next();
  }

  function start(): Thread {
    const thread = createThread(limits, {
      rested: next,
      ended: () => {
        threads.delete(thread);
        next();
      },
    });
    threads.add(thread);
    return thread;
  }

  return {
    async run(unit: Unit, scope: Scope, lookup?: Lookup): Promise<Outcomes> {
      if (stopped) throw new Error('The evaluator was stopped');
      const atOnce = evaluateAtOnce(unit, scope, limits);
      if (atOnce) return atOnce;
      const source = JSON.stringify(scope);
      if (source.length > limits.sourceCharacters)
        return allTroubled(unit, scope, { code: 'too-large', what: 'the source is too large' });
      return new Promise((resolve, reject) => {
        queue.push({ unit, scope, source, lookup, resolve, reject });
        next();
      });
    },
    async stop(): Promise<void> {
      stopped = true;
      for (const { reject } of queue.splice(0)) reject(new Error('The evaluator was stopped'));
      await Promise.all([...threads].map((thread) => thread.stop()));
    },
  };
}

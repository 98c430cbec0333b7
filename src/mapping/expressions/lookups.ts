import type { Clock } from './compile.ts';
import { ExpressionFault } from './fault.ts';
import type { Limits } from './limits.ts';
import type { ToThread } from './messages.ts';

type Answer = Extract<ToThread, { is: 'answer' }>;
type Asking = {
  readonly ask: (ask: number, table: string, key: string) => void;
  readonly clock: Clock;
  readonly limits: Pick<Limits, 'lookups'>;
};

type Lookups = {
  readonly lookup: (table: string, key: string) => Promise<string | undefined>;
  readonly answer: (answer: Answer) => void;
  /** Before a run. */
  readonly forget: () => void;
};

/** The thread's side of `$lookup`: questions to the main thread, each asked once in a run. */
export function createLookups({ ask, clock, limits }: Asking): Lookups {
  const waiting = new Map<number, (answer: Answer) => void>();
  const known = new Map<string, Promise<string | undefined>>();
  let asked = 0;

  async function question(table: string, key: string): Promise<string | undefined> {
    if (known.size > limits.lookups)
      throw new ExpressionFault('lookup', `$lookup is used more than ${limits.lookups} times in one document`);
    const since = Date.now();
    const number = ++asked;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(number, resolve);
      ask(number, table, key);
    });
    clock.waitedMs += Date.now() - since;
    if (answer.failed) throw new ExpressionFault('lookup', '$lookup got no answer; retry when the other side is up');
    return answer.value;
  }

  return {
    async lookup(table: string, key: string): Promise<string | undefined> {
      const name = JSON.stringify([table, key]);
      const before = known.get(name);
      if (before) return before;
      const answer = Promise.resolve().then(() => question(table, key));
      known.set(name, answer);
      return answer;
    },
    answer(answer: Answer): void {
      waiting.get(answer.ask)?.(answer);
      waiting.delete(answer.ask);
    },
    forget(): void {
      known.clear();
    },
  };
}

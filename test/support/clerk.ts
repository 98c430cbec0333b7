import type { SeenCase } from '../../src/store/cases.ts';
import { quittance } from '../cli/terminal.ts';
import { company, until, type Product } from './product.ts';

/** A person at the command line, who knows nothing but what is printed there. */
export function clerkOf({ commandLine: { file, env }, store }: Product) {
  const run = async (...args: readonly string[]): Promise<string> => {
    const { status, out, err } = await quittance(['-c', file, ...args], env);
    if (status !== 0) throw new Error(`quittance ${args.join(' ')} ended with ${status}: ${err}`);
    return out;
  };
  return {
    run,

    /** The case of this kind that waits, as `cases show` has it; the test's own time limit ends it otherwise. */
    async waits(subject: string, code: string): Promise<SeenCase> {
      const found = await until(
        () => store.cases.list({ company, subject, code, open: true }),
        ({ length }) => length > 0,
      );
      return JSON.parse(await run('cases', 'show', found[0]?.caseId ?? '', '--json')) as SeenCase;
    },

    /** `retry`, `skip --number 7`: the case that is named, with a reason. */
    decide: (caseId: string, [action = '', ...more]: readonly string[]): Promise<string> =>
      run('cases', action, caseId, '--by', 'ann', '--reason', 'as the runbook says', ...more),

    /** How it was closed. */
    async closed(caseId: string): Promise<string | undefined> {
      const found = await until(
        () => store.cases.find(caseId),
        (seen) => seen?.closed !== undefined,
      );
      return found?.closed?.decision;
    },

    /** What waits still of one object at Stripe. */
    open: async (subject: string): Promise<readonly string[]> =>
      (await store.cases.list({ company, subject, open: true })).map(({ code }) => code),
  };
}

import { run } from '../../src/cli/program.ts';

/** Runs a command line as the program does, without a process of its own. */
export async function quittance(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await run(args, {
    env: { USER: 'tester', ...env },
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    interactive: false,
  });
  return { status, out: out.join('\n'), err: err.join('\n') };
}

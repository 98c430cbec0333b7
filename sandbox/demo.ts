import { existsSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lookInto } from './demo/cases.ts';
import { readOptions, usage, type Options } from './demo/options.ts';
import { isGood } from './demo/outcome.ts';
import { createProgress } from './demo/progress.ts';
import { startProduct } from './demo/product.ts';
import { jsonOf, tableOf } from './demo/report.ts';
import { runDay } from './demo/run.ts';
import { startSandboxes } from './demo/sandboxes.ts';
import { linksOf } from './demo/links.ts';

/** Plays a day of each company's shop against the whole product and lets an outsider judge what came of it. */
async function demo(options: Options): Promise<number> {
  const dir = resolve('.quittance', 'demo', `${options.seed}-${Date.now()}`);
  const progress = createProgress(process.stderr);
  const ending = endedByUser();
  const sandboxes = await startSandboxes(options.companies, { seed: options.seed });
  const product = await startProduct({ dir, sandboxes, say: progress.say });
  const desk = await lookInto(product.servers.temporalAddress);
  const close = async (): Promise<void> => {
    await desk.close();
    await product.stop();
    await sandboxes.close();
  };
  let isWorthKeeping = true;
  try {
    const outcome = await Promise.race([runDay({ options, sandboxes, product, desk, progress }), ending]);
    if (!outcome) return 130;
    console.log(tableOf(outcome));
    if (options.json) writeFileSync(options.json, `${JSON.stringify(jsonOf(outcome), undefined, 2)}\n`);
    if (!options.once) {
      console.log(linksOf(sandboxes, product));
      await ending;
    }
    isWorthKeeping = !options.once || !isGood(outcome);
    return isGood(outcome) ? 0 : 1;
  } finally {
    progress.say('ending: what is under way is finished first');
    await close();
    if (!isWorthKeeping) remove(dir);
  }
}

/** The database may lie elsewhere, and a link lead there. */
function remove(dir: string): void {
  const database = join(dir, 'data', 'postgres');
  if (existsSync(database)) rmSync(realpathSync(database), { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
}

const endedByUser = (): Promise<undefined> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(undefined));
  });

/** What was typed wrongly is told in a sentence; what went wrong afterwards with all that is known of it. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    return 0;
  }
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  return demo(options).catch((error: unknown) => {
    console.error(error);
    return 2;
  });
}

process.exit(await main(process.argv.slice(2)));

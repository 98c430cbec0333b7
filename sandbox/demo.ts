import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { endedByUser, installed, obey, removeInstallation } from './demo/installation.ts';
import { linksOf } from './demo/links.ts';
import { readOptions, usage, type Options } from './demo/options.ts';
import { isGood } from './demo/outcome.ts';
import { createProgress } from './demo/progress.ts';
import { jsonOf, tableOf } from './demo/report.ts';
import { runDay } from './demo/run.ts';

/** Plays a day of each company's shop against the whole product and lets an outsider judge what came of it. */
async function demo(options: Options): Promise<number> {
  const { companies, seed, once, json } = options;
  const dir = resolve('.quittance', 'demo', `${seed}-${Date.now()}`);
  const progress = createProgress(process.stderr);
  const ending = endedByUser();
  const good = await installed({ dir, companies, seed, say: progress.say }, async (installation) => {
    const outcome = await Promise.race([runDay({ options, ...installation, progress }), ending]);
    if (!outcome) return undefined;
    console.log(tableOf(outcome));
    if (json) writeFileSync(json, `${JSON.stringify(jsonOf(outcome), undefined, 2)}\n`);
    if (!once) {
      console.log(linksOf(installation.sandboxes, installation.product));
      await ending;
    }
    return isGood(outcome);
  });
  if (once && good) removeInstallation(dir);
  if (good === undefined) return 130;
  return good ? 0 : 1;
}

process.exit(await obey(process.argv.slice(2), { usage, read: readOptions, run: demo }));

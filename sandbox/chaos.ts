import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { again, readOptions, usage, type Options } from './chaos/options.ts';
import { planChaos } from './chaos/plan.ts';
import { runChaos } from './chaos/run.ts';
import { endedByUser, installed, obey, removeInstallation } from './demo/installation.ts';
import { isGood } from './demo/outcome.ts';
import { createProgress } from './demo/progress.ts';
import { jsonOf, tableOf } from './demo/report.ts';

/** How often missed events are looked for: the shortest that the product allows. */
const sync = () => ({ sweep_seconds: 30 });

/** Breaks everything at random while shops sell and banks take money back, and lets an outsider judge what came of it. */
async function chaos(options: Options): Promise<number> {
  const { companies, seed, seconds, json } = options;
  const dir = resolve('.quittance', 'chaos', `${seed}-${Date.now()}`);
  const progress = createProgress(process.stderr);
  const plan = planChaos({ seed, seconds, companies });
  progress.say(`seed ${seed}: ${again(options)} plays the same again`);
  const ending = endedByUser();
  const good = await installed({ dir, companies, seed, say: progress.say, sync }, async (installation) => {
    const outcome = await Promise.race([runChaos({ plan, ...installation, progress }), ending]);
    if (!outcome) return undefined;
    console.log(tableOf(outcome));
    if (json) writeFileSync(json, `${JSON.stringify({ ...jsonOf(outcome), plan }, undefined, 2)}\n`);
    return isGood(outcome);
  });
  if (good) removeInstallation(dir);
  if (good === undefined) return 130;
  return good ? 0 : 1;
}

process.exit(await obey(process.argv.slice(2), { usage, read: readOptions, run: chaos }));

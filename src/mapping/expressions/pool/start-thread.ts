import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Limits } from '../limits.ts';

/**
 * A thread without the environment's secrets and with little memory. While developing, the sources run through tsx;
 * after the build, what the compiler made of them. `progress[0]` counts the expressions that the run is done with.
 */
export function startThread(limits: Limits): { readonly worker: Worker; readonly progress: Int32Array } {
  const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const options = {
    name: 'expressions',
    workerData: { limits, progress },
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  };
  const here = import.meta.url;
  if (!here.endsWith('.ts')) return { worker: new Worker(new URL('../thread.js', here), options), progress };
  const worker = new Worker(bootstrap(here), { ...options, eval: true });
  return { worker, progress };
}

/** Node 20 does not carry `--import tsx` over to threads. */
function bootstrap(here: string): string {
  const tsx = pathToFileURL(createRequire(here).resolve('tsx/package.json'));
  const api = JSON.stringify(new URL('dist/esm/api/index.mjs', tsx).href);
  const thread = JSON.stringify(new URL('../thread.ts', here).href);
  return `import(${api}).then(({ register }) => { register(); return import(${thread}); })`;
}

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../../sandbox/demo/ports.ts';
import type { Config } from '../../src/config.ts';
import { startPostgres } from '../../src/runtime/postgres.ts';
import { startChild, type Child } from '../child.ts';
import { configure, environment } from '../configuration.ts';
import type { Place } from '../place.ts';
import { floorNamespace, makeFloorNamespace } from './floor/namespace.ts';

export type Processes = {
  readonly config: Config;
  readonly webhook: Child;
  readonly worker: Child;
  readonly floorWorker: Child;
  readonly sandboxes: Child;
  readonly postgresPid: number;
  readonly urls: Readonly<Record<'webhook' | 'stripe' | 'erp' | 'counts', string>>;
};
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const at = (port: number): string => `http://127.0.0.1:${port}`;

/** The product as its user starts it, part by part, and the floor's worker beside it in a namespace of its own. */
export async function startProcesses({ dir, temporal, ends }: Place): Promise<Processes> {
  const [webhook = 0, stripe = 0, erp = 0, counts = 0, health = 0, floor = 0] = await freePorts(6);
  const postgres = await startPostgres({ dir: join(dir, 'postgres') });
  ends(() => postgres.stop());
  await makeFloorNamespace(temporal.address);
  const path = join(dir, 'quittance.yaml');
  const config = configure(path, {
    temporal: temporal.address,
    webhookPort: webhook,
    stripe: at(stripe),
    erp: at(erp),
    database: postgres.url,
  });
  const start = async (name: string, args: readonly (string | number)[], readyUrl: string): Promise<Child> => {
    const logFile = join(dir, `${name}.log`);
    const child = await startChild({ name, args: args.map(String), env: environment(postgres.url), logFile, readyUrl });
    ends(() => child.stop());
    return child;
  };
  const sandboxes = await start('sandboxes', [here('sandboxes.ts'), stripe, erp, counts], at(counts));
  const worker = await start(
    'worker',
    [cli, 'worker', '--config', path, '--health-port', health],
    `${at(health)}/readyz`,
  );
  return {
    config,
    sandboxes,
    worker,
    webhook: await start('webhook', [cli, 'webhook', '--config', path], `${at(webhook)}/readyz`),
    floorWorker: await start('floor', [here('floor/worker.ts'), temporal.address, floorNamespace, floor], at(floor)),
    postgresPid: postgres.pid,
    urls: { webhook: at(webhook), stripe: at(stripe), erp: at(erp), counts: at(counts) },
  };
}

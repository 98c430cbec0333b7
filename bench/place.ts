import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTemporal } from '../src/runtime/temporal-binary.ts';
import { startTemporalServer, type TemporalServer } from '../src/runtime/temporal-server.ts';
import { searchAttributes } from '../src/workflows/search-attributes.ts';
import { freePorts } from '../sandbox/demo/ports.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

export type Place = {
  readonly dir: string;
  readonly temporal: TemporalServer;
  /** Ends it with all that was started in this place, the last first, and removes the folder. */
  readonly ends: (end: () => Promise<unknown>) => void;
};

/**
 * A folder and a Temporal server of the run's own, on disk as `quittance up` has it, for as long as the work takes.
 * @throws Error when TEMPORAL_ADDRESS names a server: its other guests would be measured too
 */
export async function inPlace<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const found = await resolveTemporal({ env: process.env, say });
  if (found.kind === 'address')
    throw new Error('A bench starts a Temporal server of its own, as TEMPORAL_ADDRESS may have other guests: unset it');
  const dir = mkdtempSync(join(tmpdir(), 'quittance-bench-'));
  chmodSync(dir, 0o755);
  const endings: (() => Promise<unknown>)[] = [];
  let ended: Promise<void> | undefined;
  const endEach = async (): Promise<void> => {
    for (const end of endings.toReversed()) await end().catch((error: unknown) => say(String(error)));
    rmSync(dir, { recursive: true, force: true });
  };
  // Ended by a signal, the work fails at once: its failure waits here too, until nothing is left running.
  const endAll = (): Promise<void> => (ended ??= endEach());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void endAll().then(() => process.exit(1)));
  try {
    const [port, uiPort, metricsPort] = await freePorts(3);
    const temporal = await startTemporalServer({
      path: found.path,
      dbFile: join(dir, 'temporal.db'),
      headless: true,
      port,
      uiPort,
      metricsPort,
      searchAttributes,
      say,
    });
    endings.push(() => temporal.stop());
    return await work({ dir, temporal, ends: (end) => void endings.push(end) });
  } finally {
    await endAll();
  }
}

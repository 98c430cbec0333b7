import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { dataConverter } from '../../src/temporal.ts';
import { histories } from './recording.ts';

const names = readdirSync(histories).map((file) => file.replace(/\.json$/, ''));
type Recorded = { readonly workflowId: string; readonly history: unknown };

const bundleOf = (path: string) =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(path, import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
const replay = (name: string, workflowBundle: Awaited<ReturnType<typeof bundleOf>>): Promise<void> => {
  const { history, workflowId } = JSON.parse(readFileSync(`${histories}${name}.json`, 'utf8')) as Recorded;
  return Worker.runReplayHistory({ workflowBundle, dataConverter }, history, workflowId);
};

let bundle: Awaited<ReturnType<typeof bundleOf>>;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => {}) });
  bundle = await bundleOf('../../src/workflows/index.ts');
}, 120_000);

describe('flows that were begun before a deployment', () => {
  it.each(names)('go on after it: %s', async (name) => {
    await expect(replay(name, bundle)).resolves.toBeUndefined();
  });

  it('are of every kind that can stay open for long', () => {
    const kinds = [
      'plain-order',
      'parked-retried',
      'parked-skipped',
      'parked-compensated',
      'unreadable-event',
      'customer-conflict',
    ];
    expect(names).toEqual(expect.arrayContaining(kinds));
  });

  it('would be stopped by a change that this check exists for', async () => {
    const changed = await bundleOf('./changed-workflows.ts');

    await expect(replay('plain-order', changed)).rejects.toMatchObject({ name: 'DeterminismViolationError' });
  });
});

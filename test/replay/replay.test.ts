import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { dataConverter } from '../../src/temporal.ts';
import * as workflows from '../../src/workflows/index.ts';
import { histories } from './recording.ts';

const names = readdirSync(histories).map((file) => file.replace(/\.json$/, ''));
const began = 'workflowExecutionStartedEventAttributes';
type Event = { readonly [began]?: { readonly workflowType: { readonly name: string } } };
type Recorded = { readonly workflowId: string; readonly history: { readonly events: readonly Event[] } };
const recordedOf = (name: string) => JSON.parse(readFileSync(`${histories}${name}.json`, 'utf8')) as Recorded;

const bundleOf = (path: string) =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(path, import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
const replay = (name: string, workflowBundle: Awaited<ReturnType<typeof bundleOf>>): Promise<void> => {
  const { history, workflowId } = recordedOf(name);
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
      'refund-parked-until-it-continued',
      'refund-parked-continued-and-healed',
      'refund-parked-skipped',
      'credit-note-patched',
      'dispute-opened-again',
      'fraud-looked-at',
      'refund-request-approved',
    ];
    expect(names).toEqual(expect.arrayContaining(kinds));
  });

  it('are of every workflow that there is', () => {
    const types = new Set(names.map((name) => recordedOf(name).history.events[0]?.[began]?.workflowType.name));
    expect(types).toEqual(new Set(Object.keys(workflows)));
  });

  it('would be stopped by a change that this check exists for', async () => {
    const changed = await bundleOf('./changed-workflows.ts');

    await expect(replay('plain-order', changed)).rejects.toMatchObject({ name: 'DeterminismViolationError' });
  });
});

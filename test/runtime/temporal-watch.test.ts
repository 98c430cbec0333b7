import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { additionsTo, endWhenStuck } from '../../src/runtime/temporal-watch.ts';

const folder = mkdtempSync(join(tmpdir(), 'quittance-watch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const line = 'level=ERROR error="GetNamespace operation failed. Error interrupted (9)" operation=GetNamespace\n';
const stuck = line.repeat(20);
const slow = 'level=WARN msg="Fail to process task" error="context deadline exceeded"\n'.repeat(20);

/** It logs these, one for each look, and then its process is gone. @returns how often it was ended, and what was said */
async function watched(logs: readonly string[]) {
  const said: string[] = [];
  let looked = 0;
  let ended = 0;
  let exit: () => void = () => {};
  const exited = new Promise<void>((resolve) => (exit = resolve));
  await endWhenStuck({
    server: { exited, stop: async () => void (ended += 1) },
    newLog: () => {
      const log = logs[looked] ?? '';
      looked += 1;
      if (looked > logs.length) exit();
      return log;
    },
    say: (words) => void said.push(words),
    everyMs: 1,
  });
  return { ended, said, looked };
}

describe('a development server of Temporal', () => {
  it('is ended once when, look after look, it only says that its statements are interrupted', async () => {
    const { ended, said, looked } = await watched(['', stuck, stuck, stuck, stuck, '', '']);
    expect({ ended, looked }).toEqual({ ended: 1, looked: 5 });
    expect(said).toEqual([expect.stringContaining('interrupted')]);
  });

  it('is left alone when it recovers, is slow, loses a statement now and then, or said so in an earlier run', async () => {
    expect((await watched(['', stuck, stuck, stuck, '', stuck, stuck, stuck, ''])).ended).toBe(0);
    expect((await watched(['', slow, slow, slow, slow, slow, slow])).ended).toBe(0);
    expect((await watched(['', line, line, line, line, line, line])).ended).toBe(0);
    expect((await watched([stuck, stuck, stuck, stuck, '', ''])).ended).toBe(0);
  });
});

it('what is added to a log is read once, also when it was begun anew or is not there yet', () => {
  const file = join(folder, 'temporal.db.log');
  const added = additionsTo(file);
  expect(added()).toBe('');
  writeFileSync(file, 'one\n');
  expect(added()).toBe('one\n');
  appendFileSync(file, 'two\n');
  expect(added()).toBe('two\n');
  expect(added()).toBe('');
  writeFileSync(file, '3\n');
  expect(added()).toBe('3\n');
});

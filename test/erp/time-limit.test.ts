import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timeLimit as inTheSandbox } from '../../sandbox/timers.ts';
import { timeLimit } from '../../src/erp/time-limit.ts';

setFlagsFromString('--expose-gc');
const clearMemory = runInNewContext('gc') as () => void;
const silent = createServer(() => {});
let url = '';
beforeAll(async () => {
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

/** What became of a request that nobody answers, while memory is cleared all the time. */
async function askedFor(signal: () => AbortSignal): Promise<string> {
  const asked = fetch(url, { signal: signal() }).then(String, (error: Error) => error.name);
  const clearing = setInterval(clearMemory, 20);
  const ended = await Promise.race([asked, pause(5_000, 'no end')]);
  clearInterval(clearing);
  return ended;
}

describe.each([
  ['of a request to an ERP', timeLimit],
  ['of a request of the sandbox', inTheSandbox],
])('a time limit %s', (_, limit) => {
  it('holds, however long memory is not touched', async () => {
    expect(await askedFor(() => limit(500, new AbortController().signal))).toBe('TimeoutError');
  });

  it('warns of no leak where one change makes many requests', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => void warnings.push(warning);
    process.on('warning', warned);
    const { signal } = new AbortController();
    for (let request = 0; request < 20; request += 1) limit(60_000, signal);
    await pause(50);
    process.off('warning', warned);
    expect(warnings).toEqual([]);
  });

  it('ends sooner when what it belongs to does, with its reason', async () => {
    const closing = new AbortController();
    const limited = limit(60_000, closing.signal);
    closing.abort('over');
    expect(limited.reason).toBe('over');
    expect(limit(60_000, closing.signal).reason).toBe('over');
  });
});

it('a time limit of an ERP needs no other signal', async () => {
  expect(await askedFor(() => timeLimit(500))).toBe('TimeoutError');
});

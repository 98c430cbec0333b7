import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/runtime/log.ts';
import { supervise, type Part } from '../../src/runtime/supervisor.ts';

const log = createLogger({ level: 'silent' });

/** A part that the test ends by itself; it tells when it was started or stopped. */
function actor() {
  const events = new EventEmitter();
  const running: { end: () => void; fail: (error: Error) => void }[] = [];
  let stops = 0;
  const start = async (): Promise<Part> => {
    const { promise, resolve, reject } = withResolvers();
    running.push({ end: resolve, fail: reject });
    setImmediate(() => events.emit('started'));
    return {
      exited: promise,
      stop: async () => {
        stops += 1;
        resolve();
      },
    };
  };
  return { start, running, next: () => once(events, 'started'), stops: () => stops };
}

function withResolvers() {
  let resolve = (): void => {};
  let reject = (_error: Error): void => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('a supervised part', () => {
  it('is started again when it ends by itself, however it ends', async () => {
    const { start, running, next } = actor();
    const restarted: string[] = [];
    const part = await supervise({
      name: 'worker',
      start,
      log,
      firstDelayMs: 1,
      onRestart: (name) => restarted.push(name),
    });
    await next();
    running[0]?.end();
    await next();
    running[1]?.fail(new Error('lost its connection'));
    await next();
    expect(running).toHaveLength(3);
    expect(restarted).toEqual(['worker', 'worker']);
    expect(part.isUp()).toBe(true);
    await part.stop();
  });

  it('is not started again once it was stopped', async () => {
    const { start, running, stops } = actor();
    const part = await supervise({ name: 'worker', start, log, firstDelayMs: 1 });
    await part.stop();
    await sleep(20);
    expect(running).toHaveLength(1);
    expect(stops()).toBe(1);
    expect(part.isUp()).toBe(false);
  });

  it('is tried on when it cannot be started again at once', async () => {
    const { start, running, next } = actor();
    let failures = 0;
    const flaky = async (): Promise<Part> => {
      if (running.length === 1 && failures < 3) {
        failures += 1;
        throw new Error('port taken');
      }
      return start();
    };
    const part = await supervise({ name: 'PostgreSQL', start: flaky, log, firstDelayMs: 1 });
    await next();
    running[0]?.end();
    await next();
    expect(failures).toBe(3);
    await part.stop();
  });

  it('stops what was being started while it was asked to stop', async () => {
    const { start, running, next, stops } = actor();
    let slow = false;
    const begun = withResolvers();
    const part = await supervise({
      name: 'Temporal',
      log,
      firstDelayMs: 1,
      start: async () => {
        if (slow) begun.resolve();
        if (slow) await sleep(50);
        return start();
      },
    });
    await next();
    slow = true;
    running[0]?.end();
    await begun.promise;
    await part.stop();
    expect(running).toHaveLength(2);
    expect(stops()).toBe(1);
  });

  it('tells at once what is wrong when it never started', async () => {
    const start = () => Promise.reject(new Error('no such database'));
    await expect(supervise({ name: 'worker', start, log })).rejects.toThrow('no such database');
  });

  it('is trusted to live when it has no end of its own', async () => {
    let stops = 0;
    const part = await supervise({
      name: 'webhook',
      log,
      start: async () => ({ stop: async () => void (stops += 1) }),
    });
    await part.stop();
    expect(stops).toBe(1);
  });
});

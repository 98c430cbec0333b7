import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { createLocks } from '../../src/store/locks.ts';
import { ownDatabase } from './opened.ts';

const { db } = ownDatabase();
const long = { ttlMs: 60_000 };

describe('a lock', () => {
  it('lets one in at a time; the others are told to come back soon', async () => {
    const locks = createLocks(db());
    const name = randomUUID();
    const refused: unknown[] = [];
    // Whoever is in stays in until all the others were told.
    const work = () => vi.waitFor(() => expect(refused).toHaveLength(9), { timeout: 20_000 });
    await Promise.all(
      Array.from({ length: 10 }, () =>
        locks.with(name, long, work).catch((error: unknown) => void refused.push(error)),
      ),
    );
    expect(refused).toHaveLength(9);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'busy', retryAfterMs: 10_000 });
  });

  it('is free again when the work is done, and when it failed', async () => {
    const locks = createLocks(db());
    await expect(locks.with('a', long, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await locks.with('a', long, () => Promise.resolve(7))).toBe(7);
    expect(await locks.with('a', long, () => Promise.resolve(8))).toBe(8);
  });

  it('of a killed process ends by itself; the one that overslept does not take the new one away', async () => {
    const locks = createLocks(db());
    let wakeUp = (): void => undefined;
    let overslept = Promise.resolve();
    await new Promise<void>((started) => {
      const work = () =>
        new Promise<void>((resolve) => {
          wakeUp = resolve;
          started();
        });
      overslept = locks.with('b', { ttlMs: 50 }, work);
    });
    const next = async () => {
      wakeUp();
      await overslept;
      await expect(locks.with('b', long, () => Promise.resolve())).rejects.toMatchObject({ code: 'busy' });
    };
    await vi.waitFor(() => locks.with('b', long, next), { timeout: 20_000 });
  });

  it('of another name is another lock', async () => {
    const locks = createLocks(db());
    expect(await locks.with('c', long, () => locks.with('d', long, () => Promise.resolve('both')))).toBe('both');
  });
});

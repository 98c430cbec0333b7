import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from './db.ts';

export type Share = {
  /** Whoever asks by the same name shares it. */
  readonly name: string;
  readonly perSecond: number;
  /** Requests that are left to others: more than so many must be free. */
  readonly reserve?: number;
};
export type Budgets = ReturnType<typeof createBudgets>;

const longestPauseMs = 500;

/** How many requests all workers together may make in a second, by the database and its clock. */
export const createBudgets = (db: Database) => ({
  /** Waits for room, for `patienceMs` at most; says how long to wait still, or nothing where there is room now. */
  async take({ name, perSecond, reserve = 0 }: Share, patienceMs: number): Promise<number | undefined> {
    const giveUpAt = performance.now() + patienceMs;
    for (;;) {
      const { rows } = await sql<{
        wait: number;
      }>`select budget_take(${name}, ${perSecond}, ${reserve}) as wait`.execute(db);
      const wait = rows[0]?.wait ?? 0;
      if (wait === 0) return undefined;
      if (performance.now() + wait > giveUpAt) return wait;
      await sleep(Math.min(wait, longestPauseMs) * (1 + Math.random() / 4));
    }
  },

  /** The other side says that it is too much: nobody asks before that time is over. */
  async throttled(name: string, ms: number): Promise<void> {
    await sql`
      update budgets set tokens = 0, throttled_until = clock_timestamp() + ${ms} * interval '1 millisecond'
      where name = ${name}`.execute(db);
  },
});

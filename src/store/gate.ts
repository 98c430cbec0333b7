import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { ErpError } from '../erp/errors.ts';
import type { Database } from './db.ts';
import type { Caller } from './turns.ts';

export type Limits = {
  /** Of the ERP: whoever uses it shares its limits. */
  readonly connection: string;
  readonly concurrency: number;
  readonly perSecond: number;
  /** Opens after so many failures in a row, and lets one request try after `openMs`. */
  readonly breaker: { readonly failures: number; readonly openMs: number };
  /** A permit whose holder was killed comes back after this; longer than any request. */
  readonly permitMs?: number;
  /** How long a call waits here before it goes away to come back later. */
  readonly waitMs?: number;
  /** Who calls, where it is somebody who can be told to come back: then he is, in turn, once an open breaker has closed. */
  readonly caller?: () => Promise<Caller | undefined>;
};
type Waiting = { readonly signal?: AbortSignal };
type Refusal = { readonly refused: 'breaker' | 'turn' | 'permits' | 'rate' | null; readonly wait_ms: number };
export type Gate = ReturnType<typeof createGate>;

const leastPauseMs = 10;
const longestPauseMs = 250;
/** Who is called comes back at once; this is for the case that nobody calls. */
const uncalledMs = 120_000;

/** The limits of one ERP connection, shared by all workers through the database and its clock. */
export function createGate(db: Database, limits: Limits) {
  const { connection, concurrency, perSecond, breaker, permitMs = 120_000, waitMs = 5_000, caller } = limits;

  return {
    /** @throws ErpError `throttled` or `unavailable`, with the time to wait: the call was not made. */
    async run<T>(call: () => Promise<T>, { signal }: Waiting = {}): Promise<T> {
      const holder = randomUUID();
      const giveUpAt = performance.now() + waitMs;
      const who = await caller?.();
      for (;;) {
        const { refused, wait_ms } = await enter(holder, who);
        if (!refused) break;
        if (refused === 'breaker') throw closedFor(who ? untilCalled() : jittered(wait_ms));
        if (refused === 'turn') throw outOfTurn();
        if (signal?.aborted || performance.now() > giveUpAt) throw crowdedFor(wait_ms);
        await sleep(pauseMs(refused, wait_ms));
      }
      return passing(holder, call);
    },
  };

  async function passing<T>(holder: string, call: () => Promise<T>): Promise<T> {
    let failed = false;
    try {
      return await call();
    } catch (error) {
      failed = isFailure(error);
      throw error;
    } finally {
      // If the database is away, the permit ends by itself: what the call brought matters more.
      await leave(holder, failed).catch(() => undefined);
    }
  }

  async function enter(holder: string, who: Caller | undefined): Promise<Refusal> {
    const asked = sql`${connection}, ${holder}, ${concurrency}, ${perSecond}, ${permitMs}, ${breaker.failures}`;
    const entering = who
      ? sql`gate_enter_in_turn(${asked}, ${who.flow}, ${who.run}, ${who.activity}, ${who.place}, ${who.since})`
      : sql`gate_enter(${asked})`;
    const { rows } = await sql<Refusal>`select refused, wait_ms from ${entering}`.execute(db);
    return rows[0] ?? { refused: null, wait_ms: 0 };
  }

  async function leave(holder: string, failed: boolean): Promise<void> {
    await sql`select gate_leave(${connection}, ${holder}, ${failed}, ${breaker.failures}, ${breaker.openMs})`.execute(
      db,
    );
  }

  function closedFor(retryAfterMs: number): ErpError {
    return new ErpError('unavailable', `${connection} has failed too often and is left alone for a while`, {
      retryAfterMs,
    });
  }

  function outOfTurn(): ErpError {
    const retryAfterMs = untilCalled();
    return new ErpError('throttled', `${connection} is back, and others have waited for it longer`, { retryAfterMs });
  }

  function crowdedFor(ms: number): ErpError {
    const retryAfterMs = Math.max(leastPauseMs, Math.min(ms, waitMs));
    return new ErpError('throttled', `${connection} is at its limit`, { retryAfterMs });
  }
}

const untilCalled = (): number => Math.ceil(uncalledMs * (1 + Math.random()));
const jittered = (ms: number): number => Math.ceil(ms * (1 + Math.random() / 2));

/** A refusal shows that the ERP is well; only silence and broken answers say that it is not. */
const isFailure = (error: unknown): boolean =>
  error instanceof ErpError && (error.code === 'unavailable' || error.code === 'outcome-unknown');

/** A rate says when it has room again; a permit comes back at any moment. Jitter keeps waiters apart. */
const pauseMs = (refused: 'permits' | 'rate', waitMs: number): number => {
  const wanted = refused === 'rate' ? waitMs : leastPauseMs * 4;
  return Math.max(leastPauseMs, Math.min(wanted, longestPauseMs)) * (0.75 + Math.random() / 2);
};

/** Of every connection, for the metrics: `half-open` lets one request try. */
export async function breakersOf(
  db: Database,
): Promise<readonly { readonly connection: string; readonly state: 'closed' | 'half-open' | 'open' }[]> {
  const { rows } = await sql<{ connection: string; state: 'closed' | 'half-open' | 'open' }>`
    select connection, case when open_until is null then 'closed'
                            when open_until > clock_timestamp() then 'open' else 'half-open' end as state
    from gates`.execute(db);
  return rows;
}

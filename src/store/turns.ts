import { sql } from 'kysely';
import type { Database } from './db.ts';

/** Somebody who can be told to come back: an activity of a flow. */
export type Caller = {
  readonly flow: string;
  readonly run: string;
  readonly activity: string;
  /** By rule: lower goes first, and within one place the oldest. */
  readonly place: number;
  readonly since: Date;
};
export type Turn = Pick<Caller, 'flow' | 'run' | 'activity'>;

/** Called again after this: it was lost, or stands in a long queue of its own. */
const againMs = 10_000;

/** Who waits for an ERP connection since its breaker opened. */
export const createTurns = (db: Database) => ({
  async connections(): Promise<readonly string[]> {
    const { rows } = await sql<{ connection: string }>`select distinct connection from turns`.execute(db);
    return rows.map(({ connection }) => connection);
  },

  /** Those of whom only the time of the call that was refused is known, and not since when their flow runs. */
  async unaged(connection: string, atMost: number): Promise<readonly Turn[]> {
    const { rows } = await sql<Turn>`
      select flow, run, activity from turns where connection = ${connection} and not aged limit ${atMost}`.execute(db);
    return rows;
  },

  async aged(connection: string, { flow }: Turn, since: Date): Promise<void> {
    await sql`
      update turns set since = ${since}, aged = true where connection = ${connection} and flow = ${flow}`.execute(db);
  },

  /** The next ones, in order, with no more than `atMost` on their way; nobody while the breaker is open. */
  async call(connection: string, atMost: number): Promise<readonly Turn[]> {
    const { rows } = await sql<Turn>`
      select flow, run, activity from turns_call(${connection}, ${atMost}, ${againMs})`.execute(db);
    return rows;
  },

  /** It could not be called yet. */
  async later(connection: string, { flow }: Turn): Promise<void> {
    await sql`
      update turns set state = 'waiting', changed_at = clock_timestamp()
      where connection = ${connection} and flow = ${flow} and state = 'called'`.execute(db);
  },

  /** It has ended, or goes another way: nobody waits for it. */
  async gone(connection: string, { flow, run, activity }: Turn): Promise<void> {
    await sql`
      delete from turns where connection = ${connection} and flow = ${flow} and run = ${run} and activity = ${activity}
        and state <> 'in'`.execute(db);
  },
});

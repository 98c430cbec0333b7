import { sql } from 'kysely';
import type { Database } from './db.ts';

/** Case and alert are written one after the other: between them the database may go away, or a flow may end. */
const settledFor = sql`clock_timestamp() - interval '1 minute'`;
const atOnce = 100;

export const createCaseAlerts = (db: Database) => ({
  /** Open cases that nobody was told of. */
  untold: async (): Promise<readonly string[]> => {
    const { rows } = await sql<{ id: string }>`
      select case_id as id from cases
      where closed_at is null and opened_at < ${settledFor}
        and not exists (select from alerts where key = 'case/' || cases.case_id)
      order by opened_at limit ${atOnce}`.execute(db);
    return rows.map(({ id }) => id);
  },

  /** Closed cases of which people still think that they are open, with what was decided. */
  stillTold: async (): Promise<readonly { readonly caseId: string; readonly decision: string }[]> => {
    const { rows } = await sql<{ caseId: string; decision: string }>`
      select distinct cases.case_id as "caseId", coalesce(decision, 'closed') as decision
      from alerts join cases on cases.case_id = alerts.case_id
      where resolved_at is null and key like 'case/%' and closed_at < ${settledFor}
      limit ${atOnce}`.execute(db);
    return rows;
  },
});

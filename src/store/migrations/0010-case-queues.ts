import { sql, type Migration } from 'kysely';

/** Who sees to a case and by when; a case from before has neither until a worker starts and routes it. */
export const caseQueues: Migration = {
  async up(db) {
    await sql`
      alter table cases
        add column queue text,
        add column due_by timestamptz, -- what the world sets: the evidence of a dispute
        add column due_at timestamptz, -- when it is late for us
        add column escalated integer not null default 0, -- levels that were told
        add column escalated_at timestamptz,
        add column refusal text, -- why the last decision was not taken
        add column closes text`.execute(db);
    await sql`create index cases_due on cases (due_at) where closed_at is null`.execute(db);
  },
};

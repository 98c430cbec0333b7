import { sql, type RawBuilder } from 'kysely';
import { levelAt, levelsOf, queueOf, type CaseDesk, type CaseKind, type CaseQueue } from '../domain/case-queue.ts';
import { money, type Money } from '../domain/money.ts';
import type { Database, Tx } from './db.ts';

/** A case that is late, and who is to hear of it. */
export type Escalation = {
  readonly caseId: string;
  readonly company: string;
  readonly subject: string;
  readonly code: string;
  readonly queue: CaseQueue;
  /** From 1; the last one is the highest of its queue. */
  readonly level: number;
  readonly dueAt: Date;
  readonly dueBy?: Date;
  readonly amount?: Money;
};

/** Whichever comes first: its queue's time, or a while before what the world sets. */
export const lateAt = (
  openedAt: RawBuilder<unknown>,
  slaHours: number,
  dueBy: RawBuilder<unknown>,
  { deadlineLeadHours }: CaseDesk,
) => sql`least(${openedAt} + ${slaHours} * interval '1 hour', ${dueBy} - ${deadlineLeadHours} * interval '1 hour')`;

/** Who sees to a case, and who is told when nobody does. */
export const createCaseRouting = (db: Database, desk: CaseDesk) => ({
  /** Brings what is open to the queues as they are configured now. */
  route: async (): Promise<void> => {
    const { rows } = await sql<{ kind: CaseKind; code: string; company: string }>`
      select distinct kind, code, company from cases where closed_at is null`.execute(db);
    for (const one of rows) {
      const { name, slaHours } = queueOf(desk, one);
      const due = lateAt(sql`opened_at`, slaHours, sql`due_by`, desk);
      await sql`
        update cases set escalated = case when queue = ${name} then escalated else 0 end, queue = ${name}, due_at = ${due}
        where closed_at is null and kind = ${one.kind} and code = ${one.code} and company = ${one.company}
          and (queue, due_at) is distinct from (${name}, ${due})`.execute(db);
    }
  },

  /**
   * Tells of each late case once for each level: the row is locked while it is told, and marked afterwards, so that two
   * workers tell once, and one that dies in between tells again under the same key.
   */
  escalate: async (tell: (late: Escalation) => Promise<void>): Promise<number> => {
    let told = 0;
    for (;;) {
      const due = await db.transaction().execute((tx) => escalateNext(tx, desk, tell));
      if (!due) return told;
      told += 1;
    }
  },
});

async function escalateNext(
  tx: Tx,
  desk: CaseDesk,
  tell: (late: Escalation) => Promise<void>,
): Promise<Escalation | undefined> {
  const late = await nextLate(tx, desk);
  if (!late) return undefined;
  await tell(late);
  await sql`
    update cases set escalated = ${late.level}, escalated_at = clock_timestamp()
    where case_id = ${late.caseId}`.execute(tx);
  return late;
}

type Row = {
  readonly case_id: string;
  readonly company: string;
  readonly subject: string;
  readonly kind: CaseKind;
  readonly code: string;
  readonly amount_minor: number | null;
  readonly currency: string | null;
  readonly escalated: number;
  readonly due_at: Date;
  readonly due_by: Date | null;
  readonly now: Date;
};

async function nextLate(tx: Tx, desk: CaseDesk): Promise<Escalation | undefined> {
  for (const queue of desk.queues) {
    const { rows } = await sql<Row>`
      select case_id, company, subject, kind, code, amount_minor, currency, escalated, due_at, due_by,
             clock_timestamp() as now
      from cases
      where closed_at is null and queue = ${queue.name} and escalated < ${levelsOf(queue)}
        and (due_at + escalated * ${queue.slaHours} * interval '1 hour' <= clock_timestamp()
          or due_by <= clock_timestamp())
      order by due_at limit 1 for update skip locked`.execute(tx);
    const [row] = rows;
    if (row) return escalationOf(row, queue);
  }
  return undefined;
}

function escalationOf(row: Row, queue: CaseQueue): Escalation {
  const { case_id: caseId, company, subject, code, due_at: dueAt, due_by: dueBy, now } = row;
  const amount = row.amount_minor !== null && row.currency !== null && money(row.amount_minor, row.currency);
  const level = Math.max(row.escalated + 1, levelAt(queue, { now, dueAt, ...(dueBy && { dueBy }) }));
  return { caseId, company, subject, code, queue, level, dueAt, ...(dueBy && { dueBy }), ...(amount && { amount }) };
}

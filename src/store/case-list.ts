import { sql, type SelectQueryBuilder } from 'kysely';
import { queueOf, type CaseDesk, type CaseKind } from '../domain/case-queue.ts';
import { fromDecimal, money, type Money } from '../domain/money.ts';
import type { OpenedCase, SeenCase } from './seen-case.ts';
import type { Database } from './db.ts';
import type { CaseTable, Schema } from './schema.ts';

export type CaseFilter = Partial<Pick<OpenedCase, 'company' | 'flow' | 'root' | 'subject' | 'kind' | 'code'>> & {
  readonly open?: boolean;
  readonly queue?: string;
  readonly openedBefore?: Date;
  /** Late, and nobody has decided. */
  readonly overdue?: boolean;
  /** As written, `1000.00`: of the currency that is named, or of each. */
  readonly minAmount?: { readonly amount: string; readonly currency?: string };
  readonly limit?: number;
};
/** What waits in one queue, in one currency; cases without an amount have none. */
export type CaseSum = {
  readonly kind: CaseKind;
  readonly queue: string;
  readonly cases: number;
  readonly overdue: number;
  readonly amount?: Money;
};

export const createCaseLists = (db: Database, desk: CaseDesk) => ({
  find: async (caseId: string): Promise<SeenCase | undefined> => {
    const row = await withLateness(db).where('case_id', '=', caseId).executeTakeFirst();
    return row && seen(row, desk);
  },

  /** Oldest first. @throws RangeError when `minAmount` is no amount */
  list: async ({ limit = 1_000, ...filter }: CaseFilter): Promise<readonly SeenCase[]> => {
    const rows = await (await filtered(db, filter)).orderBy('opened_at').orderBy('case_id').limit(limit).execute();
    return rows.map((row) => seen(row, desk));
  },

  /**
   * Cases of connections that may be tried again: at once the first time, and after each time that this was in vain within
   * six hours a pause twice as long, of 30 seconds up to an hour. Oldest first.
   */
  resumable: async (
    company: string,
    limit: number,
  ): Promise<readonly { readonly caseId: string; readonly flow: string }[]> => {
    const { rows } = await sql<{ case_id: string; flow: string }>`
      select case_id, flow from cases as waiting
      where company = ${company} and kind = 'connection' and closed_at is null
        and opened_at + interval '30 seconds' * (power(2, least(7, (
          select count(*) from cases as tried
          where tried.flow = waiting.flow and tried.kind = 'connection' and tried.decision = 'retry'
            and tried.by = 'quittance' and tried.closed_at > clock_timestamp() - interval '6 hours'
        ))) - 1) <= clock_timestamp()
      order by opened_at, case_id limit ${limit}`.execute(db);
    return rows.map(({ case_id: caseId, flow }) => ({ caseId, flow }));
  },

  /** What is at stake, each kind and queue by itself; amounts of two currencies are never added. */
  sums: async (filter: Omit<CaseFilter, 'limit'>): Promise<readonly CaseSum[]> => {
    const chosen = await filtered(db, filter);
    const { rows } = await sql<SumRow>`
      select kind, coalesce(queue, '') as queue, currency, count(*) as cases, count(*) filter (where late) as overdue,
             sum(amount_minor) as minor
      from ${chosen.as('chosen')}
      group by kind, coalesce(queue, ''), currency
      order by array_position(array['business', 'connection', 'defect'], kind), 2, currency nulls last`.execute(db);
    return rows.map(({ kind, queue, currency, cases, overdue, minor }) => ({
      kind,
      queue,
      cases,
      overdue,
      ...(currency !== null && minor !== null && { amount: money(Number(minor), currency) }),
    }));
  },
});

type SumRow = {
  readonly kind: CaseKind;
  readonly queue: string;
  readonly currency: string | null;
  readonly cases: number;
  readonly overdue: number;
  readonly minor: bigint | null;
};
type Row = Omit<CaseTable, 'opened_at' | 'escalated'> & { opened_at: Date; late: boolean };
type Query = SelectQueryBuilder<Schema, 'cases', Row>;

const isLate = sql<boolean>`(closed_at is null and due_at is not null and due_at <= clock_timestamp())`;

const withLateness = (db: Database): Query => db.selectFrom('cases').selectAll().select(isLate.as('late'));

async function filtered(db: Database, filter: Omit<CaseFilter, 'limit'>): Promise<Query> {
  const { open, openedBefore, overdue, minAmount, ...like } = filter;
  const wanted = Object.entries(like).filter(([, value]) => value !== undefined) as [keyof typeof like, string][];
  const enough = minAmount && (await reaching(db, minAmount));
  return wanted
    .reduce((query, [column, value]) => query.where(column, '=', value), withLateness(db))
    .$if(open !== undefined, (query) => query.where('closed_at', open ? 'is' : 'is not', null))
    .$if(openedBefore !== undefined, (query) => query.where(sql<boolean>`opened_at < ${openedBefore}`))
    .$if(overdue === true, (query) => query.where(isLate))
    .$if(enough !== undefined, (query) =>
      query.where((any) =>
        any.or(
          (enough ?? []).map(({ minor, currency }) =>
            any.and([any('currency', '=', currency), any('amount_minor', '>=', minor)]),
          ),
        ),
      ),
    );
}

/** The same words mean another number of minor units in each currency. */
async function reaching(
  db: Database,
  { amount, currency }: NonNullable<CaseFilter['minAmount']>,
): Promise<readonly Money[]> {
  if (currency) return [fromDecimal(amount, currency)];
  const rows = await db.selectFrom('cases').select('currency').distinct().where('currency', 'is not', null).execute();
  return rows.flatMap((row) => (row.currency === null ? [] : [fromDecimal(amount, row.currency)]));
}

const seen = (row: Row, desk: CaseDesk): SeenCase => ({
  caseId: row.case_id,
  company: row.company,
  flow: row.flow,
  root: row.root,
  subject: row.subject,
  kind: row.kind,
  code: row.code,
  ...(row.step !== null && { step: row.step }),
  ...(row.where !== null && { where: row.where }),
  ...(row.words !== null && { words: row.words }),
  ...(row.amount_minor !== null && row.currency !== null && { amount: money(row.amount_minor, row.currency) }),
  openedAt: row.opened_at,
  ...timesOf(row, desk),
  ...(row.refusal !== null && { refusal: row.refusal }),
  ...decisionOf(row),
  patched: row.patch !== null,
});

const timesOf = (row: Row, desk: CaseDesk): Pick<SeenCase, 'queue' | 'dueAt' | 'dueBy' | 'overdue'> => ({
  queue: row.queue ?? queueOf(desk, row).name,
  dueAt: row.due_at ?? row.opened_at,
  ...(row.due_by && { dueBy: row.due_by }),
  overdue: row.late,
});

const decisionOf = ({ closed_at: at, decision, by, reason, closes }: Row): Pick<SeenCase, 'closed' | 'closes'> => ({
  ...(at && { closed: { at, decision: decision ?? '', by: by ?? '', reason: reason ?? '' } }),
  ...(closes !== null && { closes }),
});

import { sql } from 'kysely';
import { money, type Money } from '../domain/money.ts';
import { scrub } from '../domain/scrub.ts';
import { append } from './audit.ts';
import type { Database, Tx } from './db.ts';
import { merged, readPatch, type Patch } from './patch.ts';
import type { CaseTable } from './schema.ts';
import type { Vault } from './vault.ts';
import type { Decision } from './ledger.ts';

export type CaseKind = 'business' | 'connection' | 'defect';
export type OpenedCase = {
  readonly caseId: string;
  readonly company: string;
  /** Id of the workflow that waits. */
  readonly flow: string;
  readonly root: string;
  readonly subject: string;
  readonly kind: CaseKind;
  readonly code: string;
  readonly step?: string;
  /** Path of the field at fault. */
  readonly where?: string;
  /** What the other system said; scrubbed here. Without it, what was noted last for the flow. */
  readonly words?: string;
  readonly amount?: Money;
};
export type SeenCase = OpenedCase & {
  readonly openedAt: Date;
  readonly closed?: { readonly at: Date; readonly decision: string; readonly by: string; readonly reason: string };
  readonly patched: boolean;
};
/** The last trouble of a flow, as an activity met it. */
export type Trouble = Required<Pick<OpenedCase, 'flow' | 'step' | 'code' | 'words'>> & Pick<OpenedCase, 'where'>;
type Closing = Decision & { readonly caseId: string; readonly decision: string };
type Filter = Partial<Pick<OpenedCase, 'company' | 'flow' | 'root' | 'subject' | 'kind' | 'code'>> & {
  readonly open?: boolean;
  readonly limit?: number;
};
export type Cases = ReturnType<typeof createCases>;
type Deps = { readonly db: Database; readonly vault: Vault };

/** What waits for a person, with what that person needs to decide. */
export const createCases = ({ db, vault }: Deps) => ({
  /**
   * Opening it again changes nothing: an activity may be repeated. Where the flow has met another trouble since, its case
   * tells of that one.
   */
  open: (opened: OpenedCase): Promise<void> => db.transaction().execute((tx) => write(tx, opened)),

  /** The first decision stands; a later one is not recorded and gives false. */
  close: ({ caseId, decision, by, reason }: Closing): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const row = await tx
        .updateTable('cases')
        .set({ closed_at: sql<Date>`clock_timestamp()`, decision, by, reason })
        .where('case_id', '=', caseId)
        .where('closed_at', 'is', null)
        .returning(['company', 'root'])
        .executeTakeFirst();
      if (row) await append(tx, { ...row, what: 'case-closed', by, facts: { caseId, decision, reason } });
      return row !== undefined;
    }),

  find: async (caseId: string): Promise<SeenCase | undefined> => {
    const row = await db.selectFrom('cases').selectAll().where('case_id', '=', caseId).executeTakeFirst();
    return row && seen(row);
  },

  /** Oldest first. */
  list: async ({ open, limit = 1_000, ...like }: Filter): Promise<readonly SeenCase[]> => {
    const wanted = Object.entries(like) as [keyof typeof like, string][];
    const rows = await wanted
      .reduce((query, [column, value]) => query.where(column, '=', value), db.selectFrom('cases').selectAll())
      .$if(open !== undefined, (query) => query.where('closed_at', open ? 'is' : 'is not', null))
      .orderBy('opened_at')
      .orderBy('case_id')
      .limit(limit)
      .execute();
    return rows.map(seen);
  },

  /** For the metrics: how many wait, by kind. */
  countOpen: async (): Promise<Readonly<Record<CaseKind, number>>> => {
    const { rows } = await sql<{ kind: CaseKind; open: number }>`
      select kind, count(*) as open from cases where closed_at is null group by kind`.execute(db);
    return { business: 0, connection: 0, defect: 0, ...Object.fromEntries(rows.map(({ kind, open }) => [kind, open])) };
  },

  /** Only the last trouble of a flow is kept: what it is about when a case is opened for it. */
  note: async ({ flow, step, code, where, words }: Trouble): Promise<void> => {
    const met = { step, code, where: where ?? null, words: kept(words) };
    await db
      .insertInto('troubles')
      .values({ flow, ...met })
      .onConflict((same) => same.column('flow').doUpdateSet({ ...met, noted_at: sql`clock_timestamp()` } as typeof met))
      .execute();
  },

  ...createPatches({ db, vault }),
});

async function write(tx: Tx, opened: OpenedCase): Promise<void> {
  const { caseId, company, flow, root, subject, kind, code, step, where, words, amount } = opened;
  const { rows } = await sql<{ new: boolean }>`
    insert into cases as known (case_id, company, flow, root, subject, kind, code, step, "where", words, amount_minor, currency)
    select ${caseId}, ${company}, ${flow}, ${root}, ${subject}, ${kind}, ${code}, ${step ?? null},
           coalesce(${where ?? null}, met."where"), coalesce(${words === undefined ? null : kept(words)}, met.words),
           ${amount?.minor ?? null}::bigint, ${amount?.currency ?? null}
    from (select 1) as always left join troubles as met on met.flow = ${flow}
    on conflict (case_id) do update set
      root = excluded.root, kind = excluded.kind, code = excluded.code, step = excluded.step, "where" = excluded."where",
      words = excluded.words, amount_minor = excluded.amount_minor, currency = excluded.currency
    where known.closed_at is null and (known.kind, known.code, known.step, known."where")
      is distinct from (excluded.kind, excluded.code, excluded.step, excluded."where")
    returning xmax = 0 as new`.execute(tx);
  const [row] = rows;
  if (!row) return;
  const what = row.new ? 'case-opened' : 'case-changed';
  await append(tx, { company, root, what, by: flow, facts: { caseId, kind, code, step, where } });
}

const createPatches = ({ db, vault }: Deps) => ({
  /** Kept with its case and used whenever its subject is mapped from now on. @throws Error when it has another shape. */
  storePatch: (caseId: string, patch: unknown, { by, reason }: Decision): Promise<void> =>
    db.transaction().execute(async (tx) => {
      const read = readPatch(patch);
      const row = await tx
        .updateTable('cases')
        .set({ patch: vault.seal(read, `patch ${caseId}`), patched_at: sql<Date>`clock_timestamp()` })
        .where('case_id', '=', caseId)
        .where('closed_at', 'is', null)
        .returning(['company', 'root'])
        .executeTakeFirst();
      if (!row)
        throw new Error(
          `Case ${caseId} is closed, or was never opened: list the open ones with "quittance cases list"`,
        );
      await append(tx, { ...row, what: 'patched', by, facts: { caseId, reason, fields: Object.keys(read) } });
    }),

  /** All corrections of a subject together. */
  patchOf: async ({ company, subject }: { readonly company: string; readonly subject: string }) =>
    merged(opened(vault, await patches(db).where('company', '=', company).where('subject', '=', subject).execute())),

  /** The correction of one case alone: what was decided there is no answer to another question. */
  patchIn: async (caseId: string) => merged(opened(vault, await patches(db).where('case_id', '=', caseId).execute())),
});

const patches = (db: Tx) =>
  db.selectFrom('cases').select(['case_id', 'patch']).where('patch', 'is not', null).orderBy('patched_at');

const opened = (
  vault: Vault,
  rows: readonly { readonly case_id: string; readonly patch: Buffer | null }[],
): readonly Patch[] =>
  rows.flatMap(({ case_id, patch }) => (patch ? [vault.open(patch, `patch ${case_id}`) as Patch] : []));

/** Without secrets and card numbers, and no longer than a person reads. */
const kept = (words: string): string => {
  const clean = scrub(words);
  return clean.length > longestWords ? `${clean.slice(0, longestWords)} …` : clean;
};
const longestWords = 2_000;

type Row = Omit<CaseTable, 'opened_at'> & { opened_at: Date };

const seen = (row: Row): SeenCase => ({
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
  ...(row.closed_at && {
    closed: { at: row.closed_at, decision: row.decision ?? '', by: row.by ?? '', reason: row.reason ?? '' },
  }),
  patched: row.patch !== null,
});

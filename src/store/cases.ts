import { sql } from 'kysely';
import { deskOf, queueOf, type CaseDesk, type CaseKind } from '../domain/case-queue.ts';
import { scrub } from '../domain/scrub.ts';
import { append } from './audit.ts';
import { createCaseLists } from './case-list.ts';
import { createCaseRouting, lateAt } from './case-routing.ts';
import type { Database, Tx } from './db.ts';
import { merged, readPatch, type Patch } from './patch.ts';
import type { OpenedCase } from './seen-case.ts';
import type { Vault } from './vault.ts';
import type { Decision } from './ledger.ts';

export type { OpenedCase, SeenCase } from './seen-case.ts';
/** The last trouble of a flow, as an activity met it. */
export type Trouble = Required<Pick<OpenedCase, 'flow' | 'step' | 'code' | 'words'>> & Pick<OpenedCase, 'where'>;
type Closing = Decision & {
  readonly caseId: string;
  readonly decision: string;
  /** What the decision closed to further effects: `reopen` finds it here. */
  readonly closes?: string;
  /** The document that a person named, and that nobody looked up. */
  readonly unchecked?: string;
};
/** A decision that could not be written down: its case stays open. */
type Refusal = {
  readonly caseId: string;
  readonly action: string;
  readonly by: string;
  readonly code: string;
  readonly words: string;
};
export type Cases = ReturnType<typeof createCases>;
type Deps = { readonly db: Database; readonly vault: Vault; readonly desk?: CaseDesk };

/** What waits for a person, with what that person needs to decide. */
export const createCases = ({ db, vault, desk = deskOf([]) }: Deps) => ({
  /**
   * Opening it again changes nothing: an activity may be repeated. Where the flow has met another trouble since, its case
   * tells of that one.
   */
  open: (opened: OpenedCase): Promise<void> => db.transaction().execute((tx) => write(tx, opened, desk)),

  /** The first decision stands; a later one is not recorded and gives false. */
  close: ({ caseId, decision, by, reason, closes, unchecked }: Closing): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const row = await tx
        .updateTable('cases')
        .set({ closed_at: sql<Date>`clock_timestamp()`, decision, by, reason, closes: closes ?? null })
        .where('case_id', '=', caseId)
        .where('closed_at', 'is', null)
        .returning(['company', 'root'])
        .executeTakeFirst();
      if (row)
        await append(tx, { ...row, what: 'case-closed', by, facts: { caseId, decision, reason, closes, unchecked } });
      return row !== undefined;
    }),

  /** Says why a decision was refused; the case is about what it was about before. */
  refuse: ({ caseId, action, by, code, words }: Refusal): Promise<void> =>
    db.transaction().execute(async (tx) => {
      const row = await tx
        .updateTable('cases')
        .set({ refusal: kept(words) })
        .where('case_id', '=', caseId)
        .where('closed_at', 'is', null)
        .returning(['company', 'root'])
        .executeTakeFirst();
      if (row) await append(tx, { ...row, what: 'decision-refused', by, facts: { caseId, action, code } });
    }),

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

  ...createCaseLists(db, desk),
  ...createCaseRouting(db, desk),
  ...createPatches({ db, vault }),
});

async function write(tx: Tx, opened: OpenedCase, desk: CaseDesk): Promise<void> {
  const { caseId, company, flow, root, subject, kind, code, step, where, words, amount, dueBy } = opened;
  const { name: queue, slaHours } = queueOf(desk, opened);
  const { rows } = await sql<{ new: boolean }>`
    insert into cases as known (case_id, company, flow, root, subject, kind, code, step, "where", words, amount_minor, currency,
                                queue, due_by, due_at)
    select ${caseId}, ${company}, ${flow}, ${root}, ${subject}, ${kind}, ${code}, ${step ?? null},
           coalesce(${where ?? null}, met."where"), coalesce(${words === undefined ? null : kept(words)}, met.words),
           ${amount?.minor ?? null}::bigint, ${amount?.currency ?? null}, ${queue}, ${dueBy ?? null}::timestamptz,
           ${lateAt(sql`clock_timestamp()`, slaHours, sql`${dueBy ?? null}::timestamptz`, desk)}
    from (select 1) as always left join troubles as met on met.flow = ${flow}
    on conflict (case_id) do update set
      root = excluded.root, kind = excluded.kind, code = excluded.code, step = excluded.step, "where" = excluded."where",
      words = excluded.words, amount_minor = excluded.amount_minor, currency = excluded.currency,
      queue = excluded.queue, due_by = excluded.due_by,
      due_at = ${lateAt(sql`known.opened_at`, slaHours, sql`excluded.due_by`, desk)},
      escalated = case when known.queue = excluded.queue then known.escalated else 0 end
    where known.closed_at is null
      and (known.kind, known.code, known.step, known."where", known.amount_minor, known.currency, known.due_by)
      is distinct from (excluded.kind, excluded.code, excluded.step, excluded."where", excluded.amount_minor,
                        excluded.currency, excluded.due_by)
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

import type { ItemRecord } from '../erp/port.ts';
import type { Database } from './db.ts';

export type ItemRecords = ReturnType<typeof createItemRecords>;

/** The ERP's items that stand at Stripe too, as they were read last: an ERP is not asked for all its items to know one. */
export const createItemRecords = (db: Database) => ({
  note: async (company: string, { number, description, discontinued, changedAt }: ItemRecord): Promise<void> => {
    const now = { description, discontinued, changed_at: changedAt };
    await db
      .insertInto('item_records')
      .values({ company, number, ...now })
      .onConflict((same) => same.columns(['company', 'number']).doUpdateSet(now))
      .execute();
  },

  find: async (company: string, number: string): Promise<ItemRecord | undefined> => {
    const row = await db
      .selectFrom('item_records')
      .select(['description', 'discontinued', 'changed_at'])
      .where('company', '=', company)
      .where('number', '=', number)
      .executeTakeFirst();
    if (!row) return undefined;
    const { description, discontinued, changed_at: changedAt } = row;
    return { number, description, discontinued, changedAt };
  },

  numbers: async (company: string): Promise<readonly string[]> => {
    const rows = await db.selectFrom('item_records').select('number').where('company', '=', company).execute();
    return rows.map(({ number }) => number);
  },

  /** Their products at Stripe, by number. */
  linked: async (company: string, numbers: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> => {
    if (numbers.length === 0) return new Map();
    const rows = await db
      .selectFrom('crosswalk')
      .select(['stripe_id', 'erp_id'])
      .where('company', '=', company)
      .where('kind', '=', 'item')
      .where('erp_id', 'in', [...numbers])
      .execute();
    return new Map(numbers.map((one) => [one, rows.filter((row) => row.erp_id === one).map((row) => row.stripe_id)]));
  },
});

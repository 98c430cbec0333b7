import { effectKey, stands } from '../../domain/effects.ts';
import type { ItemRecord } from '../../erp/port.ts';
import { readProduct, writeProduct, type StripeProduct, type StripeProductChange } from '../../stripe/product.ts';
import type { ItemRecords } from '../../store/item-records.ts';
import type { Company } from '../company.ts';
import { atStripe, effect } from '../effect.ts';
import type { Done } from '../outcomes.ts';
import type { AlikeDeps, Looking, SeenAlike } from './deps.ts';

/** Key of a product's metadata that names the ERP's item. */
const itemKey = 'erp_item';

/** The ERP's items decide what their products at Stripe are called, and whether they are sold. */
export const createItemSyncActivities = (deps: ItemDeps) => ({
  async lookAtItem(asked: Looking): Promise<SeenAlike> {
    const company = deps.companies(asked.company);
    const { connection } = company;
    const found = await itemOf(deps, company, asked);
    if ('told' in found) return { connection, steps: [], conflicts: [], told: found.told };
    const change = await changeOf(found, asked.root);
    const fields = Object.keys(change).join(', ');
    if (!fields || asked.accept)
      return { connection, steps: [], conflicts: [], told: `nothing is due for item ${found.record.number}` };
    const key = await freeKey(deps, asked);
    const named = { key, kind: 'item-write-back' } as const;
    const tell = `write ${fields} of item ${found.record.number} to Stripe`;
    return { connection, steps: [{ ...named, to: 'stripe', tell }], conflicts: [], onSkip: named };
  },

  async writeItemToStripe(asked: Looking): Promise<Done> {
    const company = deps.companies(asked.company);
    const found = await itemOf(deps, company, asked);
    if ('told' in found) return { told: found.told };
    const change = await changeOf(found, asked.root);
    if (Object.keys(change).length === 0) return { told: 'nothing left to write' };
    const key = await freeKey(deps, asked);
    await deps.ledger.once(
      effect(company, {
        key,
        kind: 'item-write-back',
        subject: asked.subject,
        part: partOf(key),
        root: asked.root,
        ...atStripe,
        prepare: () => Promise.resolve({ note: Object.keys(change).join(' ') }),
        find: () => Promise.resolve(undefined), // Comparing before writing makes a repetition harmless.
        send: async (_nothing, reference) => {
          await writeProduct(company.stripe, asked.subject, change, `${reference}:${Date.now()}`);
          return { kind: 'setting', number: found.record.number, reference };
        },
      }),
    );
    return { told: `${Object.keys(change).join(', ')} written to Stripe`, document: found.record.number };
  },
});

type ItemDeps = AlikeDeps & { readonly itemRecords: ItemRecords };
type Found = { readonly company: Company; readonly product: StripeProduct; readonly record: ItemRecord };

async function itemOf(
  deps: ItemDeps,
  company: Company,
  { subject }: Looking,
): Promise<Found | { readonly told: string }> {
  const product = await readProduct(company.stripe, subject);
  if (product.deleted) return { told: 'the product was deleted at Stripe' };
  const at = { company: company.key, kind: 'item', stripeId: subject };
  const linked = await deps.crosswalk.find(at);
  const named = product.metadata[itemKey]?.trim();
  const number = named ?? linked?.erpId;
  if (!number) return { told: 'not linked: no item of the ERP is named' };
  if (number !== linked?.erpId) await deps.crosswalk.link({ ...at, erpId: number, origin: 'theirs' });
  const record = await recordOf(deps, company, number);
  return record ? { company, product, record } : { told: `the ERP has no item ${number}` };
}

/** Looked for among all items once; from then on the reading of changes tells. */
async function recordOf({ itemRecords }: ItemDeps, company: Company, number: string): Promise<ItemRecord | undefined> {
  const known = await itemRecords.find(company.key, number);
  if (known) return known;
  for await (const record of company.erp.itemRecords({}))
    if (record.number === number) {
      await itemRecords.note(company.key, record);
      return record;
    }
  return undefined;
}

/** As the profile's item.yaml would have it; what it does not fill stays as it is at Stripe. */
async function changeOf({ product, record, company }: Found, root: string): Promise<StripeProductChange> {
  const { document } = await (await company.mapperFor(root)).item(record, company.lookup);
  const { name, description, active } = document;
  return {
    ...(name && name !== product.name && { name }),
    ...(description !== undefined && description !== (product.description ?? '') && { description }),
    ...(active !== undefined && active !== product.active && { active }),
  };
}

async function freeKey({ book }: AlikeDeps, { company, subject, root }: Looking) {
  const over = (await book.of({ company, root })).filter((done) => stands(done) || done.state === 'abandoned').length;
  return effectKey({ company, kind: 'item-write-back', subject, part: `r${over + 1}` });
}

const partOf = (key: string): string => /\/(r\d+)#/.exec(key)?.[1] ?? '';
export type ItemSyncActivities = ReturnType<typeof createItemSyncActivities>;

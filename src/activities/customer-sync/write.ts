import { isAsSent, refused, sending, written } from '../../domain/customer-sync/link.ts';
import type { Side } from '../../domain/customer-sync/decide.ts';
import type { SharedField } from '../../domain/customer-sync/values.ts';
import type { CustomerRecord, ErpReceipt } from '../../erp/port.ts';
import type { CustomerLink } from '../../store/customer-links.ts';
import type { Effect } from '../../store/ledger.ts';
import type { StripeCustomer } from '../../stripe/customer.ts';
import { taxIdChange, writeCustomer, writeTaxId, type TaxIdChange } from '../../stripe/customer-writes.ts';
import { atStripe, effect } from '../effect.ts';
import { asErpError, isFinal } from '../failures.ts';
import type { Done } from '../outcomes.ts';
import type { AlikeDeps, Looking } from './deps.ts';
import { keyOf } from './link.ts';
import { looking, type Found } from './look.ts';
import { changeForErp, changeForStripe, erpMarkOf, sightOf } from './sides.ts';

const nothingLeft: Done = { told: 'nothing left to write' };

/** Looks again and writes what is due by then: values never travel through a flow. */
export async function writeToErp(deps: AlikeDeps, asked: Looking): Promise<Done> {
  const done = await looking(deps, asked, (found) => {
    if (found.block) return block(deps, found, asked.root);
    return found.plan.toErp.length > 0 ? writeErpFields(deps, found, asked.root) : Promise.resolve(nothingLeft);
  });
  return { told: done.told };
}

async function block(deps: AlikeDeps, found: Found, root: string): Promise<Done> {
  const { company, link } = found;
  const { erpId } = link;
  const note = 'blocked';
  await isStillRefused(deps, found, root, { to: 'erp', fields: [], note });
  await deps.ledger.once(
    effect(company, {
      ...settingOf('customer-fields', link, root),
      prepare: () => Promise.resolve({ note }),
      find: async (reference) => {
        const now = await company.erp.customer(erpId);
        return now?.blocked ? receiptOf(erpId, reference) : undefined;
      },
      send: async (_nothing, reference, signal) => {
        await company.erp.changeCustomer(erpId, { blocked: true }, { signal });
        return receiptOf(erpId, reference);
      },
    }),
  );
  await deps.customerLinks.save({ ...link, revision: link.revision + 1, gone: true });
  return { told: `customer ${erpId} blocked, because Stripe's was deleted` };
}

async function writeErpFields(deps: AlikeDeps, found: Found, root: string): Promise<Done> {
  const { company, account, plan } = found;
  const fields = plan.toErp;
  const note = fields.join(' ');
  const { erpId } = found.link;
  let after: CustomerRecord | undefined;
  const link = await writing(deps, found, root, { to: 'erp', fields, note }, (link) =>
    effect(company, {
      ...settingOf('customer-fields', link, root),
      prepare: () => Promise.resolve({ note }),
      // Reading and comparing is part of the change: one that arrived before changes nothing when it comes again.
      find: () => Promise.resolve(undefined),
      send: async (_nothing, reference, signal) => {
        after = await company.erp.changeCustomer(erpId, changeForErp(fields, account), { signal });
        return receiptOf(erpId, reference);
      },
    }),
  );
  if (after) await noteWritten(deps, { ...found, link }, 'erp', fields, { account, record: after });
  return { told: `${fields.join(', ')} written to customer ${erpId}`, document: erpId };
}

/** The ERP's fields and its number go to Stripe; the events of these writes are known by their keys. */
export async function writeToStripe(deps: AlikeDeps, asked: Looking): Promise<Done> {
  const done = await looking(deps, asked, (found) =>
    found.plan.toStripe.length > 0 || found.unnamed
      ? writeStripeFields(deps, found, asked.root)
      : Promise.resolve(nothingLeft),
  );
  return { told: done.told };
}

async function writeStripeFields(deps: AlikeDeps, found: Found, root: string): Promise<Done> {
  const { company, account, record, plan, unnamed } = found;
  const fields = plan.toStripe;
  const note = [...fields, ...(unnamed ? ['number'] : [])].join(' ');
  // Asked before the ledger is, which keeps a refusal while nothing changes: other tax ids at Stripe are no other value.
  const taxId = fields.includes('tax_id') ? taxIdChangeOf(found) : undefined;
  let after: StripeCustomer | undefined;
  const link = await writing(deps, found, root, { to: 'stripe', fields, note }, (link) =>
    effect(company, {
      ...settingOf('customer-write-back', link, root),
      ...atStripe,
      prepare: () => Promise.resolve({ note }),
      find: () => Promise.resolve(undefined), // Comparing before writing makes a repetition harmless.
      async send(_nothing, reference): Promise<ErpReceipt> {
        const metadata = unnamed && { metadata: { [company.settings.metadataKeys.customer]: link.erpId } };
        const change = { ...changeForStripe(fields, record), ...metadata };
        // Each attempt has compared first, so each may have a key of its own: Stripe repeats a failure under the same one.
        const key = `${reference}:${Date.parse(link.state.sent.stripe?.at ?? '') || link.revision}`;
        let stands = account;
        if (Object.keys(change).length > 0) stands = await writeCustomer(company.stripe, account.id, change, key);
        // The tax ids that the change was made of: one that the answer shows besides is somebody else's, and news.
        const known = { ...stands, taxIds: account.taxIds };
        if (taxId) stands = await writeTaxId(company.stripe, known, taxId, key);
        after = stands;
        return receiptOf(link.erpId, reference);
      },
    }),
  );
  if (after) await noteWritten(deps, { ...found, link }, 'stripe', fields, { account: after, record });
  return { told: `${note.replaceAll(' ', ', ')} written to Stripe` };
}

type Due = { readonly to: Side; readonly fields: readonly SharedField[]; readonly note: string };

/** What is sent is noted before, and also that it was refused. */
async function writing(
  deps: AlikeDeps,
  found: Found,
  root: string,
  due: Due,
  effectOf: (link: CustomerLink) => Effect,
): Promise<CustomerLink> {
  const { to, fields } = due;
  const link = (await isStillRefused(deps, found, root, due)) ? found.link : await noteSending(deps, found, to, fields);
  await deps.ledger.once(effectOf(link)).catch(async (error: unknown) => {
    if (isRefusal(error))
      await deps.customerLinks.save({ ...link, state: refused(link.state, to, fields, found.link.state) });
    throw error;
  });
  return link;
}

/** Where the other side took it, and stands otherwise all the same, nobody knows what is left of it. */
function isRefusal(error: unknown): boolean {
  const known = asErpError(error);
  return known !== undefined && isFinal(known) && known.code !== 'conflict';
}

/**
 * A refusal stands for what was refused. Where a person has mended a value at either side, or changed it while it was
 * being written, what is due now is another change, and nobody has to ask for it.
 */
async function isStillRefused(
  { book }: AlikeDeps,
  { company, link, sight, effects, shared }: Found,
  root: string,
  due: Due,
): Promise<boolean> {
  const key = keyOf(due.to === 'erp' ? 'customer-fields' : 'customer-write-back', link);
  const last = effects.find((effect) => effect.key === key && effect.state === 'refused');
  if (!last) return false;
  if (last.note === due.note && isAsSent(link.state, due, sight, shared)) return true;
  const reason = 'One side or both are not as they were when it was refused';
  await book.reopenRefused({ company: company.key, root }, { by: 'quittance', reason }, key);
  return false;
}

const taxIdChangeOf = ({ account, record }: Found): TaxIdChange =>
  taxIdChange(account, record.taxId ?? null, record.address?.country ?? account.person.address?.country);

const settingOf = (kind: 'customer-fields' | 'customer-write-back', link: CustomerLink, root: string) => ({
  key: keyOf(kind, link),
  kind,
  subject: link.stripeId,
  part: `r${link.revision}`,
  root,
});
const receiptOf = (number: string, reference: ErpReceipt['reference']): ErpReceipt => ({
  kind: 'setting',
  number,
  ...(reference && { reference }),
});

async function noteSending(
  deps: AlikeDeps,
  { link, sight }: Found,
  to: Side,
  fields: readonly SharedField[],
): Promise<CustomerLink> {
  const noted = { ...link, state: sending(link.state, to, fields, sight, new Date().toISOString()) };
  await deps.customerLinks.save(noted);
  return noted;
}

type Stood = { readonly account: StripeCustomer; readonly record: CustomerRecord };

/**
 * The side that was written counts as its answer to the write shows it, the other as it was when its values were taken:
 * what a person changed there at that very moment, or in another field, is no part of this, and is still to be seen.
 */
async function noteWritten(
  { customerLinks, hmac }: AlikeDeps,
  { link, sight, record: before }: Found,
  to: Side,
  fields: readonly SharedField[],
  { account, record }: Stood,
): Promise<void> {
  const after = sightOf(account, record, hmac);
  const stood = { ...sight[to], ...Object.fromEntries(fields.map((field) => [field, after[to][field]])) };
  const seen = { ...sight, erpChangedAt: record.changedAt, [to]: stood };
  const state = written(link.state, to, fields, seen);
  await customerLinks.save({
    ...link,
    revision: link.revision + 1,
    state,
    erpMark: erpMarkOf(seen.erp, before, hmac),
  });
}

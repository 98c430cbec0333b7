import { effectKey, stands, type EffectKey, type SeenEffect } from '../../domain/effects.ts';
import { newLink } from '../../domain/customer-sync/link.ts';
import { ErpError } from '../../erp/errors.ts';
import type { CustomerLink } from '../../store/customer-links.ts';
import type { StripeCustomer } from '../../stripe/customer.ts';
import type { Company } from '../company.ts';
import { matchAccount } from '../customers.ts';
import type { AlikeDeps } from './deps.ts';

/** As long as an activity may take: a killed holder keeps others waiting no longer. */
const lockMs = 60_000;

/** Companies that share an ERP customer write it one after the other. */
export const alone = <T>(deps: AlikeDeps, { clientele, erpId }: CustomerLink, work: () => Promise<T>): Promise<T> =>
  deps.locks.with(`customer/${clientele}/number/${erpId}`, { ttlMs: lockMs }, work);

export type Linked = {
  readonly link: CustomerLink;
  /** ISO time at which we made the ERP's customer of Stripe's; nothing for one that was there. */
  readonly madeAt?: string;
};

/** The ERP's customer of one of Stripe's: by the number in its metadata, by a match before, or made at once where the profile says so. */
export async function linkOf(
  deps: AlikeDeps,
  company: Company,
  account: StripeCustomer,
  root: string,
): Promise<Linked | undefined> {
  const known = await deps.customerLinks.find({ company: company.key, stripeId: account.id });
  if (account.deleted && known) return { link: known };
  const erpId = await matchedOf(deps, company, account, root);
  if (erpId === undefined) return undefined;
  const madeAt = await deps.crosswalk.madeAt({ company: company.key, stripeId: account.id });
  const made = madeAt !== undefined && { madeAt };
  if (known?.erpId === erpId) return { link: { ...known, clientele: company.clientele }, ...made };
  const begun = { company: company.key, stripeId: account.id, clientele: company.clientele, erpId, gone: false };
  // Another customer of the ERP begins afresh; what was sent to the one before must not count for it.
  return { link: { ...begun, revision: (known?.revision ?? 0) + 1, state: newLink }, ...made };
}

async function matchedOf(
  deps: AlikeDeps,
  company: Company,
  account: StripeCustomer,
  root: string,
): Promise<string | undefined> {
  const at = { company: company.key, kind: 'customer', stripeId: account.id };
  const linked = await deps.crosswalk.find(at);
  const named = account.metadata[company.settings.customers.idMetadataKey]?.trim();
  if (named && named !== linked?.erpId) {
    // People write it with zeros in front or without; the ERP's own writing is what changes are told by.
    const erpId = await numberIn(company, named);
    if (erpId !== linked?.erpId) await deps.crosswalk.link({ ...at, erpId, origin: 'theirs' });
    return erpId;
  }
  if (linked) return linked.erpId;
  if (account.deleted || (await company.mapperFor(root)).profile.customers.create !== 'at_once') return undefined;
  return (await matchAccount(deps, company, account, root)).number;
}

async function numberIn({ erp, settings }: Company, number: string): Promise<string> {
  const record = await erp.customer(number);
  if (record) return record.number;
  throw new ErpError(
    'not-found',
    `The Stripe customer's metadata names the ERP customer ${number}, which the ERP does not have`,
    { where: `customer.metadata.${settings.customers.idMetadataKey}` },
  );
}

type Kind = 'customer-fields' | 'customer-write-back';
export const keyOf = (kind: Kind, { company, stripeId, revision }: CustomerLink): EffectKey =>
  effectKey({ company, kind, subject: stripeId, part: `r${revision}` });

/** A revision that stands, or that a person settled, is over: what is due now is another change. */
export function withFreeRevision(link: CustomerLink, effects: readonly SeenEffect[]): CustomerLink {
  const over = effects
    .filter((effect) => stands(effect) || effect.state === 'abandoned')
    .map(({ part }) => Number(/^r(\d+)$/.exec(part ?? '')?.[1] ?? 0));
  return { ...link, revision: Math.max(link.revision, ...over.map((revision) => revision + 1)) };
}

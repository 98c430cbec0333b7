import type { SeenEffect } from '../../domain/effects.ts';
import { planOf, settled, untouchedSince, type Plan, type Sight } from '../../domain/customer-sync/link.ts';
import { sharedFields } from '../../domain/customer-sync/values.ts';
import type { CustomerRecord } from '../../erp/port.ts';
import type { CustomerLink } from '../../store/customer-links.ts';
import { readCustomer, type StripeCustomer } from '../../stripe/customer.ts';
import type { Company } from '../company.ts';
import type { AlikeDeps, Looking, SeenAlike } from './deps.ts';
import { alone, keyOf, linkOf, withFreeRevision, type Linked } from './link.ts';
import { erpMarkOf, sightOf } from './sides.ts';
import { withEvents } from './told-by-stripe.ts';

/** Both sides of one customer as they stand now, and what is due. */
export type Found = {
  readonly company: Company;
  readonly link: CustomerLink;
  readonly account: StripeCustomer;
  readonly record: CustomerRecord;
  readonly sight: Sight;
  readonly plan: Plan;
  /** Deleted at Stripe, and to be blocked in the ERP: once, and only as the last of those at Stripe who are this customer. */
  readonly block: boolean;
  /** The ERP's number is missing in Stripe's metadata. */
  readonly unnamed: boolean;
  /** Others at Stripe are the same customer of the ERP. */
  readonly shared: boolean;
  /** What was written before, or tried. */
  readonly effects: readonly SeenEffect[];
};
type Nothing = { readonly company: Company; readonly told: string };

/** Looks at both sides and hands what is found on, alone with the ERP's customer; what was seen is remembered. */
export async function looking<T>(
  deps: AlikeDeps,
  asked: Looking,
  then: (found: Found) => Promise<T>,
): Promise<T | Nothing> {
  const { company: key, subject, root } = asked;
  const company = deps.companies(key);
  if (await deps.book.isClosed({ company: key, root }))
    return { company, told: 'a person closed it: this customer is not kept alike any more' };
  const account = await readCustomer(company.stripe, subject);
  const linked = await linkOf(deps, company, account, root);
  if (!linked) return { company, told: 'not linked: the ERP gets this customer with its first payment' };
  return alone(deps, linked.link, async () => {
    const found = await findBoth(deps, company, account, linked, asked);
    return found ? then(found) : { company, told: `the ERP has no customer ${linked.link.erpId} any more` };
  });
}

async function findBoth(
  deps: AlikeDeps,
  company: Company,
  account: StripeCustomer,
  { link: known, madeAt }: Linked,
  asked: Looking,
): Promise<Found | undefined> {
  const { root } = asked;
  const record = await company.erp.customer(known.erpId);
  if (!record) return undefined;
  const siblings = await deps.customerLinks.siblings(known);
  const sight = sightOf(account, record, deps.hmac);
  const state = account.deleted ? known.state : await withEvents(known.state, company.stripe, asked.events, deps.hmac);
  const plan = planOf(asked.accept ? settled(state, sharedFields, sight) : state, sight, {
    owners: (await company.mapperFor(root)).profile.customers.owners,
    siblings: siblings.map((sibling) => sibling.state.seen),
    chosen: await chosenIn(deps, asked),
    madeByUs: madeAt !== undefined && untouchedSince(madeAt, record.changedAt),
  });
  const last = siblings.every(({ gone }) => gone) && !(await deps.customerLinks.matchedOnly(known));
  const block = account.deleted && last && !known.gone && !record.blocked;
  const effects = await deps.book.of({ company: company.key, root });
  const seen = account.deleted ? { gone: known.gone || !block } : { state: plan.link };
  const link = withFreeRevision({ ...known, ...seen, erpMark: erpMarkOf(sight.erp, record, deps.hmac) }, effects);
  await deps.customerLinks.save(link);
  const unnamed = !account.deleted && account.metadata[company.settings.metadataKeys.customer] !== link.erpId;
  const shared = siblings.length > 0;
  return { company, link, account, record, sight, plan: able(company, plan, account), block, unnamed, shared, effects };
}

/** What a person has just decided in a case; a decision of before says nothing of a new conflict. */
async function chosenIn({ cases }: AlikeDeps, { decided }: Looking) {
  const patch = decided === undefined ? undefined : await cases.patchIn(decided);
  return patch?.customerFields ?? {};
}

/** Of a customer who is gone, and in an ERP that can't change customers, nothing is written field by field. */
function able({ erp }: Company, plan: Plan, { deleted }: StripeCustomer): Plan {
  if (deleted) return { ...plan, toErp: [], toStripe: [], conflicts: [] };
  return erp.capabilities.has('change-customer') ? plan : { ...plan, toErp: [] };
}

/** What a flow is told: fields by name, never a value. */
export async function lookAt(deps: AlikeDeps, asked: Looking): Promise<SeenAlike> {
  const seen = await looking(deps, asked, (found) => Promise.resolve(dueIn(found)));
  if (!('company' in seen)) return seen;
  return { connection: seen.company.connection, steps: [], conflicts: [], told: seen.told };
}

function dueIn({ company: { connection }, link, record, plan, block, unnamed }: Found): SeenAlike {
  const { toErp, toStripe, conflicts } = plan;
  const erp = { to: 'erp', kind: 'customer-fields', key: keyOf('customer-fields', link) } as const;
  const stripe = { to: 'stripe', kind: 'customer-write-back', key: keyOf('customer-write-back', link) } as const;
  const named = unnamed ? ['number'] : [];
  const steps = [
    ...(block ? [{ ...erp, tell: `block customer ${link.erpId}: deleted at Stripe` }] : []),
    ...(toErp.length > 0 ? [{ ...erp, tell: `write ${toErp.join(', ')} to customer ${link.erpId}` }] : []),
    ...(toStripe.length > 0 || unnamed
      ? [{ ...stripe, tell: `write ${[...toStripe, ...named].join(', ')} to Stripe` }]
      : []),
  ];
  const blocked = record.blocked ? `, which is blocked in the ERP` : '';
  return {
    connection,
    steps,
    conflicts,
    onSkip: { kind: erp.kind, key: erp.key },
    ...(steps.length === 0 &&
      conflicts.length === 0 && { told: `nothing is due for customer ${link.erpId}${blocked}` }),
  };
}

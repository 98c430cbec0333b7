import { effectKey, stands, type SeenEffect } from '../domain/effects.ts';
import { normalEmail } from '../domain/email.ts';
import type { Person } from '../domain/shop-order.ts';
import type { CustomerStep } from '../domain/order-to-cash/steps.ts';
import { ErpError } from '../erp/errors.ts';
import type { CustomerSettings } from '../mapping/profile/profile.ts';
import { readCustomer, type StripeCustomer } from '../stripe/customer.ts';
import type { Company } from './company.ts';
import { effect } from './effect.ts';
import type { NudgeFlow } from './events.ts';
import type { Done } from './outcomes.ts';
import { customerEffectOf, documentIn, mappedBy, sentBefore, type PostingDeps, type StepInput } from './posting.ts';

type Match = {
  readonly number: string;
  readonly how: string;
  /** `cus_…`, linked just now: from then on both sides are kept alike. */
  readonly linked?: string;
};
type Buyer = {
  readonly person: Person;
  readonly account?: StripeCustomer;
  readonly currency: string;
  readonly payment: string;
  /** Root of the sale that wants the customer. */
  readonly sale: string;
};
/** As long as the activity may take: a killed holder keeps others waiting no longer. */
const lockMs = 60_000;

/** Finds the ERP customer of a sale, or creates it. Finding and creating happen under one lock: two payments, one customer. */
export const createCustomerActivities = (deps: PostingDeps & { readonly nudgeFlow: NudgeFlow }) => ({
  async matchCustomer({ company: key, subject, root }: StepInput<CustomerStep>): Promise<Done> {
    const company = deps.companies(key);
    const { number, how, linked } = await match(deps, company, { subject, root });
    await deps.crosswalk.link({ company: key, kind: 'customer-of', stripeId: root, erpId: number, origin: 'ours' });
    if (linked)
      await deps.nudgeFlow({
        flow: 'syncCustomer',
        company: key,
        subject: linked,
        eventId: `matched/${root}`,
        type: 'match',
      });
    return { told: `customer ${number} ${how}` };
  },
});

async function match(
  deps: PostingDeps,
  company: Company,
  { subject, root }: { subject: string; root: string },
): Promise<Match> {
  const ofOrder = await customerOfErpOrder(company, root);
  if (ofOrder) return ofOrder;
  const buyer = await buyerOf(deps, company, subject, root);
  return matchBuyer(deps, company, buyer, root);
}

/** A customer of Stripe before any payment, where the profile wants one in the ERP at once. */
export function matchAccount(
  deps: PostingDeps,
  company: Company,
  account: StripeCustomer,
  root: string,
): Promise<Match> {
  const { ledgerCurrency: currency } = company.settings;
  return matchBuyer(
    deps,
    company,
    { person: account.person, account, currency, payment: account.id, sale: root },
    root,
  );
}

async function matchBuyer(deps: PostingDeps, company: Company, buyer: Buyer, root: string): Promise<Match> {
  const named = await namedCustomer(deps, company, buyer);
  if (named) return named;
  const email = buyer.person.email && normalEmail(buyer.person.email);
  if (!buyer.account) {
    const { customers } = (await company.mapperFor(root)).profile;
    if (!email || customers.guests === 'house_account') return houseAccount(customers);
  }
  const identity = email ? deps.hmac(email) : (buyer.account?.id ?? '');
  return deps.locks.with(`customer/${company.clientele}/${identity}`, { ttlMs: lockMs }, () =>
    findOrCreate(deps, company, buyer, identity),
  );
}

/** The payment pays an order that people made in the ERP: its customer is the order's. */
async function customerOfErpOrder(company: Company, root: string): Promise<Match | undefined> {
  const number = /^erp-order\/(.+)$/.exec(root)?.[1];
  if (!number) return undefined;
  const order = await company.erp.read('sales-order', number);
  if (order?.customer) return { number: order.customer, how: 'taken from the ERP order' };
  throw new ErpError('not-found', `Stripe's metadata names the ERP order ${number}, which the ERP does not have`, {
    where: `metadata.${company.settings.metadataKeys.order}`,
  });
}

async function buyerOf(deps: PostingDeps, company: Company, subject: string, root: string): Promise<Buyer> {
  const paid = await deps.payments.of(company.stripe, subject);
  const account = paid.customer ? await readCustomer(company.stripe, paid.customer) : undefined;
  const order = root.startsWith('order/') ? await deps.orders.get(company.key, root.slice('order/'.length)) : undefined;
  const person = { ...paid.guest, ...order?.customer, ...account?.person };
  return {
    person,
    currency: paid.amount.currency,
    payment: paid.id,
    sale: root,
    ...(account && !account.deleted && { account }),
  };
}

/** By the id in Stripe's metadata, then by what we linked before. */
async function namedCustomer(
  { crosswalk }: PostingDeps,
  company: Company,
  { account }: Buyer,
): Promise<Match | undefined> {
  if (!account) return undefined;
  const key = company.settings.customers.idMetadataKey;
  const named = account.metadata[key];
  const at = { company: company.key, kind: 'customer', stripeId: account.id };
  const linked = await crosswalk.find(at);
  if (named) {
    const [found] = await company.erp.customers({ number: named });
    // Whoever is deleted at Stripe must find this one still there, before the ERP's customer is blocked.
    if (found && !linked) await crosswalk.link({ ...at, erpId: found.number, origin: 'theirs' });
    if (found) return { number: found.number, how: 'matched by metadata' };
    throw new ErpError(
      'not-found',
      `The Stripe customer's metadata names the ERP customer ${named}, which the ERP does not have`,
      { where: `customer.metadata.${key}` },
    );
  }
  return linked && { number: linked.erpId, how: 'matched by an earlier sale' };
}

function houseAccount({ houseAccount: number }: CustomerSettings): Match {
  if (number) return { number, how: 'is the house account' };
  throw new ErpError('invalid', 'The payment names nobody: set house_account in customer.yaml of the profile', {
    where: 'customer.yaml settings.house_account',
  });
}

async function findOrCreate(deps: PostingDeps, company: Company, buyer: Buyer, identity: string): Promise<Match> {
  // An attempt of ours that may stand is settled by the ledger, not by a search that may already see it.
  const begun = await begunOf(deps, company, customerRoot(buyer, identity));
  const ours = begun.some((effect) => stands(effect) || effect.state === 'unknown');
  const known = ours ? undefined : await byEmail(company, buyer.person);
  const how = known ? 'matched by e-mail' : 'created';
  const number = known ?? (await create(deps, company, buyer, identity));
  if (buyer.account)
    await deps.crosswalk.link({
      company: company.key,
      kind: 'customer',
      stripeId: buyer.account.id,
      erpId: number,
      origin: known ? 'theirs' : 'ours',
    });
  return { number, how, ...(buyer.account && { linked: buyer.account.id }) };
}

async function byEmail(company: Company, { email }: Person): Promise<string | undefined> {
  if (!email) return undefined;
  const found = await company.erp.customers({ email: normalEmail(email) });
  if (found.length < 2) return found[0]?.number;
  const numbers = found.map(({ number }) => number).join(', ');
  throw new ErpError(
    'conflict',
    `${found.length} ERP customers share this e-mail: ${numbers}. Patch the case with the right one, as in {"customer":"${found[0]?.number ?? ''}"}`,
    { where: 'customer.email' },
  );
}

const begunOf = async ({ book }: PostingDeps, { key }: Company, root: string): Promise<readonly SeenEffect[]> =>
  (await book.of({ company: key, root })).filter(({ kind }) => kind === 'customer');

const customerRoot = ({ account }: Pick<Buyer, 'account'>, identity: string): string =>
  `customer/${account?.id ?? identity}`;

/**
 * Keyed by the customers among which it will be: companies that share them share this one too. What this company began
 * goes on under its key, for another company at its ERP changes how they are named.
 */
async function create(
  deps: PostingDeps,
  company: Company,
  { person, account, currency, payment, sale }: Buyer,
  identity: string,
): Promise<string> {
  const subject = account?.id ?? identity;
  const root = customerRoot({ ...(account && { account }) }, identity);
  // A retry of the sale must reach the refusal of its customer too, which hangs on a root of its own.
  await deps.crosswalk.link({
    company: company.key,
    kind: customerEffectOf,
    stripeId: sale,
    erpId: root,
    origin: 'ours',
  });
  const [begun] = await begunOf(deps, company, root);
  const created = await deps.ledger.once(
    effect(company, {
      key: begun?.key ?? effectKey({ company: company.clientele, kind: 'customer', subject }),
      kind: 'customer',
      subject,
      root,
      prepare: () =>
        mappedBy(company, sale, (mapper, lookup) =>
          mapper.customer(
            { person, currency, payment, ...(account && { stripeId: account.id, metadata: account.metadata }) },
            lookup,
          ),
        ),
      find: (reference, sent) => company.erp.find('customer', reference, sentBefore(sent)),
      send: (prepared, reference, signal) => company.erp.post(documentIn(prepared), reference, { signal }),
    }),
  );
  return created.number;
}

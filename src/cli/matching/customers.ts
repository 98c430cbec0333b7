import type Stripe from 'stripe';
import type { CustomerRecord, ErpPort } from '../../erp/port.ts';
import { customerEvidence, type ErpSide, type StripeSide } from '../../matching/customers.ts';
import type { Crosswalk } from '../../store/crosswalk.ts';
import type { StripeCustomer } from '../../stripe/customer.ts';
import { listCustomers } from '../../stripe/customer-list.ts';
import { linkCustomer, type LinkDeps } from './link-customer.ts';
import type { Matching } from './run.ts';
import { createAtStripe } from './create-customer.ts';

export type CustomerDeps = Omit<LinkDeps, 'erp' | 'crosswalk'> & {
  readonly stripe: Stripe;
  readonly erp: Pick<ErpPort, 'customer' | 'customerRecords'>;
  readonly crosswalk: Pick<Crosswalk, 'find' | 'link' | 'all'>;
  /** Key of the ERP's number that people write into Stripe's metadata. */
  readonly givenKey: string;
};

export const customerMatching = (deps: CustomerDeps): Matching<StripeSide, ErpSide> => ({
  stripe: () => atStripe(deps),
  erp: () => inErp(deps),
  evidence: customerEvidence,
  shown: {
    stripe: { stripe_name: ({ name }) => name, stripe_email: ({ email }) => email },
    erp: { erp_name: ({ name }) => name, erp_email: ({ email }) => email },
  },
  deed: { link: linkCustomer(deps), createAtStripe: createAtStripe(deps) },
});

/** Only what is matched by is kept of each: both lists are in memory at once. */
async function atStripe({ company, stripe, crosswalk, metadataKey, givenKey }: CustomerDeps): Promise<StripeSide[]> {
  const links = await crosswalk.all(company, 'customer');
  const rows: StripeSide[] = [];
  for await (const customer of listCustomers(stripe)) {
    const named = customer.metadata[givenKey] || customer.metadata[metadataKey];
    rows.push(stripeSide(customer, named, links.get(customer.id)));
  }
  return rows;
}

const stripeSide = ({ id, person }: StripeCustomer, named?: string, linked?: string): StripeSide => ({
  id,
  ...(person.name && { name: person.name }),
  ...(person.email && { email: person.email }),
  ...(person.address?.postalCode && { postalCode: person.address.postalCode }),
  ...(named && { named }),
  ...(linked && { linked }),
});

async function inErp({ erp }: CustomerDeps): Promise<ErpSide[]> {
  const rows: ErpSide[] = [];
  for await (const record of erp.customerRecords({})) rows.push(erpSide(record));
  return rows;
}

const erpSide = ({ number, name, email, address, stripeId, blocked }: CustomerRecord): ErpSide => ({
  id: number,
  name,
  blocked,
  ...(email && { email }),
  ...(address?.postalCode && { postalCode: address.postalCode }),
  ...(stripeId && { stripeId }),
});

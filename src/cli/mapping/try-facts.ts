import type { Company } from '../../activities/company.ts';
import { ownerOf } from '../../activities/ownership.ts';
import type { Owner } from '../../domain/order-to-cash/seen.ts';
import type { ShopOrder } from '../../domain/shop-order.ts';
import { readCustomer, type StripeCustomer } from '../../stripe/customer.ts';
import { readPayment, type StripePayment } from '../../stripe/payment.ts';
import type { Store } from '../../worker/store.ts';

/** All that a dry run of one payment, or of one customer, maps from. */
export type DryFacts = {
  readonly paid?: StripePayment;
  readonly owner?: Owner;
  readonly order?: ShopOrder;
  readonly account?: StripeCustomer;
  /** The ERP's number of the customer, where one is known. */
  readonly customer?: string;
  /** What could not be found, in words. */
  readonly missing: readonly string[];
};
export type FactsDeps = {
  readonly company: Company;
  readonly store?: Pick<Store, 'orders' | 'crosswalk'> | undefined;
  /** Given by hand, before any source is asked. */
  readonly order?: ShopOrder | undefined;
};

/** Reads what the flow would read, from the same sources, and notes nothing. @throws StripeFault */
export async function factsOf(deps: FactsDeps, subject: string): Promise<DryFacts> {
  const { company } = deps;
  if (subject.startsWith('cus_')) {
    const account = await readCustomer(company.stripe, subject);
    return { account, ...(await known(deps, account)), missing: [] };
  }
  const intent = subject.startsWith('pi_') ? subject : await intentOf(company, subject);
  const paid = await readPayment(company.stripe, intent);
  const account = paid.customer ? await readCustomer(company.stripe, paid.customer).catch(() => undefined) : undefined;
  const owned = await ownedBy(deps, paid);
  return {
    paid,
    owner: owned.owner,
    ...(owned.order && { order: owned.order }),
    ...(account && { account }),
    ...(await known(deps, account)),
    missing: owned.missing,
  };
}

/** A charge of a payment intent stands for its payment. */
async function intentOf({ stripe }: Company, charge: string): Promise<string> {
  const { payment_intent: intent } = await stripe.charges.retrieve(charge);
  return (typeof intent === 'string' ? intent : intent?.id) ?? charge;
}

async function ownedBy({ company, store, order }: FactsDeps, paid: StripePayment) {
  if (order) return { owner: 'shop-order' as const, order, missing: [] };
  const owned = await ownerOf(company, paid, undefined, {
    postedOrder: () => Promise.resolve(undefined),
    pushedOrder: async (key, id) => store?.orders.get(key, id),
    isOurs: async (key, number) => (await store?.crosswalk.isOurs(key, number)) ?? false,
  });
  const sources = company.settings.orders.sources.join(', ');
  const missing =
    owned.owner === 'shop-order' && !owned.order
      ? [`the order ${owned.orderId ?? ''}: none of its sources (${sources}) has it; --order FILE gives it`]
      : [];
  return { owner: owned.owner, ...(owned.order && { order: owned.order }), missing };
}

/** By the id in Stripe's metadata, then by what was linked, as a sale matches him; the ERP is not asked. */
async function known({ company, store }: FactsDeps, account: StripeCustomer | undefined) {
  if (!account) return {};
  const { customers, metadataKeys } = company.settings;
  const link = await store?.crosswalk.find({ company: company.key, kind: 'customer', stripeId: account.id });
  const customer = account.metadata[customers.idMetadataKey] ?? link?.erpId ?? account.metadata[metadataKeys.customer];
  return customer ? { customer } : {};
}

import type { Stripe } from 'stripe';
import type { Shop } from '../shop/index.ts';
import type { Market } from './market.ts';
import type { Lookout } from './lookout.ts';
import type { Buyer } from './plan.ts';

/** Whom the day needs to be played. */
export type Stage = {
  readonly stripe: Stripe;
  readonly stripeUrl: string;
  readonly shop: Shop;
  /** Where all parcels go. */
  readonly address: Market['address'];
  /** The ERP's numbers of orders that people took there, by the plan's number. */
  readonly erpOrders: ReadonlyMap<string, string>;
  /** The product's POST /orders. */
  readonly push: (order: unknown) => Promise<void>;
  /** Waits for something to stand in the ERP. */
  readonly until: Lookout;
  /** Stripe's customers by account, so that two orders of one person meet. */
  readonly customers: Map<string, Promise<string>>;
};
/** A person becomes a customer at Stripe once, also when two orders come in the same moment. */
export function customerOf({ stripe, customers }: Stage, buyer: Buyer): Promise<string> | undefined {
  const { account, name, email } = buyer;
  if (account === undefined) return undefined;
  const known = customers.get(account);
  if (known) return known;
  const created = stripe.customers.create({ ...(name && { name }), ...(email && { email }) }).then(({ id }) => id);
  customers.set(account, created);
  return created;
}

/** Something that a sandbox is told from outside. */
export async function tell(url: string, body: unknown): Promise<unknown> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await reply.json();
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}: ${JSON.stringify(answer)}`);
  return answer;
}

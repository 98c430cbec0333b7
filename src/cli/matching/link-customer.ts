import { normalEmail } from '../../domain/email.ts';
import type { ErpPort } from '../../erp/port.ts';
import type { Locks } from '../../store/locks.ts';
import { readCustomer, type StripeCustomer } from '../../stripe/customer.ts';
import { refused, type Deed, type Told } from './apply.ts';
import { linkPair, type Linking } from './link.ts';

export type LinkDeps = Linking & {
  /** Name of the customers that it sells to, as its flows lock them. */
  readonly clientele: string;
  readonly erp: Pick<ErpPort, 'customer'>;
  readonly locks: Locks;
  readonly hmac: (text: string) => string;
};
const lockMs = 60_000;

/** Links a customer of Stripe to one of the ERP under the lock that a sale of his takes: neither sees the other half done. */
export const linkCustomer =
  (deps: LinkDeps): Deed['link'] =>
  async (stripeId, erpNumber) => {
    const { stripe, locks } = deps;
    const account = await readCustomer(stripe, stripeId);
    if (account.deleted) return refused(`${stripeId} was deleted at Stripe`);
    return locks.with(lockOf(deps, account), { ttlMs: lockMs }, () => linked(deps, account, erpNumber));
  };

const lockOf = ({ clientele, hmac }: LinkDeps, { id, person }: StripeCustomer) =>
  `customer/${clientele}/${person.email ? hmac(normalEmail(person.email)) : id}`;

async function linked(deps: LinkDeps, { id, metadata }: StripeCustomer, erpNumber: string): Promise<Told> {
  const record = await deps.erp.customer(erpNumber);
  if (!record) return refused(`The ERP has no customer ${erpNumber}`);
  const { number, stripeId } = record;
  if (stripeId && stripeId !== id)
    return refused(`The ERP's customer ${number} keeps the Stripe id ${stripeId}: clear it there first`);
  return linkPair(deps, { object: 'customer', stripeId: id, metadata, number });
}

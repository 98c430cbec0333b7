import type { Key } from './evidence.ts';

/** Indexes of the rows of both sides that have one key. */
export type Group = { readonly stripe: readonly number[]; readonly erp: readonly number[] };

/** The keys that stand on both sides, in the order of Stripe's rows. Keys of one side alone cost an entry and no more. */
export function candidatesIn<S, E>(stripe: readonly S[], erp: readonly E[], { ofStripe, ofErp }: Key<S, E>): Group[] {
  const groups = new Map<string, { stripe: number[]; erp: number[] }>();
  for (const [at, row] of stripe.entries()) {
    const key = ofStripe(row);
    const known = groups.get(key);
    if (known) known.stripe.push(at);
    else if (key) groups.set(key, { stripe: [at], erp: [] });
  }
  for (const [at, row] of erp.entries()) groups.get(ofErp(row))?.erp.push(at);
  return [...groups.values()].filter((group) => group.erp.length > 0);
}

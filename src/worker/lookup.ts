import type { ErpPort } from '../erp/port.ts';
import type { Lookup } from '../mapping/expressions/evaluator.ts';
import { lookupTables } from '../mapping/expressions/functions/lists.ts';
import { MappingFault } from '../mapping/fault.ts';
import type { Crosswalk } from '../store/crosswalk.ts';

type Deps = { readonly crosswalk: Pick<Crosswalk, 'find'>; readonly now?: () => number };
type Kept = { readonly answer: string | undefined; readonly at: number };
/** A mapping may ask the same for every line of every order: the ERP hears it once in a while. */
const keptMs = 60_000;
const atMost = 2_000;

/** What `$lookup(table, key)` finds: what is linked with what, and what the ERP has. */
export const createLookup =
  ({ crosswalk, now = () => performance.now() }: Deps) =>
  (company: string, erp: ErpPort): Lookup => {
    const tables: Readonly<Record<(typeof lookupTables)[number], (key: string) => Promise<string | undefined>>> = {
      /** `cus_…` -> the ERP's number of the customer. */
      customers: async (stripeId) =>
        (await crosswalk.find({ company, kind: 'customer', stripeId }))?.erpId ??
        (await erp.customers({ stripeId }))[0]?.number,
      /** The ERP's item, where it has one of this number. */
      items: async (number) => (await erp.items({ number }))[0]?.number,
      /** The same of the chart of accounts. */
      accounts: async (number) => (await erp.accounts({ number })).find((one) => one.number === number)?.number,
      /** `product/prod_…` -> what it was linked with. */
      crosswalk: async (key) => {
        const [kind = '', ...id] = key.split('/');
        return (await crosswalk.find({ company, kind, stripeId: id.join('/') }))?.erpId;
      },
    };
    const kept = new Map<string, Kept>();
    return async (table, key) => {
      const known = lookupTables.find((one) => one === table);
      if (!known)
        throw new MappingFault('$lookup', `There is no table of this name; there are ${lookupTables.join(', ')}`);
      const name = `${table} ${key}`;
      const before = kept.get(name);
      if (before && now() - before.at < keptMs) return before.answer;
      const answer = await tables[known](key);
      kept.delete(name);
      kept.set(name, { answer, at: now() });
      const [oldest] = kept.keys();
      if (kept.size > atMost && oldest !== undefined) kept.delete(oldest);
      return answer;
    };
  };

import type { Capability, CustomerRecord, ItemRecord } from '../../erp/port.ts';
import type { Crosswalk } from '../../store/crosswalk.ts';
import type { CustomerLinks } from '../../store/customer-links.ts';
import type { ItemRecords } from '../../store/item-records.ts';
import type { Companies, Company } from '../company.ts';
import type { NudgeFlow } from '../events.ts';
import { erpMarkOf, marksOf, valuesInErp } from './sides.ts';

export type MasterDataDeps = {
  readonly companies: Companies;
  readonly crosswalk: Crosswalk;
  readonly customerLinks: CustomerLinks;
  readonly itemRecords: ItemRecords;
  readonly hmac: (text: string) => string;
  readonly nudgeFlow: NudgeFlow;
};
type Told = { readonly read: number; readonly woken: number };
type Changed = { readonly number: string; readonly changedAt: string };
type List<T extends Changed> = {
  /** Name of the watermark. */
  readonly name: string;
  readonly capability: Capability;
  readonly records: (company: Company, since: string) => AsyncIterable<T>;
  /** Wakes those that are news, and says how many. */
  readonly wake: (company: Company, records: readonly T[], mark: string) => Promise<number>;
};

/** So many are read before anybody is woken and the mark goes on. */
const batch = 200;
/** A run ends after so many that are new; the next one goes on from there. */
const mostOfOneRun = 5_000;

/** Wakes the customers of Stripe whose customers in the ERP are not as they were read or written last. */
export const readCustomers = (deps: MasterDataDeps, company: string): Promise<Told> =>
  readChanges<CustomerRecord>(deps, company, {
    name: 'erp-customers',
    capability: 'customer-changes',
    records: ({ erp }, since) => erp.customerRecords({ since }),
    async wake({ key }, records) {
      const linked = await deps.customerLinks.linked(key, [...new Set(records.map(({ number }) => number))]);
      const markOf = (record: CustomerRecord) => erpMarkOf(marksOf(valuesInErp(record), deps.hmac), record, deps.hmac);
      const marks = new Map(records.map((record) => [record.number, markOf(record)]));
      const news = linked.filter(({ erpId, erpMark }) => erpMark !== marks.get(erpId));
      for (const { stripeId: subject, erpId } of news)
        await deps.nudgeFlow({ flow: 'syncCustomer', company: key, subject, eventId: `erp/${erpId}`, type: 'the ERP' });
      return news.length;
    },
  });

/** The same of items and their products. */
export const readItems = (deps: MasterDataDeps, company: string): Promise<Told> =>
  readChanges<ItemRecord>(deps, company, {
    name: 'erp-items',
    capability: 'item-changes',
    records: ({ erp }, since) => erp.itemRecords({ since }),
    async wake({ key }, records, mark) {
      const products = await deps.itemRecords.linked(key, [...new Set(records.map(({ number }) => number))]);
      let woken = 0;
      for (const record of records) {
        const theirs = products.get(record.number) ?? [];
        const told = record.changedAt <= mark || Date.parse(record.changedAt) > Date.now();
        if (theirs.length === 0 || (told && (await isKnown(deps, key, record)))) continue;
        await deps.itemRecords.note(key, record);
        for (const subject of theirs)
          await deps.nudgeFlow({
            flow: 'syncItem',
            company: key,
            subject,
            eventId: `erp/${record.number}`,
            type: 'the ERP',
          });
        woken += theirs.length;
      }
      return woken;
    },
  });

async function isKnown({ itemRecords }: MasterDataDeps, company: string, record: ItemRecord): Promise<boolean> {
  const known = await itemRecords.find(company, record.number);
  return known?.description === record.description && known.discontinued === record.discontinued;
}

/** Windows overlap, for a change may be seen later than its time says. */
export const sinceOf = (mark: string, { overlapSeconds }: Company['settings']): string =>
  new Date(Math.max(0, Date.parse(mark) - overlapSeconds * 1_000)).toISOString();

const earlier = (one: string, other: string): string => (one < other ? one : other);

/** Oldest first, with overlap; the mark goes on only after those before it were woken. */
async function readChanges<T extends Changed>(
  { companies, crosswalk }: MasterDataDeps,
  key: string,
  { name, capability, records, wake }: List<T>,
): Promise<Told> {
  const company = companies(key);
  if (!company.erp.capabilities.has(capability)) return { read: 0, woken: 0 };
  const mark = await crosswalk.watermark(key, name);
  if (mark === undefined) {
    await crosswalk.setWatermark(key, name, new Date().toISOString());
    return { read: 0, woken: 0 };
  }
  const since = sinceOf(mark, company.settings);
  let latest = mark;
  let [read, fresh, woken] = [0, 0, 0];
  let waiting: T[] = [];
  const pass = async () => {
    woken += await wake(company, waiting, mark);
    // A record that is dated ahead, as imports write them, must not hide all that is changed until then.
    const reached = earlier(latest, new Date().toISOString());
    if (reached > mark) await crosswalk.setWatermark(key, name, reached);
    waiting = [];
  };
  for await (const record of records(company, since)) {
    waiting.push(record);
    read += 1;
    if (record.changedAt > mark) fresh += 1;
    latest = record.changedAt > latest ? record.changedAt : latest;
    if (waiting.length >= batch) await pass();
    if (fresh >= mostOfOneRun) break;
  }
  await pass();
  return { read, woken };
}

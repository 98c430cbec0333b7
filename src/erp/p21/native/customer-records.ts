import type { CustomerRecord } from '../../port.ts';
import { addressIn } from '../customer-change.ts';
import { wholeNumber } from './amounts.ts';
import { changed, changedRows } from './changed-rows.ts';
import { flag, text } from './documents/rows.ts';
import type { Native } from './native.ts';
import type { Condition, Row } from './odata.ts';
import { rowsOf } from './rows-of.ts';
import { momentOf } from './times.ts';

type Signal = AbortSignal | undefined;
/** Where Prophet 21 keeps parts of a customer, each with a time of its own, and which column names him there. */
const parts = { customer: 'customer_id', address: 'id', customer_ud: 'customer_id' } as const;
type Part = keyof typeof parts;

export const ofCompany = ({ company }: Native): readonly Condition[] => [
  { column: 'company_id', is: 'eq', value: company },
];
const whereOf = (native: Native, part: Part) => (part === 'address' ? [] : ofCompany(native));
/** The site's own columns are read only where it has named one. */
const partsRead = ({ site }: Native): readonly Part[] =>
  site.customerColumn === undefined ? ['customer', 'address'] : ['customer', 'address', 'customer_ud'];

export const numberIn = (part: Part, row: Row): string => wholeNumber(row[parts[part]] ?? '', parts[part]);

/** A customer as it stands; what is deleted is blocked for good. */
export type StandingCustomer = { readonly record: CustomerRecord; readonly deleted: boolean };

/** Of these numbers, those that the company has, in their order. */
export async function customersNumbered(
  native: Native,
  numbers: readonly string[],
  signal: Signal,
): Promise<readonly StandingCustomer[]> {
  const [rows = [], addresses = [], own = []] = await Promise.all(
    partsRead(native).map(async (part) =>
      rowsOf(native.odata, part, parts[part], numbers, { where: whereOf(native, part), signal }),
    ),
  );
  const addressOf = new Map(addresses.map((row) => [numberIn('address', row), row]));
  const ownOf = new Map(own.map((row) => [numberIn('customer_ud', row), row]));
  const standing = rows.map((row) => {
    const number = numberIn('customer', row);
    return standingOf(native, row, addressOf.get(number), ownOf.get(number));
  });
  return standing.sort((a, b) => numbers.indexOf(a.record.number) - numbers.indexOf(b.record.number));
}

function standingOf({ site }: Native, row: Row, address: Row | undefined, own: Row | undefined): StandingCustomer {
  const times = [row, address, own].flatMap((each) => (each ? [timeOf(each, site.timeZone)] : []));
  const deleted = flag(row, 'delete_flag');
  const stripeId = own && text(own, site.customerColumn ?? '');
  return {
    deleted,
    record: {
      number: numberIn('customer', row),
      name: text(row, 'customer_name'),
      ...(address && contactIn(address)),
      ...currencyIn(site, row),
      ...(stripeId && { stripeId }),
      blocked: deleted || text(row, 'credit_status') === 'HOLD',
      changedAt: times.sort().at(-1) ?? '',
    },
  };
}

function contactIn(row: Row): Pick<CustomerRecord, 'email' | 'phone' | 'address'> {
  const [email, phone] = [text(row, 'email_address'), text(row, 'central_phone_number')];
  const address = mailAddressIn(row);
  return { ...(email && { email }), ...(phone && { phone }), ...(address && { address }) };
}

/** Somebody else's customer in a currency that the site's file doesn't list must not keep the others from being told. */
function currencyIn({ currencies }: Native['site'], row: Row): Pick<CustomerRecord, 'currency'> {
  const number = text(row, 'currency_id') && wholeNumber(text(row, 'currency_id'), 'currency_id');
  const currency = Object.keys(currencies).find((iso) => currencies[iso] === number);
  return currency === undefined ? {} : { currency };
}

const timeOf = (row: Row, timeZone: string): string => momentOf(row[changed], timeZone, changed).toISOString();

const mailAddressIn = (row: Row) =>
  addressIn({
    name: undefined,
    line1: row['mail_address1'],
    line2: row['mail_address2'],
    city: row['mail_city'],
    state: row['mail_state'],
    postalCode: row['mail_postal_code'],
    country: row['mail_country'],
  });

type Event = { readonly number: string; readonly at: string };
/** So many changes are read together. */
const together = 100;

/**
 * Customers of whom some part was changed since then, oldest first. The tables are read side by side in the order of their
 * times, and a customer is told at the last of his changes only: whatever is told, nothing older follows. One who changes
 * again while he is read comes later still, or next time.
 */
export async function* customersChanged(
  native: Native,
  since: string,
  signal: Signal,
): AsyncGenerator<readonly CustomerRecord[]> {
  const cursors = partsRead(native).map((part) => cursorOf(eventsOf(native, part, since, signal)));
  try {
    for (;;) {
      const events = await oldest(cursors, together);
      if (events.length === 0) return;
      const known = new Set(events.map(({ number, at }) => `${number} ${at}`));
      const numbers = [...new Set(events.map(({ number }) => number))];
      const standing = await customersNumbered(native, numbers, signal);
      yield standing
        .map(({ record }) => record)
        .filter(({ number, changedAt }) => known.has(`${number} ${changedAt}`))
        .sort((a, b) => a.changedAt.localeCompare(b.changedAt));
    }
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

async function* eventsOf(native: Native, part: Part, since: string, signal: Signal): AsyncGenerator<readonly Event[]> {
  const changing = { table: part, where: whereOf(native, part), key: [parts[part]] };
  for await (const rows of changedRows(native, changing, since, signal))
    yield rows.map((row) => ({ number: numberIn(part, row), at: timeOf(row, native.site.timeZone) }));
}

type Cursor = {
  readonly first: () => Promise<Event | undefined>;
  readonly take: () => void;
  readonly close: () => Promise<unknown>;
};

function cursorOf(pages: AsyncGenerator<readonly Event[]>): Cursor {
  let page: readonly Event[] = [];
  let at = 0;
  return {
    async first() {
      while (at >= page.length) {
        const next = await pages.next();
        if (next.done === true) return undefined;
        page = next.value;
        at = 0;
      }
      return page[at];
    },
    take: () => void (at += 1),
    close: () => pages.return(undefined),
  };
}

async function oldest(cursors: readonly Cursor[], count: number): Promise<readonly Event[]> {
  const events: Event[] = [];
  while (events.length < count) {
    let next: { readonly cursor: Cursor; readonly event: Event } | undefined;
    for (const cursor of cursors) {
      const event = await cursor.first();
      if (event && (!next || event.at < next.event.at)) next = { cursor, event };
    }
    if (!next) break;
    next.cursor.take();
    events.push(next.event);
  }
  return events;
}

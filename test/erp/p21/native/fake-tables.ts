import { ErpError } from '../../../../src/erp/errors.ts';
import type { Native } from '../../../../src/erp/p21/native/native.ts';
import type { Condition, OData, Query, Row } from '../../../../src/erp/p21/native/odata.ts';
import type { Site } from '../../../../src/erp/p21/native/site.ts';
import { usualWays } from '../../../../src/erp/p21/native/usual-ways.ts';
import { withinMs } from '../../../../src/erp/http.ts';

export type Tables = Readonly<Record<string, readonly Row[]>>;
export type Asked = { readonly table: string; readonly query: Query };

export const site: Site = {
  salesLocation: '10',
  sourceLocation: '20',
  salesrep: '1000',
  journal: 'GJ',
  timeZone: 'America/Chicago',
  currencies: { USD: '1', JPY: '2', KWD: '3', EUR: '4' },
  orderReference: 'po_no',
  customerColumn: 'stripe_customer_id',
  paymentColumns: { stripeId: 'stripe_id', state: 'payment_state', paidOn: 'paid_on' },
  ways: usualWays,
};

/** Zeros behind the point say nothing, nor do blanks at the end, and times are compared by the clock's reading. */
const plain = (text: string): string =>
  text
    .trimEnd()
    .replace(/\.0+Z?$/, '')
    .replace(/Z$/, '');

const meets: Readonly<Record<Condition['is'], (stored: string, value: string) => boolean>> = {
  eq: (stored, value) => stored === value,
  ne: (stored, value) => stored !== value,
  gt: (stored, value) => stored > value,
  ge: (stored, value) => stored >= value,
  lt: (stored, value) => stored < value,
  le: (stored, value) => stored <= value,
};
const holds = (row: Row, { column, is, value }: Condition): boolean => {
  const stored = row[column];
  return stored === null || stored === undefined ? is === 'ne' : meets[is](plain(stored), plain(value));
};

/** Tables that are read as OData would: filtered, ordered, in pages. They can be changed between the pages. */
export function fakeTables(tables: () => Tables, { pageSize = 100, afterPage = (_n: number) => {} } = {}) {
  const asked: Asked[] = [];
  let n = 0;
  const found = (table: string, { where, orderBy }: Query): readonly Row[] =>
    (tables()[table] ?? [])
      .filter((row) => where.every((one) => ('column' in one ? holds(row, one) : one.some((each) => holds(row, each)))))
      .toSorted((a, b) => {
        const column = orderBy.find((each) => a[each] !== b[each]);
        return column === undefined ? 0 : (a[column] ?? '').localeCompare(b[column] ?? '');
      });
  const odata: OData = {
    async rows(table, query, signal) {
      if (signal?.aborted) throw new ErpError('unavailable', 'not sent');
      asked.push({ table, query });
      return Promise.resolve(found(table, query).slice(0, query.atMost));
    },
    async *pages(table, query) {
      for (let skip = 0; ; skip += pageSize) {
        asked.push({ table, query });
        const page = await Promise.resolve(found(table, query).slice(skip, skip + pageSize));
        yield page;
        afterPage((n += 1));
        if (page.length < pageSize) return;
      }
    },
  };
  return { odata, asked };
}

const unused = () => Promise.reject(new Error('Nothing is posted here'));

/** The adapter's ground over some tables; whatever posts is refused. */
export function reading(tables: Tables, more: Partial<Site> = {}): Native & { readonly asked: readonly Asked[] } {
  const { odata, asked } = fakeTables(() => tables);
  return { ...ground(odata), site: { ...site, ...more }, asked };
}

export const ground = (odata: OData): Native => ({
  company: 'ACME',
  site,
  odata,
  transactions: { post: unused, command: unused, services: unused, definition: unused },
  entities: { createCustomer: unused, changeCustomer: unused },
  journals: { post: unused },
  within: withinMs(1_000),
});

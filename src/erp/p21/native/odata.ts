import { z } from 'zod';
import { ErpError, type ErpErrorCode } from '../../errors.ts';
import { lost, type Reply, type Request } from '../../http.ts';
import { native } from '../dialects.ts';
import { read, type NativeClient } from './client.ts';
import { filterOf, type Condition, type Where } from './filter.ts';
import { tableOf, type Columns, type Table } from './tables.ts';

export type { Condition };
/** One row of a table: numbers as the decimal text that came over the wire, everything else as text; null where empty. */
export type Row = Readonly<Record<string, string | null>>;
export type Query = {
  readonly where: Where;
  /** `date_last_modified`, `line_no desc`. The table's key is put behind, or rows that are alike would move between pages. */
  readonly orderBy: readonly string[];
  /** No more rows than these, which fit into a page; all of them unless told. */
  readonly atMost?: number;
};

/** Reading by OData: the columns that the adapter knows of the table, page after page until a short one. */
export type OData = {
  /** @throws `unauthorized` without the permission for a table, `unavailable` for a table or column that is not there */
  rows(table: string, query: Query, signal?: AbortSignal): Promise<readonly Row[]>;
  /** The same, page by page, for whoever limits requests. */
  pages(table: string, query: Query, signal?: AbortSignal): AsyncGenerator<readonly Row[]>;
};

type Options = {
  /** Columns of this site by table, all of them text: `oe_hdr_ud`, `customer_ud`. */
  readonly moreColumns?: Readonly<Record<string, readonly string[]>>;
};
type Read = { readonly table: string; readonly columns: Columns };

const pageSize = 200;

export function createOData(client: NativeClient, { moreColumns = {} }: Options = {}): OData {
  async function* pages(table: string, query: Query, signal?: AbortSignal): AsyncGenerator<readonly Row[]> {
    const known = tableOf(table, moreColumns[table]);
    const { columns } = known;
    const filter = filterOf(columns, query.where);
    if (filter === undefined) return;
    const asked = {
      ...(filter && { $filter: filter }),
      $select: [...columns.keys()].join(','),
      $orderby: orderOf(known, query.orderBy),
    };
    for (let skip = 0, more = true; more;) {
      const path = pathOf(table, { ...asked, $top: String(query.atMost ?? pageSize), $skip: String(skip) });
      const page = await client.send({ route: `GET /odata ${table}`, path, signal }, (request, reply) =>
        pageIn({ table, columns }, request, reply),
      );
      yield page.rows;
      skip += page.rows.length;
      more = page.more && query.atMost === undefined;
    }
  }

  return {
    pages,
    async rows(table, query, signal) {
      const found: Row[] = [];
      for await (const page of pages(table, query, signal)) found.push(...page);
      return found;
    },
  };
}

function orderOf({ columns, key }: Table, wanted: readonly string[]): string {
  const named = wanted.map((each) => each.replace(/ (asc|desc)$/, ''));
  const unknown = named.find((column) => !columns.has(column));
  if (unknown !== undefined) throw new ErpError('invalid', `${unknown} is not a column that this adapter reads`);
  return [...wanted, ...key.filter((column) => !named.includes(column))].join(',');
}

/** A blank as `%20`, since a plus is not a blank to everybody. */
function pathOf(table: string, query: Readonly<Record<string, string>>): string {
  const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `/odataservice/odata/table/${table}?${search.join('&')}`;
}

const Page = z.object({ value: z.array(z.record(z.string(), z.unknown())), '@odata.nextLink': z.string().optional() });

/** Prophet 21 gives no next link (V), so a full page may have another behind it. */
function pageIn(of: Read, request: Request, reply: Reply): { readonly rows: readonly Row[]; readonly more: boolean } {
  const trouble = troubleIn(of.table, request, reply);
  if (trouble) throw trouble;
  const { value, '@odata.nextLink': next } = read(Page, request, reply);
  if (value.length > pageSize) throw lost(request, 'gave more rows than were asked for: it does not obey $top');
  const more = value.length === pageSize || (next !== undefined && value.length > 0);
  return { rows: value.map((row) => rowOf(of, request, row)), more };
}

function rowOf({ columns }: Read, request: Request, given: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(
    [...columns.keys()].map((column) => {
      const value = given[column];
      if (typeof value === 'string' || value === null) return [column, value];
      throw lost(request, `gave a row ${value === undefined ? 'without' : 'with something odd as'} ${column}`);
    }),
  );
}

type Trouble = {
  readonly status: number;
  readonly says?: RegExp;
  readonly code: ErpErrorCode;
  readonly mend: (table: string) => string;
};

/** The first that fits wins. Texts: V of the incompatible types, M of the others. */
const troubles: readonly Trouble[] = [
  { status: 403, code: 'unauthorized', mend: (table) => `give the user Dataservice permission for table ${table}` },
  {
    status: 404,
    says: /incompatible types/i,
    code: 'invalid',
    mend: (table) => `a column of ${table} is of another type here than this adapter knows`,
  },
  {
    status: 404,
    code: 'unavailable',
    mend: (table) => `there is no table ${table}, or no OData service under \`baseUrl\``,
  },
  {
    status: 400,
    says: /could not find a property/i,
    code: 'unavailable',
    mend: (table) => `the table ${table} has no such column at this site`,
  },
];

const Failure = z.object({ error: z.object({ message: z.string() }) });

function troubleIn(table: string, request: Request, { status, text }: Reply): ErpError | undefined {
  const message = said(text);
  const row = troubles.find((each) => each.status === status && (each.says?.test(message) ?? true));
  if (!row) return undefined;
  return new ErpError(
    row.code,
    `${request.name} was answered ${status}: ${message && `${message}; `}${row.mend(table)}`,
    { where: table },
  );
}

function said(text: string): string {
  try {
    return Failure.safeParse(native.parse(text)).data?.error.message ?? '';
  } catch {
    return '';
  }
}

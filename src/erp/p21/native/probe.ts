import { ErpError, type ErpErrorCode } from '../../errors.ts';
import type { DefinedElement } from './definition.ts';
import { meaningsOf } from './fields-of-roles.ts';
import type { Native } from './native.ts';
import type { ByTransaction, Role, Site } from './site.ts';
import { tableNames } from './tables.ts';

/** A table that can't be read, or not with the columns that are read of it: `why` names the table and the column. */
export type Unreadable = { readonly table: string; readonly code: ErpErrorCode; readonly why: string };
/** A service that does not take what the site's file says. */
export type Unfit = {
  readonly role: Role | 'sales-order' | 'reversal';
  readonly service: string;
} & (
  | { readonly problem: 'lacks'; readonly lacks: readonly string[] }
  | { readonly problem: 'not there' }
  | { readonly problem: 'forbidden'; readonly why: string }
);

/** Compares a site with its file, without changing anything. @throws ErpError where it does not answer */
export type P21Probe = {
  unreadable(signal?: AbortSignal): Promise<readonly Unreadable[]>;
  unfit(signal?: AbortSignal): Promise<readonly Unfit[]>;
};

export const createP21Probe = ({ odata, transactions, site }: Native): P21Probe => ({
  async unreadable(signal) {
    const found: Unreadable[] = [];
    for (const table of tablesRead(site)) {
      const why = await troubleOf(table, odata.rows(table, { where: [], orderBy: [], atMost: 1 }, signal));
      if (why) found.push({ table, code: why.code, why: why.message });
    }
    return found;
  },

  async unfit(signal) {
    const found: Unfit[] = [];
    for (const { role, service, elements } of needed(site)) {
      const defined = await orForbidden(transactions.definition(service, signal));
      if (defined instanceof ErpError) found.push({ role, service, problem: 'forbidden', why: defined.message });
      else if (defined === undefined) found.push({ role, service, problem: 'not there' });
      else {
        const lacks = elements.flatMap((element) => lackingIn(defined, element));
        if (lacks.length > 0) found.push({ role, service, problem: 'lacks', lacks });
      }
    }
    return found;
  },
});

/** User-defined columns have tables of their own, which are read only where the site has named one. */
const tablesRead = ({ customerColumn, paymentColumns }: Site): readonly string[] => {
  const unread = [...(customerColumn === undefined ? ['customer_ud'] : []), ...(paymentColumns ? [] : ['oe_hdr_ud'])];
  return tableNames.filter((table) => !unread.includes(table));
};

/** What the site says of this table; trouble of the network or of the login is none of the table's. */
async function troubleOf(table: string, reading: Promise<unknown>): Promise<ErpError | undefined> {
  try {
    await reading;
    return undefined;
  } catch (error) {
    if (error instanceof ErpError && error.where === table) return error;
    throw error;
  }
}

async function orForbidden<T>(asking: Promise<T>): Promise<T | ErpError> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof ErpError && error.code === 'unauthorized') return error;
    throw error;
  }
}

type NeededElement = { readonly name: string; readonly fields: readonly string[] };
type Needed = { readonly role: Unfit['role']; readonly service: string; readonly elements: readonly NeededElement[] };

const needed = (site: Site): readonly Needed[] => [
  orderNeeded(site),
  ...(Object.keys(site.ways) as Role[]).flatMap((role) => {
    const way = site.ways[role];
    return way.by === 'transaction' ? [wayNeeded(role, way)] : [];
  }),
  ...(site.ways['cash-receipt'].by === 'none' ? [] : [reversal]),
];

function wayNeeded(role: Role, { service, form, lines, fields }: ByTransaction): Needed {
  const meanings = meaningsOf(role);
  const called = (those: readonly string[]): readonly string[] => those.map((meaning) => fields[meaning] ?? meaning);
  const list = lines === undefined ? [] : [{ name: lines, fields: called(meanings.lines) }];
  return { role, service, elements: [{ name: form, fields: called(meanings.form) }, ...list] };
}

const orderFields =
  'order_no customer_id sales_loc_id source_loc_id ship_to_id order_date requested_date job_name currency_id approved ' +
  'cancel_flag fc_create_invoice';
const itemFields = 'user_line_no oe_order_item_id unit_quantity unit_price extended_desc tax_group_id';

const orderNeeded = ({ orderReference, paymentColumns }: Site): Needed => {
  const own = paymentColumns ? Object.values(paymentColumns).map((column) => `ufc_${column}`) : [];
  return {
    role: 'sales-order',
    service: 'Order',
    elements: [
      { name: 'TABPAGE_1.order', fields: [...orderFields.split(' '), orderReference, ...own] },
      { name: 'TP_ITEMS.items', fields: itemFields.split(' ') },
    ],
  };
};

const reversal: Needed = {
  role: 'reversal',
  service: 'ReverseARPayment',
  elements: [{ name: 'TABPAGE_1.payment', fields: ['receipt_number', 'reversal_date', 'reversal_desc'] }],
};

/** Without the element itself, none of its fields can be there. */
function lackingIn(defined: readonly DefinedElement[], { name, fields }: NeededElement): readonly string[] {
  const element = defined.find((each) => each.name === name);
  return element ? fields.filter((field) => !element.fields.includes(field)) : [name];
}

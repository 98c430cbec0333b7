import { marksOf, valuesAtStripe, valuesInErp } from '../activities/customer-sync/sides.ts';
import type { Company, Config } from '../config.ts';
import { sharedFields, type SharedField, type Values } from '../domain/customer-sync/values.ts';
import type { CustomerRecord } from '../erp/port.ts';
import { createTelemetry } from '../runtime/telemetry.ts';
import type { CustomerLink } from '../store/customer-links.ts';
import { createStripeClient } from '../stripe/client.ts';
import { readCustomer, type StripeCustomer } from '../stripe/customer.ts';
import { connectionOf } from '../worker/companies.ts';
import { openConnections } from '../worker/connections.ts';
import { draftOf, profileIn } from '../worker/mapping.ts';
import { openStore, type Store } from '../worker/store.ts';
import { companyOf, onlyCompany } from './company.ts';
import { Complaint, type Terminal } from './terminal.ts';

type Options = { readonly company?: string; readonly json?: boolean };
type Row = {
  readonly field: SharedField;
  readonly owner: string;
  readonly stripe: string;
  readonly erp: string;
  /** Who changed it since both sides were last found or made to agree. */
  readonly changed: string;
};
type Pair = { readonly stripeId?: string; readonly number?: string };
type Shown = Pair & { readonly blocked?: boolean; readonly deleted?: boolean; readonly rows: readonly Row[] };

/** `quittance customers show <cus_… | ERP number>`: both sides as they stand now; only the terminal sees the values. */
export async function showCustomer(config: Config, id: string, options: Options, terminal: Terminal): Promise<void> {
  const company = options.company ?? onlyCompany(config);
  const settings = companyOf(config, company);
  const telemetry = createTelemetry();
  const store = await openStore(config, telemetry);
  try {
    const erp = openConnections(store.db, telemetry)(connectionOf(company, settings), settings.erp);
    const pair = await pairOf(store, company, id);
    const [account, record] = await Promise.all([
      pair.stripeId ? readCustomer(createStripeClient(settings.stripe), pair.stripeId) : undefined,
      pair.number ? erp.customer(pair.number) : undefined,
    ]);
    if (!account && !record)
      throw new Complaint(
        `Neither side has a customer ${id}, or the two are not linked: \`quittance customers match\``,
      );
    const rows = rowsOf(account, record, await knownOf(store, company, settings, pair));
    const shown = { ...pair, ...stateOf(account, record), rows };
    terminal.out(options.json ? JSON.stringify(shown, undefined, 2) : tableOf(shown));
  } finally {
    await store.close();
  }
}

const stateOf = (account: StripeCustomer | undefined, record: CustomerRecord | undefined) => ({
  ...(record && { blocked: record.blocked }),
  ...(account && { deleted: account.deleted }),
});

async function knownOf(store: Store, company: string, settings: Company, { stripeId }: Pair): Promise<Known> {
  const link = stripeId === undefined ? undefined : await store.customerLinks.find({ company, stripeId });
  const files = (await store.profiles.active(company))?.files ?? draftOf(settings);
  return { link, owners: files && profileIn(files, settings).customers.owners, hmac: store.hmac };
}

async function pairOf({ customerLinks, crosswalk }: Store, company: string, id: string): Promise<Pair> {
  if (id.startsWith('cus_')) {
    const link = await customerLinks.find({ company, stripeId: id });
    const erpId = link?.erpId ?? (await crosswalk.find({ company, kind: 'customer', stripeId: id }))?.erpId;
    return { stripeId: id, ...(erpId && { number: erpId }) };
  }
  const [linked] = await customerLinks.linked(company, [id]);
  return { number: id, ...(linked && { stripeId: linked.stripeId }) };
}

type Known = {
  readonly owners: Readonly<Record<SharedField, string>> | undefined;
  readonly link: CustomerLink | undefined;
  readonly hmac: (text: string) => string;
};

function rowsOf(
  account: StripeCustomer | undefined,
  record: CustomerRecord | undefined,
  { owners, link, hmac }: Known,
): readonly Row[] {
  const [stripe, erp] = [account ? valuesAtStripe(account) : {}, record ? valuesInErp(record) : {}];
  const marks = { stripe: marksOf(stripe, hmac), erp: marksOf(erp, hmac) };
  return sharedFields.map((field) => {
    const seen = link?.state.seen[field];
    const changed = (['stripe', 'erp'] as const).filter((side) => seen && seen[side] !== marks[side][field]);
    return {
      field,
      owner: owners?.[field] ?? '',
      stripe: textOf(field, stripe),
      erp: textOf(field, erp),
      changed: seen ? changed.join(' and ') : 'not compared yet',
    };
  });
}

function textOf(field: SharedField, values: Values): string {
  const value = values[field];
  return typeof value === 'object' ? Object.values(value).join(', ') : (value ?? '');
}

function tableOf({ stripeId = 'not linked', number = 'not linked', blocked, deleted, rows }: Shown): string {
  const head = {
    field: 'field',
    owner: 'owner',
    stripe: `Stripe ${stripeId}${deleted ? ' (deleted)' : ''}`,
    erp: `ERP ${number}${blocked ? ' (blocked)' : ''}`,
    changed: 'changed since',
  };
  const all = [head, ...rows];
  const columns = ['field', 'owner', 'stripe', 'erp', 'changed'] as const;
  const widths = columns.map((column) => Math.max(...all.map((row) => row[column].length)));
  return all
    .map((row) =>
      columns
        .map((column, at) => row[column].padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

import type { Company } from '../activities/company.ts';
import { sameNumber } from '../activities/done-by-hand.ts';
import { orderIn } from '../activities/siblings.ts';
import { nearestName } from '../domain/nearest-name.ts';
import type { ErpPort } from '../erp/port.ts';
import type { SeenCase } from '../store/cases.ts';
import { readPatch, type Patch } from '../store/patch.ts';
import type { Store } from '../worker/store.ts';

type Known = Pick<Store, 'crosswalk' | 'orders' | 'itemRecords'>;
type At = {
  readonly erp: ErpPort;
  readonly store: Known;
  /** Where the shop is asked for its orders. */
  readonly httpOrders?: NonNullable<Company['httpOrders']>;
  readonly case: Pick<SeenCase, 'company' | 'subject' | 'root'>;
};
type Check = (at: At, patch: Patch) => Promise<readonly string[]>;

/**
 * What a person corrects must be there before it is stored: in the ERP, or in the shop.
 * @throws Error for a patch of another shape
 * @returns what is wrong, each with what was probably meant
 */
export async function problemsOf(at: At, patch: unknown): Promise<readonly string[]> {
  const read = readPatch(patch);
  const found: string[] = [];
  for (const check of checks) found.push(...(await check(at, read)));
  return found;
}

const checks: readonly Check[] = [
  async ({ erp, store, case: { company } }, { customer }) => {
    if (!customer) return [];
    const record = await erp.customer(customer);
    if (record?.blocked) return [`customer ${customer} is blocked in the ERP: unblock it there, or name another`];
    if (record) return [];
    const known = [...(await store.crosswalk.all(company, 'customer')).values()];
    return [`customer: the ERP has no customer ${customer}${meaning(known, customer)}`];
  },
  async (at, { items = {} }) => {
    const wrong = await Promise.all(Object.entries(items).map(([sku, item]) => itemProblem(at, sku, item)));
    return wrong.flat();
  },
  async ({ store, httpOrders, case: { company } }, { order }) => {
    if (!order || (await store.orders.get(company, order)) || (await httpOrders?.find(order))) return [];
    const near = meaning(await store.orders.ids(company), order);
    return [`order: no order ${order} is known here${near}; let the shop push it first`];
  },
  (at, { memo }) => documentProblem(at, 'credit-memo', memo),
  (at, { invoice }) => documentProblem(at, 'invoice', invoice),
];

async function itemProblem({ erp, store, case: at }: At, sku: string, item: string): Promise<readonly string[]> {
  const { company, root, subject } = at;
  const order = orderIn(root) ?? (await store.orders.orderOfPayment(company, subject));
  const sold = order === undefined ? undefined : await store.orders.get(company, order);
  const skus = sold?.lines.map((line) => line.sku) ?? [];
  if (sold && !skus.includes(sku)) return [`items.${sku}: order ${sold.id} has no such line${meaning(skus, sku)}`];
  const noted = await store.itemRecords.find(company, item);
  if (noted?.discontinued) return [`items.${sku}: item ${item} is discontinued in the ERP: name what replaces it`];
  if ((await erp.items({ number: item })).some(({ number }) => number === item)) return [];
  return [`items.${sku}: the ERP has no item ${item}${meaning(await store.itemRecords.numbers(company), item)}`];
}

async function documentProblem(
  { erp, store, case: at }: At,
  kind: 'credit-memo' | 'invoice',
  number: string | undefined,
): Promise<readonly string[]> {
  if (!number) return [];
  const name = kind === 'invoice' ? 'invoice' : 'memo';
  const found = await erp.read(kind, number);
  if (!found) return [`${name}: the ERP has no ${kind} ${number}`];
  if (found.status === 'cancelled' || found.status === 'reversed')
    return [`${name}: ${kind} ${number} is ${found.status} in the ERP`];
  const customer = await store.crosswalk.customerOf(at);
  return customer && found.customer && !sameNumber(customer, found.customer)
    ? [`${name}: ${kind} ${number} belongs to another customer than the sale`]
    : [];
}

function meaning(names: readonly string[], misspelt: string): string {
  const padded = names.find((name) => sameNumber(name, misspelt));
  const near = padded ?? nearestName(names, misspelt);
  return near === undefined || near === misspelt ? '' : `; did you mean ${near}?`;
}

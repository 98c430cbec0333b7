import type { ShopOrder } from '../domain/shop-order.ts';
import { ErpError } from '../erp/errors.ts';

/** The order was posted as it was before: what came now would be lost, so a person decides. */
export class OrderChanged extends ErpError {
  readonly differs: readonly string[];

  constructor(order: string, differs: readonly string[]) {
    super('conflict', `Order ${order} is in the ERP already and now differs in ${differs.join(', ')}`, {
      where: differs[0] ?? 'order',
    });
    this.differs = differs;
  }
}

/** What the sale in the ERP was made of. Whom it goes to may change in the shop later without making the books wrong. */
const posted = [
  'currency',
  'lines',
  'shipping',
  'tenders',
  'total',
  'payments',
] as const satisfies readonly (keyof ShopOrder)[];

/** Paths at which two versions of an order differ in what was posted: `lines[1].quantity`. */
export const differencesOf = (a: ShopOrder, b: ShopOrder): readonly string[] =>
  posted.flatMap((field) => differences(a[field], b[field], field));

function differences(a: unknown, b: unknown, path: string): readonly string[] {
  if (!isObject(a) || !isObject(b)) return Object.is(a, b) ? [] : [path];
  const within = (key: string) => (Array.isArray(a) ? `${path}[${key}]` : `${path}.${key}`);
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => differences(a[key], b[key], within(key)));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The same content gives the same text, whatever order its keys came in. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

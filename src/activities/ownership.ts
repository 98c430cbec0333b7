import type { Owner } from '../domain/order-to-cash/seen.ts';
import { money, zero } from '../domain/money.ts';
import type { ShopOrder } from '../domain/shop-order.ts';
import { orderIdOf } from '../mapping/order-id.ts';
import { checkoutOrder } from '../stripe/checkout.ts';
import type { StripePayment } from '../stripe/payment.ts';
import type { Company, OrderSource } from './company.ts';

/** Who posts a payment, and the order behind it when there is one. */
export type Ownership = {
  readonly owner: Owner;
  readonly orderId?: string;
  readonly order?: ShopOrder;
  readonly source?: string;
  readonly erpOrder?: string;
};
type Deps = {
  /** The order as it was posted: from then on its source is not asked any more. */
  readonly postedOrder: (company: string, order: string) => Promise<ShopOrder | undefined>;
  readonly pushedOrder: (company: string, order: string) => Promise<ShopOrder | undefined>;
  /** The ERP document with this number was posted by us: the number in the metadata is then our own echo. */
  readonly isOurs: (company: string, number: string) => Promise<boolean>;
};

/** posting-policy: the first that fits owns the payment; we never invent an order silently. */
export async function ownerOf(
  company: Company,
  paid: StripePayment,
  patchedOrder: string | undefined,
  deps: Deps,
): Promise<Ownership> {
  if (paid.billingInvoice) return { owner: 'billing' };
  const erpOrder = paid.metadata[company.settings.metadataKeys.order];
  if (erpOrder && !(await deps.isOurs(company.key, erpOrder))) return { owner: 'erp-order', erpOrder };

  const orderId = patchedOrder ?? orderIdOf(paid, company.settings.orders.idKeys);
  if (!orderId) return (await madeBefore(company, paid, deps)) ?? ofDefaultItem(company, paid);
  const posted = await deps.postedOrder(company.key, orderId);
  if (posted) return { owner: 'shop-order', orderId, order: posted, source: 'posted' };
  for (const source of company.settings.orders.sources) {
    const order = await finders[source](company, paid, orderId, deps);
    if (order) return { owner: 'shop-order', orderId, order: { ...order, id: orderId }, source };
  }
  return { owner: 'shop-order', orderId };
}

type Finder = (company: Company, paid: StripePayment, orderId: string, deps: Deps) => Promise<ShopOrder | undefined>;
const finders: Readonly<Record<OrderSource, Finder>> = {
  pushed: ({ key }, _paid, orderId, { pushedOrder }) => pushedOrder(key, orderId),
  http: async ({ httpOrders }, _paid, orderId) => httpOrders?.find(orderId),
  checkout: async ({ stripe }, { session }) => (session ? checkoutOrder(stripe, session.id) : undefined),
};

/** What was posted of a payment without an order stays its sale, whatever a later profile says of such payments. */
async function madeBefore({ key }: Company, { id }: StripePayment, deps: Deps): Promise<Ownership | undefined> {
  const order = await deps.postedOrder(key, id);
  return order && { owner: 'shop-order', orderId: id, order, source: 'posted' };
}

/** A profile may name one item for all that it doesn't know: payments without an order are one line of it. Others wait for a person. */
async function ofDefaultItem(company: Company, paid: StripePayment): Promise<Ownership> {
  const { otherwise } = (await company.mapperFor(`order/${paid.id}`)).profile.items;
  if (typeof otherwise === 'string') return { owner: 'nobody' };
  const sku = otherwise.item;
  const { currency } = paid.amount;
  const line = {
    sku,
    description: sku,
    quantity: 1,
    unitAmount: paid.amount,
    discount: zero(currency),
    tax: zero(currency),
    taxRate: '0',
  };
  const order = {
    id: paid.id,
    currency,
    created: paid.createdAt,
    customer: paid.guest,
    lines: [line],
    tenders: [],
    total: money(paid.amount.minor, currency),
    payments: 1,
    metadata: {},
  };
  return { owner: 'shop-order', orderId: paid.id, order, source: 'default-item' };
}

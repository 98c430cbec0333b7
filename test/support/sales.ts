import { randomUUID } from 'node:crypto';
import type { SalesOrder } from '../../src/domain/documents.ts';
import { effectKey } from '../../src/domain/effects.ts';
import { money } from '../../src/domain/money.ts';
import type { ErpPort } from '../../src/erp/port.ts';
import { parseShopOrder } from '../../src/mapping/shop-order-schema.ts';
import { referenceOf } from '../../src/store/reference.ts';
import { openErp } from '../../src/worker/erp.ts';
import { repair, type Repair } from '../../src/workflows/messages.ts';
import { company, until, type ErpDocuments, type Product } from './product.ts';

const line = { sku: 'SKU-1', description: 'Widget', quantity: 2, unit_amount: 5_000, tax: 1_900, tax_rate: '19' };
export const withSku = (sku: string) => ({ lines: [{ ...line, sku }] });

/** What a shop pushes, 119.00 USD unless told otherwise. */
const shopOrder = (id: string, extra: object) => ({
  id,
  currency: 'USD',
  created: '2026-11-20T10:00:00Z',
  customer: { name: 'Ann Buyer', email: `${id}@buyers.example`, address: { line1: '1 Main St', country: 'US' } },
  lines: [line],
  total: 11_900,
  ...extra,
});

export type Held = { readonly orders: Documents; readonly invoices: Documents; readonly receipts: Documents };
type Documents = ErpDocuments[string];

const made = { company, kind: 'sale' } as const;

/** The ERP as a person at it would use it. */
function atTheErp({ config }: Product): ErpPort {
  const settings = config.companies[company]?.erp;
  if (!settings) throw new Error('The product under test has no ERP');
  return openErp(settings, { gate: { run: (call) => call() }, seen: () => undefined });
}

function orderByHand(wanted: Partial<SalesOrder> & Pick<SalesOrder, 'customer' | 'orderNumber'>): SalesOrder {
  const usd = (minor: number) => money(minor, 'USD');
  const goods = { item: 'W-100', description: 'Widget', quantity: 2, unitPrice: usd(5_000), discount: usd(0) };
  return {
    kind: 'sales-order',
    hold: false,
    date: new Date().toISOString().slice(0, 10),
    currency: 'USD',
    lines: [{ ...goods, net: usd(10_000), tax: usd(1_900), taxCode: 'STD19' }],
    total: usd(11_900),
    stripeId: '',
    payment: 'captured',
    extra: {},
    ...wanted,
  };
}

/** What the shop and its buyers do, what a person decides, and what the ERP then holds. */
export function salesOf(product: Product) {
  const held = async (id: string, payment: string): Promise<Held> => {
    const { salesOrders = [], invoices = [], cashReceipts = [] } = await product.erp();
    const charges = await product.stripe.charges.list({ payment_intent: payment });
    const of = (list: Documents) => list.filter((document) => document['webReferenceNo'] === id);
    const receipts = cashReceipts.filter(({ stripeId }) => charges.data.some((charge) => charge.id === stripeId));
    return { orders: of(salesOrders), invoices: of(invoices), receipts };
  };
  return {
    held,
    push: (id: string, extra: object = {}) =>
      product.store.orders.put(company, parseShopOrder(shopOrder(id, extra)), 'pushed'),

    async pay(id: string | undefined, extra: object = {}): Promise<string> {
      const intent = await product.stripe.paymentIntents.create({
        amount: 11_900,
        currency: 'usd',
        confirm: true,
        payment_method: 'pm_card_visa',
        ...(id && { metadata: { ecommerceorderid: id } }),
        ...extra,
      });
      return intent.id;
    },

    /** Woken, and left alone until it ends; `parked: code` is what a flow says that asks for a person instead. */
    async dealtWith(payment: string): Promise<string> {
      await product.nudge(payment);
      const { stage, code } = await until(
        () => product.seen(payment),
        (seen) => ['settled', 'compensated', 'parked'].includes(seen.stage),
      );
      return code ? `${stage}: ${code}` : stage;
    },

    applied: (id: string, payment: string): Promise<Held> =>
      until(
        () => held(id, payment),
        ({ receipts }) => receipts.length > 0 && receipts.every(({ unappliedMinor }) => unappliedMinor === 0),
      ),

    /** A person lets an order go at the ERP. */
    release: (order: string) => atTheErp(product).release(order),

    /** A person enters the order at the ERP, for the sale's customer; gives its number. */
    async byHand(id: string, wanted: Partial<SalesOrder> = {}): Promise<string> {
      const customer = (await product.store.crosswalk.customerOf({ company, root: `order/${id}` })) ?? '';
      const document = orderByHand({ customer, orderNumber: `${id}-BY-HAND`, ...wanted });
      return (await atTheErp(product).post(document, referenceOf(effectKey({ ...made, subject: randomUUID() }))))
        .number;
    },

    /** Decides the case that is open, or the one that is named. */
    async decide(
      payment: string,
      action: Repair['action'],
      more: Partial<Pick<Repair, 'caseId' | 'number' | 'unchecked' | 'about'>> = {},
    ) {
      const caseId = more.caseId ?? (await product.parked(payment)).caseId ?? '';
      const decision = { by: 'ann', reason: 'seen to', action, ...more, caseId };
      await product.handle(payment).executeUpdate(repair, { args: [decision] });
      return caseId;
    },

    /** What the case of a payment says, newest last. */
    cases: (payment: string) => product.store.cases.list({ company, subject: payment }),
  };
}

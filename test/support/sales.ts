import { parseShopOrder } from '../../src/mapping/shop-order-schema.ts';
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

    /** Decides the case that is open, or the one that is named. */
    async decide(payment: string, action: Repair['action'], more: { caseId?: string; number?: string } = {}) {
      const caseId = more.caseId ?? (await product.parked(payment)).caseId ?? '';
      const decision = { by: 'ann', reason: 'seen to', action, ...more, caseId };
      await product.handle(payment).executeUpdate(repair, { args: [decision] });
      return caseId;
    },

    /** What the case of a payment says, newest last. */
    cases: (payment: string) => product.store.cases.list({ company, subject: payment }),
  };
}

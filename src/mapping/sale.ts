import type { Invoice, Line, PaymentState, SalesOrder } from '../domain/documents.ts';
import { sum, add, type Money } from '../domain/money.ts';
import { netOf, type ShopLine, type ShopOrder } from '../domain/shop-order.ts';
import { dayOf } from './day.ts';
import { MappingFault } from './fault.ts';
import { partOf } from './partial-capture.ts';
import { taxCodeOf, type TaxCodes } from './tax-code.ts';

export type SaleSettings = {
  /** Key of the company in quittance.yaml, for messages. */
  readonly company: string;
  readonly timeZone: string;
  /** SKU -> the ERP's item. */
  readonly items: Readonly<Record<string, string>>;
  /** The item of every SKU that is not among `items`; without it the SKU must be the ERP's own item number. */
  readonly defaultItem?: string;
  /** The item that stands for shipping; an order with shipping needs it. */
  readonly shippingItem?: string;
  readonly taxCodes: TaxCodes;
};

export type SaleInput = {
  readonly order: ShopOrder;
  /** The ERP's number of the customer. */
  readonly customer: string;
  readonly document: 'sales-order' | 'invoice';
  readonly hold: boolean;
  readonly state: PaymentState;
  /** `pi_…` or `ch_…`. */
  readonly stripeId: string;
  /** ISO time; an order that comes before its capture bears the day on which it was placed. */
  readonly capturedAt?: string;
  /** A direct invoice of less than the order: what was captured. */
  readonly captured?: Money;
  readonly invoiceNumber?: string;
  readonly settings: SaleSettings;
  /** What a person corrected in the case: the ERP's customer, the ERP's items by SKU. */
  readonly patch?: { readonly customer?: string; readonly items?: Readonly<Record<string, string>> };
};

/**
 * The ERP's order or invoice of a shop order. Gift cards and store credit are other means of payment, no discount:
 * the document is of the whole order, and they settle their part of it in the ERP.
 * @throws MappingFault when the order doesn't add up, or an item or tax code has no counterpart in the ERP.
 */
export function mapSale(input: SaleInput): SalesOrder | Invoice {
  const { order, document, captured, hold, invoiceNumber } = input;
  const whole = linesOf(input);
  refuseWrongSum(order, whole);
  const lines = captured ? partOf(whole, captured) : whole;
  const sale = { ...headerOf(input), lines, total: captured ?? order.total };
  if (document === 'sales-order') return { ...sale, kind: 'sales-order', hold };
  return { ...sale, kind: 'invoice', ...(invoiceNumber && { invoiceNumber }) };
}

function headerOf({ order, customer, state, stripeId, capturedAt, settings, patch }: SaleInput) {
  const { address } = order.customer;
  const day = dayOf(capturedAt ?? order.created, settings.timeZone);
  return {
    customer: patch?.customer ?? customer,
    orderNumber: order.id,
    date: day,
    currency: order.currency,
    ...(address && { shipTo: address }),
    stripeId,
    payment: state,
    ...(state === 'captured' && capturedAt && { paidOn: day }),
    extra: {},
  };
}

const linesOf = (input: SaleInput): readonly Line[] => [
  ...input.order.lines.map((line, index) => lineOf(line, `order.lines[${index}]`, input)),
  ...shippingOf(input),
];

function lineOf(line: ShopLine, where: string, input: SaleInput): Line {
  const { company, taxCodes } = input.settings;
  if (!Number.isSafeInteger(line.quantity) || line.quantity < 1)
    throw new MappingFault(`${where}.quantity`, 'A quantity is a whole number from 1: correct the order in the shop');
  return {
    item: itemOf(line.sku, `${where}.sku`, input),
    description: line.description,
    quantity: line.quantity,
    unitPrice: line.unitAmount,
    discount: line.discount,
    net: netOf(line),
    tax: line.tax,
    taxCode: taxCodeOf(line.taxRate, taxCodes, { where: `${where}.taxRate`, company }),
  };
}

function itemOf(sku: string, where: string, { settings, patch }: SaleInput): string {
  const item = patch?.items?.[sku] ?? settings.items[sku] ?? settings.defaultItem ?? sku;
  if (item.trim()) return item;
  throw new MappingFault(
    where,
    `A line has no SKU. Give it one in the shop, or set companies.${settings.company}.orders.default_item to an ERP item`,
  );
}

function shippingOf({ order, settings: { company, shippingItem, taxCodes } }: SaleInput): readonly Line[] {
  const { shipping, currency } = order;
  if (!shipping || (shipping.amount.minor === 0 && shipping.tax.minor === 0)) return [];
  if (!shippingItem)
    throw new MappingFault(
      'order.shipping',
      `The order has shipping, but no item stands for it. Set companies.${company}.orders.shipping_item, as in shipping_item: "FREIGHT"`,
    );
  const { amount, tax, taxRate } = shipping;
  const taxCode = taxCodeOf(taxRate, taxCodes, { where: 'order.shipping.taxRate', company });
  const line = {
    item: shippingItem,
    description: 'Shipping',
    quantity: 1,
    unitPrice: amount,
    net: amount,
    tax,
    taxCode,
  };
  return [{ ...line, discount: { minor: 0, currency } }];
}

function refuseWrongSum({ total, currency }: ShopOrder, lines: readonly Line[]): void {
  const other = lines.findIndex(({ net, tax }) => net.currency !== currency || tax.currency !== currency);
  if (other >= 0 || total.currency !== currency)
    throw new MappingFault(
      'order.currency',
      'The amounts of the order are in several currencies: correct it in the shop',
    );
  const found = sum(
    lines.map(({ net, tax }) => add(net, tax)),
    currency,
  );
  if (found.minor !== total.minor)
    throw new MappingFault(
      'order.total',
      `Lines, tax and shipping add up to ${found.minor}, the order says ${total.minor} (${currency}, minor units): correct it in the shop`,
    );
}

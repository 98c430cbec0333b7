import type { CashReceipt, Customer, Invoice, Line, SalesOrder } from '../../src/domain/documents.ts';
import { normalEmail } from '../../src/domain/email.ts';
import { zero } from '../../src/domain/money.ts';
import { netOf, type Person, type ShopOrder } from '../../src/domain/shop-order.ts';
import { dayOf } from '../../src/mapping/day.ts';
import type { CustomerInput, ReceiptInput, SaleInput } from '../../src/mapping/mapper.ts';

type Tables = {
  readonly items: Readonly<Record<string, string>>;
  readonly taxCodes: Readonly<Record<string, string>>;
  readonly shipping: string;
  readonly timeZone: string;
};

/** What the shipped bases say, without a single table or expression: a captured sale. */
export function plainSale(
  { order, customer, document, hold, payment }: SaleInput,
  tables: Tables,
): SalesOrder | Invoice {
  const { address } = order.customer;
  const day = dayOf(payment.capturedAt ?? order.created, tables.timeZone);
  const sale = {
    customer,
    orderNumber: order.id,
    date: day,
    currency: order.currency,
    lines: plainLines(order, tables),
    total: order.total,
    ...(address && { shipTo: address }),
    stripeId: payment.id,
    payment: payment.state,
    paidOn: day,
    extra: {},
  };
  return document === 'invoice' ? { ...sale, kind: 'invoice' } : { ...sale, kind: 'sales-order', hold };
}

function plainLines(
  { lines, shipping, currency }: ShopOrder,
  { items, taxCodes, shipping: item }: Tables,
): readonly Line[] {
  const goods = lines.map((line) => ({
    item: items[line.sku] ?? line.sku,
    description: line.description,
    quantity: line.quantity,
    unitPrice: line.unitAmount,
    discount: line.discount,
    net: netOf(line),
    tax: line.tax,
    taxCode: taxCodes[line.taxRate] ?? '',
  }));
  if (!shipping || shipping.amount.minor + shipping.tax.minor === 0) return goods;
  const { amount, tax, taxRate } = shipping;
  const one = { item, description: 'Shipping', quantity: 1, unitPrice: amount, discount: zero(currency), net: amount };
  return [...goods, { ...one, tax, taxCode: taxCodes[taxRate] ?? '' }];
}

export const plainReceipt = (
  { charge, amount, settled, customer, order, date }: ReceiptInput,
  account: string,
): CashReceipt => ({
  kind: 'cash-receipt',
  customer,
  stripeId: charge,
  amount,
  settlement: settled.settlement,
  ledger: settled.settlement,
  account,
  ...(order && { order }),
  date,
  text: `Stripe ${charge} ${settled.txn}${date === settled.bookedOn ? '' : ` of ${settled.bookedOn}`}`,
  extra: {},
});

export function plainCustomer({ person, stripeId, payment = '', currency, taxId }: CustomerInput): Customer {
  const { email, phone, address } = person;
  return {
    kind: 'customer',
    name: plainName(person) || `Guest ${payment.slice(-6)}`,
    ...(email && { email: normalEmail(email) }),
    ...(phone && { phone }),
    ...(address && { address }),
    currency,
    ...(taxId && { taxId }),
    ...(stripeId && { stripeId }),
    extra: {},
  };
}

const plainName = ({ name, address }: Person): string => (name ?? address?.name ?? '').replace(/\s+/g, ' ').trim();

import type { SalesOrder } from '../../src/domain/documents.ts';
import { netOf, type ShopLine } from '../../src/domain/shop-order.ts';
import { dayOf } from '../../src/mapping/day.ts';
import type { SaleInput } from '../../src/mapping/mapper.ts';

/** What two of the shipped companies' files say, written as a programmer would. */
export type Plain = {
  readonly digital: string;
  readonly revenue: string;
  readonly taxCode: (country: string | undefined, state: string | undefined) => string;
  readonly extra: (channel: string | undefined) => Readonly<Record<string, string>>;
};
const channels: Readonly<Record<string, string>> = { shopify: 'WEB', pos: 'STORE' };

export const plainCompanies: Readonly<Record<string, Plain>> = {
  acme: {
    digital: '4010',
    revenue: '4000',
    taxCode: (country, state) => (country === 'US' && state === 'CA' ? 'CA' : 'TAXABLE'),
    extra: (channel = '') => ({ Taker: 'QUITTANCE', 'UserDefined.channel': channels[channel] ?? 'WEB' }),
  },
  globex: { digital: '800100', revenue: '800000', taxCode: () => 'A1', extra: () => ({}) },
};

/** The floor: the same document without expressions, tables read from files, checks, or a trace. */
export function plainSale({ order, payment, customer, hold }: SaleInput, company: Plain): SalesOrder {
  const { address } = order.customer;
  const date = dayOf(payment.capturedAt ?? order.created, 'UTC');
  const taxCode = company.taxCode(address?.country, address?.state);
  return {
    kind: 'sales-order',
    customer,
    orderNumber: order.id,
    date,
    currency: order.currency,
    lines: order.lines.map((line) => lineOf(line, taxCode, company)),
    total: order.total,
    ...(address && { shipTo: address }),
    stripeId: payment.id,
    payment: payment.state,
    ...(payment.state === 'captured' && { paidOn: date }),
    hold,
    extra: company.extra(payment.metadata['channel']),
  };
}

function lineOf(line: ShopLine, taxCode: string, { digital, revenue }: Plain) {
  const ebook = line.sku === 'EBOOK-1';
  return {
    item: ebook ? 'L-100' : line.sku,
    description: line.description,
    quantity: line.quantity,
    unitPrice: line.unitAmount,
    discount: line.discount,
    net: netOf(line),
    tax: line.tax,
    taxCode,
    revenueAccount: ebook ? digital : revenue,
  };
}

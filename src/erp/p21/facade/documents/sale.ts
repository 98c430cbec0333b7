import type { Invoice, Reference, SalesOrder } from '../../../../domain/documents.ts';
import { given, whole } from '../../document-fields.ts';
import { addressOf, extraFields, type Origin } from './fields.ts';
import { linesOf } from './lines.ts';
import { extra, lengths } from '../target.ts';

/** What an order and a direct invoice have in common. */
export const encodeSale = (sale: SalesOrder | Invoice, reference: Reference, { company, taker }: Origin): object => ({
  CompanyId: company,
  CustomerId: sale.customer,
  ...(sale.shipTo && { ShipTo: addressOf(sale.shipTo) }),
  WebReferenceNo: whole('WebReferenceNo', sale.orderNumber, lengths.sale.order_number),
  Reference: reference,
  StripeId: whole('StripeId', sale.stripeId, 255),
  PaymentStatus: sale.payment,
  ...given('PaymentDate', sale.paidOn),
  CurrencyId: sale.currency,
  ...given('Taker', taker),
  Lines: linesOf(sale.lines, sale.currency),
  ...extraFields(sale.extra, extra.sale),
});

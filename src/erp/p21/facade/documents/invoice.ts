import type { Invoice, Reference } from '../../../../domain/documents.ts';
import { firstOf } from '../../../read-back.ts';
import { define, totalOf } from '../kind.ts';
import { Invoice as Stored } from '../schema.ts';
import { given, whole } from '../../document-fields.ts';
import type { Origin } from './fields.ts';
import { lineThatDiffers } from './lines.ts';
import { encodeSale } from './sale.ts';
import { lengths } from '../target.ts';

export const encodeInvoice = (invoice: Invoice, reference: Reference, origin: Origin): object => ({
  ...encodeSale(invoice, reference, origin),
  InvoiceDate: invoice.date,
  ...given(
    'ExternalInvoiceNo',
    whole('ExternalInvoiceNo', invoice.invoiceNumber ?? '', lengths.invoice.invoice_number),
  ),
});

export const invoice = define<Invoice, Stored>({
  create: 'createInvoice',
  list: 'listInvoices',
  get: 'getInvoice',
  schema: Stored,
  encode: encodeInvoice,
  receipt: (stored) => ({
    kind: 'invoice',
    number: stored.InvoiceNo,
    total: totalOf(stored),
    customer: stored.CustomerId,
  }),
  differs: (sent, stored) =>
    firstOf({ CustomerId: stored.CustomerId !== sent.customer, CurrencyId: stored.CurrencyId !== sent.currency }) ??
    lineThatDiffers(sent.lines, stored.Lines.list, sent.currency),
  madeByErp: ({ OrderNo }) => OrderNo !== undefined,
});

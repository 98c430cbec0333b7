import type { Invoice, Reference } from '../../../domain/documents.ts';
import type { Organisation } from '../system.ts';
import { onlyExtra } from './fields.ts';
import { customerItem, financialPosting, itemText } from './financial.ts';
import type { Posting } from './posting.ts';
import { creditedBy, saleItems } from './sale-items.ts';

/** Dr customer / Cr revenue, tax. The customer owes what the lines add up to; the caller compares it with the total. */
export function invoicePosting(invoice: Invoice, reference: Reference, organisation: Organisation): Posting {
  onlyExtra(invoice.extra);
  const { customer, currency, date, lines, orderNumber, stripeId, invoiceNumber } = invoice;
  const items = saleItems(lines, currency, stripeId, organisation);
  const text = itemText(stripeId, orderNumber);
  const owed = customerItem({ customer, amount: creditedBy(items, currency), text, assignment: reference });
  const type = organisation.documentTypes.invoice;
  return financialPosting(
    { type, date, text: invoiceNumber ?? orderNumber, reference, stripeId },
    [owed, ...items],
    organisation,
  );
}

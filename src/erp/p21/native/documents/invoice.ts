import type { Invoice } from '../../../../domain/documents.ts';
import { conflict, onlyOne } from '../../../read-back.ts';
import type { Native } from '../native.ts';
import type { Row } from '../odata.ts';
import { define } from './kind.ts';
import { linesDiffer } from './line-rows.ts';
import { headsOf, isDirect, ofOtherKind, referenceOn } from './order-heads.ts';
import { headDiffers, newOrder } from './order-form.ts';
import { flag, rowsWith, text } from './rows.ts';
import { invoiceOf, invoicesBy, type StoredInvoice } from './stored-invoice.ts';

type Direct = StoredInvoice & { readonly reference: string; readonly direct: boolean };

/** A direct invoice is an order that is invoiced at once; it is found by its order, and known by its own number. */
export const invoice = define<Invoice, Direct>({
  fields: { reference: 'po_no', company: 'company_no' },
  async numbers(native, reference, signal) {
    const heads = await headsOf(native, 'invoice', reference, signal);
    const found = await Promise.all(heads.map(async (head) => numbersOf(native, head, signal)));
    return found.flat();
  },
  stored,
  receipt: ({ number, total, customer }) => ({ kind: 'invoice', number, total, customer }),
  prepare(native, sent, reference, signal) {
    const transaction = newOrder(native, sent, reference);
    return {
      send: async () => native.transactions.post(transaction, 'order_no', signal),
      standing: async (order) => {
        const rows = await invoicesBy(native, 'IN', { order_no: order }, signal);
        const row = onlyOne(rows, `invoices were made of order ${order}`);
        const made = row && (await stored(native, text(row, 'invoice_no'), signal));
        if (made?.direct === false) throw ofOtherKind(order, 'invoice');
        return made;
      },
    };
  },
  differs: (_native, sent, direct) => headDiffers(sent, direct) ?? linesDiffer(sent.lines, direct.lines),
});

/** Only an order that is invoiced at once lends an invoice its reference: the others are made by shipping. */
async function stored(native: Native, number: string, signal?: AbortSignal): Promise<Direct | undefined> {
  const made = await invoiceOf(native, 'IN', number, signal);
  if (!made) return undefined;
  const [head] = made.order ? await rowsWith(native, 'oe_hdr', { order_no: made.order }, ['order_no'], signal) : [];
  const direct = head !== undefined && isDirect(head);
  return { ...made, direct, reference: direct ? referenceOn(head, native.site) : '' };
}

async function numbersOf(native: Native, head: Row, signal?: AbortSignal): Promise<readonly string[]> {
  const order = text(head, 'order_no');
  const rows = await invoicesBy(native, 'IN', { order_no: order }, signal);
  if (rows.length > 0) return rows.map((row) => text(row, 'invoice_no'));
  // Cancelled by a person, it will never be one.
  if (flag(head, 'cancel_flag')) return [];
  throw conflict(`Order ${order} carries our reference and was not invoiced: invoice or cancel it there`, 'order_no');
}

import type { z } from 'zod';
import type { Reference } from '../../../domain/documents.ts';
import { fromDecimal, negate } from '../../../domain/money.ts';
import type { ErpPort, OpenItem } from '../../port.ts';
import type { Gateway } from './gateway.ts';
import { all } from './paging.ts';
import { CashReceipt, CreditMemo, Invoice } from './schema.ts';

/** A refund settles its receipt or memo at once, so it is never open. */
export const createOpenItems = ({ client }: Gateway): Pick<ErpPort, 'openItems'> => ({
  async openItems({ customer }, call) {
    const [invoices, memos, receipts] = await Promise.all([
      all(client, 'listInvoices', Invoice, { CustomerId: customer }, call?.signal),
      all(client, 'listCreditMemos', CreditMemo, { CustomerId: customer }, call?.signal),
      all(client, 'listCashReceipts', CashReceipt, { CustomerId: customer }, call?.signal),
    ]);
    const items = [...invoices.map(ofInvoice), ...memos.map(ofMemo), ...receipts.filter(isThere).map(ofReceipt)];
    // A gateway that ignores the filter gives everybody's.
    return items.filter((item) => item.customer === customer && item.open.minor !== 0);
  },
});

const isThere = ({ Status }: CashReceipt): boolean => Status !== 'reversed';

type Common = { readonly CustomerId: string; readonly CurrencyId: string; readonly Reference?: string | undefined };
const shared = ({ CustomerId, Reference }: Common): Pick<OpenItem, 'customer' | 'reference'> => ({
  customer: CustomerId,
  ...(Reference && { reference: Reference as Reference }),
});

const ofInvoice = (invoice: Invoice): OpenItem => ({
  kind: 'invoice',
  number: invoice.InvoiceNo,
  open: fromDecimal(invoice.OpenAmount, invoice.CurrencyId),
  date: invoice.InvoiceDate,
  ...shared(invoice),
});

const ofMemo = (memo: z.infer<typeof CreditMemo>): OpenItem => ({
  kind: 'credit-memo',
  number: memo.CreditMemoNo,
  open: negate(fromDecimal(memo.OpenAmount, memo.CurrencyId)),
  date: memo.CreditMemoDate,
  ...shared(memo),
});

const ofReceipt = (receipt: CashReceipt): OpenItem => ({
  kind: 'cash-receipt',
  number: receipt.ReceiptNo,
  open: negate(fromDecimal(receipt.UnappliedAmount, receipt.CurrencyId)),
  date: receipt.ReceiptDate,
  ...shared(receipt),
});

import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { receiptPosting, refundPosting } from '../../../../src/erp/sap-ecc/bapi/cash.ts';
import { creditMemoPosting } from '../../../../src/erp/sap-ecc/bapi/credit-memo.ts';
import { customerPosting } from '../../../../src/erp/sap-ecc/bapi/customer.ts';
import { invoicePosting } from '../../../../src/erp/sap-ecc/bapi/invoice.ts';
import { journalPosting } from '../../../../src/erp/sap-ecc/bapi/journal.ts';
import { orderPosting } from '../../../../src/erp/sap-ecc/bapi/order.ts';
import type { Organisation } from '../../../../src/erp/sap-ecc/system.ts';
import { line } from '../../samples.ts';
import { organisation as plain } from '../reading/fake-rfc.ts';
import { of, widgets } from '../system.ts';

export const reference = 'R000000000000001' as Reference;
export const organisation: Organisation = {
  ...plain,
  taxes: { A0: { classification: '0' }, A1: { classification: '1', account: '175000' } },
};
const eur = money(119_07, 'EUR');
export const lines = [widgets, line('4711', money(6_02, 'EUR'), { description: 'Shipping & handling', taxCode: 'A0' })];
const address = {
  name: 'Sample Buyer',
  line1: 'Main Street 1',
  city: 'Springfield',
  state: 'OR',
  postalCode: '97403',
  country: 'US',
};
const credited = { assignment: 'R000000000000007', accounts: [{ account: '400000', amount: money(40_00, 'EUR') }] };

export const order = of.salesOrder(eur, {
  lines,
  hold: true,
  shipTo: address,
  extra: { Notes: `Leave it at the door <b>${'x'.repeat(80)}` },
});
export const customer = of.customer('EUR', {
  name: 'Sample Buyer & Sons',
  phone: '+1 541 555 0100',
  address,
  stripeId: 'cus_sample00000001',
});
export const receipt = of.cashReceipt(money(119_07, 'USD'), {
  settlement: money(101_25, 'EUR'),
  ledger: money(101_25, 'EUR'),
});
const invoice = of.invoice(eur, { lines });
const memo = of.creditMemo(money(40_00, 'EUR'), '1800000001-1000-2026');
const refund = of.customerRefund(money(40_00, 'EUR'), '1400000001-1000-2026');
const journal = of.journalEntry(money(3_75, 'EUR'), {
  postings: [
    { debit: '473000', credit: '113100', amount: money(3_25, 'EUR'), text: 'Fee' },
    { debit: '113110', credit: '113100', amount: money(50, 'EUR'), text: '' },
  ],
});

/** Every kind of document with everything that it can say, and what a BAPI would be told of it. */
export const everything = {
  customer: { document: customer, posting: customerPosting(customer, reference, organisation) },
  'sales-order': { document: order, posting: orderPosting(order, reference, organisation) },
  invoice: { document: invoice, posting: invoicePosting(invoice, reference, organisation) },
  'credit-memo': { document: memo, posting: creditMemoPosting(memo, reference, organisation, credited) },
  'cash-receipt': { document: receipt, posting: receiptPosting(receipt, reference, organisation, 'R000000000000002') },
  'customer-refund': { document: refund, posting: refundPosting(refund, reference, organisation, '') },
  'journal-entry': { document: journal, posting: journalPosting(journal, reference, organisation) },
} as const;

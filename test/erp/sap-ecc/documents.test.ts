import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CreditMemo, ErpDocument, Reference } from '../../../src/domain/documents.ts';
import { money } from '../../../src/domain/money.ts';
import { billingCancellation } from '../../../src/erp/sap-ecc/bapi/billing.ts';
import { receiptPosting, refundPosting } from '../../../src/erp/sap-ecc/bapi/cash.ts';
import { creditMemoPosting } from '../../../src/erp/sap-ecc/bapi/credit-memo.ts';
import { customerPosting } from '../../../src/erp/sap-ecc/bapi/customer.ts';
import { invoicePosting } from '../../../src/erp/sap-ecc/bapi/invoice.ts';
import { billingPosting } from '../../../src/erp/sap-ecc/bapi/billing.ts';
import { journalPosting } from '../../../src/erp/sap-ecc/bapi/journal.ts';
import { cancellation, orderChangePosting } from '../../../src/erp/sap-ecc/bapi/order-change.ts';
import { orderPosting } from '../../../src/erp/sap-ecc/bapi/order.ts';
import type { Posting } from '../../../src/erp/sap-ecc/bapi/posting.ts';
import { reversalPosting } from '../../../src/erp/sap-ecc/bapi/reversal.ts';
import { organised } from '../../../src/erp/sap-ecc/organisation.ts';
import { envelope } from '../../../src/erp/sap-ecc/xml.ts';
import { line } from '../samples.ts';
import { given, of, widgets } from './system.ts';

const reference = 'R000000000000001' as Reference;
const order = 'R000000000000009';
const here = organised(given, 'QUITTANCE');
const eur = money(119_00, 'EUR');
const lines = [widgets, line('4711', money(5_95, 'EUR'), { description: 'Shipping & handling', taxCode: 'A0' })];
const address = { name: 'Sample Buyer', line1: 'Hauptstraße 1', city: 'Berlin', postalCode: '10115', country: 'DE' };
const credited = {
  assignment: order,
  accounts: [
    { account: '800000', amount: money(100_00, 'EUR') },
    { account: '175000', amount: money(19_00, 'EUR') },
  ],
};
const yen = { settlement: money(1_191, 'JPY'), ledger: money(7_42, 'EUR') };
const memo = (more: Partial<CreditMemo> = {}): CreditMemo => ({ ...of.creditMemo(money(40_00, 'EUR'), '1'), ...more });
const key = { belnr: '1400000012', bukrs: '1000', gjahr: '2026' };

/** Every kind of document with everything that it can say, as SAP is told of it. */
const golden: Readonly<Record<string, Posting>> = {
  customer: customerPosting(
    of.customer('EUR', {
      name: 'A company whose name is so long that it needs two lines GmbH',
      address,
      phone: '+49 30 555 0100',
      stripeId: 'cus_sample00000001',
    }),
    reference,
    here,
  ),
  'sales-order': orderPosting(
    of.salesOrder(eur, { lines, hold: true, shipTo: address, extra: { Notes: 'Leave at the door' } }),
    reference,
    here,
  ),
  'sales-order-hold': orderChangePosting('4711', {
    header: { DLV_BLOCK: '01' },
    texts: ['Stripe pi_1', 'Held: Review'],
  }),
  'sales-order-release': orderChangePosting('4711', { header: { DLV_BLOCK: '' } }),
  'sales-order-cancel': orderChangePosting('4711', cancellation(['000010', '000020'], '00', reference)),
  invoice: invoicePosting(of.invoice(eur, { lines }), reference, here),
  'invoice-by-billing': billingPosting(of.invoice(eur, { lines }), reference, here),
  'invoice-by-billing-cancel': billingCancellation('90000012', '2026-02-02'),
  'credit-memo-by-amount': creditMemoPosting(memo(), reference, here, credited),
  'credit-memo-by-lines': creditMemoPosting(memo({ lines: lines.slice(0, 1) }), reference, here, credited),
  'cash-receipt': receiptPosting(of.cashReceipt(eur), reference, here, order),
  'cash-receipt-jpy': receiptPosting(of.cashReceipt(money(1_191, 'JPY'), yen), reference, here, ''),
  'cash-receipt-kwd': receiptPosting(
    of.cashReceipt(money(119_070, 'KWD'), { settlement: money(358_02, 'EUR'), ledger: money(358_02, 'EUR') }),
    reference,
    here,
    '',
  ),
  'cash-receipt-down-payment': receiptPosting(
    of.cashReceipt(eur),
    reference,
    { ...here, deposits: 'special-gl' },
    order,
  ),
  'customer-refund': refundPosting(of.customerRefund(money(40_00, 'EUR'), '1'), reference, here, order),
  'journal-entry': journalPosting(
    of.journalEntry(money(3_75, 'EUR'), {
      postings: [
        { debit: '476900', credit: '113100', amount: money(3_25, 'EUR'), text: 'Fee' },
        { debit: '113150', credit: '113100', amount: money(50, 'EUR'), text: '' },
      ],
    }),
    reference,
    here,
  ),
  reversal: reversalPosting(key, { posted: '2026-01-30', on: '2026-01-30' }, here),
  'reversal-another-day': reversalPosting(key, { posted: '2026-01-30', on: '2026-02-02' }, here),
};

/** One element to a line, so that people can read it. */
const xmlOf = ({ functionName, parameters, tables = [] }: Posting): string =>
  `${envelope(functionName, parameters, [...tables, 'RETURN']).replaceAll('><', '>\n<')}\n`;
const fileOf = (name: string): URL => new URL(`golden/${name}.xml`, import.meta.url);

describe('what goes to SAP', () => {
  it.each(Object.entries(golden))('is, for a %s, what was reviewed', (name, posting) => {
    expect(xmlOf(posting)).toBe(readFileSync(fileOf(name), 'utf8'));
  });

  const refused = (encode: () => unknown, where: string, code = 'invalid'): void =>
    expect(encode).toThrow(expect.objectContaining({ code, where }));

  it.each([
    ['extra.Colour', of.salesOrder(eur, { extra: { Colour: 'red' } })],
    ['Lines[0].Material', of.salesOrder(eur, { lines: [line('x'.repeat(19), eur, { taxCode: 'A0' })] })],
    ['Lines[0].Quantity', of.salesOrder(eur, { lines: [line('W-100', eur, { taxCode: 'A0', quantity: 0.0001 })] })],
    ['Lines[0].UnitPrice', of.salesOrder(eur, { lines: [line('W-100', money(1, 'JPY'), { taxCode: 'A0' })] })],
    ['Lines[0].TaxCode', of.salesOrder(eur, { lines: [line('W-100', eur, { taxCode: 'toString' })] })],
    ['Customer', of.salesOrder(eur, { customer: '12345678901' })],
  ] as const)('is refused before it leaves, by field: %s', (where, document) => {
    refused(() => orderPosting(document, reference, here), where);
  });

  it('is refused where money would not fit into the two currencies of a document', () => {
    const receipt = (more: object) => () => receiptPosting({ ...of.cashReceipt(eur), ...more }, reference, here, '');

    refused(receipt({ settlement: money(130_00, 'USD') }), 'Settlement');
    refused(receipt({ settlement: money(118_00, 'EUR') }), 'Settlement');
    refused(receipt({ ledger: money(118_00, 'EUR') }), 'Ledger');
    refused(receipt({ amount: money(0, 'EUR'), settlement: money(0, 'EUR'), ledger: money(0, 'EUR') }), 'Amount');
    refused(receipt({ extra: { A: '1' } }), 'extra.A');
  });

  it('is refused where a tax has no account, or an invoice has no amount', () => {
    const taxed = [line('W-100', eur, { tax: money(1, 'EUR'), taxCode: 'A0' })];
    const free = [line('W-100', money(0, 'EUR'), { taxCode: 'A0' })];

    refused(() => invoicePosting(of.invoice(eur, { lines: taxed }), reference, here), 'Lines[0].Tax');
    refused(() => invoicePosting(of.invoice(eur, { lines: free }), reference, here), 'Total');
    refused(() => journalPosting(of.journalEntry(money(-1, 'EUR')), reference, here), 'Lines[0].Amount');
  });

  it('leaves it to a person which lines a memo credits of an invoice with several taxes', () => {
    const two = { ...here, taxes: { ...here.taxes, A2: { classification: '2', account: '175001' } } };
    const accounts = [...credited.accounts, { account: '0000175001', amount: money(7_00, 'EUR') }];

    refused(() => creditMemoPosting(memo(), reference, two, { ...credited, accounts }), 'Lines', 'rejected');
  });

  it('holds what identifies a payment as a whole, and cuts what people read', () => {
    const long: ErpDocument = of.cashReceipt(eur, { text: 'x'.repeat(100) });
    const xml = xmlOf(receiptPosting(long, reference, here, ''));

    expect(xml).toContain(`<ITEM_TEXT>${long.stripeId} ${'x'.repeat(49 - long.stripeId.length)}</ITEM_TEXT>`);
    expect(xml).toContain(`<HEADER_TXT>${'x'.repeat(25)}</HEADER_TXT>`);
    refused(() => receiptPosting({ ...long, stripeId: `py_${'1'.repeat(60)}` }, reference, here, ''), 'StripeId');
  });
});

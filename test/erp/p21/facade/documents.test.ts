import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ErpDocument, Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { kinds } from '../../../../src/erp/p21/facade/kinds.ts';
import { routes } from '../../../../src/erp/p21/facade/routes.ts';
import { line } from '../../samples.ts';
import { of } from '../ground.ts';
import { objections } from './openapi.ts';

const reference = 'R000000000000001' as Reference;
const origin = { company: 'ACME', taker: 'STRIPE' };
const usd = money(119_07, 'USD');
const lines = [
  line('W-100', money(50_00, 'USD'), {
    quantity: 2,
    discount: money(5_00, 'USD'),
    net: money(95_00, 'USD'),
    taxCode: 'CA825',
  }),
  line('SHIPPING', money(24_07, 'USD'), { description: 'Shipping', taxCode: '' }),
];
const address = {
  name: 'Sample Buyer',
  line1: '1 Main Street',
  city: 'Springfield',
  state: 'OR',
  postalCode: '97403',
  country: 'US',
};

/** Every kind of document with everything that it can say. */
const golden: Readonly<Record<string, ErpDocument>> = {
  customer: of.customer('USD', {
    phone: '+1 541 555 0100',
    address: { ...address, line2: 'Floor 2' },
    taxId: 'US123456789',
    stripeId: 'cus_sample00000001',
    extra: { CreditHold: 'N', 'UserDefined.channel': 'web' },
  }),
  'sales-order': of.salesOrder(usd, {
    lines,
    hold: true,
    shipTo: address,
    extra: { PoNo: 'PO-7', Notes: 'Leave at the door' },
  }),
  invoice: of.invoice(usd, {
    lines,
    invoiceNumber: 'WEB-INV-9',
    extra: { Taker: 'SHOP', 'UserDefined.channel': 'web' },
  }),
  'credit-memo-by-amount': of.creditMemo(money(40_00, 'USD'), '3000001'),
  'credit-memo-by-lines': { ...of.creditMemo(money(24_07, 'USD'), '3000001'), lines: lines.slice(1) },
  'cash-receipt-jpy': of.cashReceipt(money(1_191, 'JPY')),
  'cash-receipt-kwd': of.cashReceipt(money(119_070, 'KWD'), {
    settlement: money(386_98, 'USD'),
    ledger: money(386_98, 'USD'),
  }),
  'customer-refund-of-receipt': of.customerRefund(money(40_00, 'USD'), '5000001'),
  'customer-refund-of-memo': {
    ...of.customerRefund(money(40_00, 'USD'), ''),
    settles: { kind: 'credit-memo', number: '4000001' },
  },
  'journal-entry': of.journalEntry(money(3_75, 'USD'), {
    postings: [
      { debit: '6000', credit: '1010', amount: money(3_25, 'USD'), text: 'Fee' },
      { debit: '1015', credit: '1010', amount: money(50, 'USD'), text: '' },
    ],
  }),
};

const encoded = (document: ErpDocument): object => kinds[document.kind].encode(document, reference, origin);
const file = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8'));

describe('what goes to the gateway', () => {
  it.each(Object.entries(golden))('is, for a %s, what was reviewed', (name, document) => {
    expect(encoded(document)).toEqual(file(name));
  });

  it.each(Object.entries(golden))('is, for a %s, what openapi.yaml allows', (_name, document) => {
    expect(objections(routes[kinds[document.kind].create], JSON.parse(JSON.stringify(encoded(document))))).toEqual([]);
  });

  it.each([
    ['extra.Colour', of.salesOrder(usd, { extra: { Colour: 'red' } })],
    ['extra.PoNo', of.cashReceipt(usd, { extra: { PoNo: '1' } })],
    ['extra.UserDefined.x', of.journalEntry(usd, { extra: { 'UserDefined.x': '1' } })],
    ['PoNo', of.salesOrder(usd, { extra: { PoNo: 'x'.repeat(51) } })],
    ['CustomerName', of.customer('USD', { name: 'x'.repeat(256) })],
    ['Lines[0].ItemId', of.salesOrder(usd, { lines: [line('x'.repeat(41), usd)] })],
    ['Lines[0].UnitQuantity', of.salesOrder(usd, { lines: [line('W-100', usd, { quantity: 0.00001 })] })],
    ['Lines[0].UnitQuantity', of.salesOrder(usd, { lines: [line('W-100', usd, { quantity: -1 })] })],
    ['Lines[0].UnitPrice', of.salesOrder(usd, { lines: [line('W-100', money(1, 'JPY'))] })],
    ['Amount', of.cashReceipt(money(0, 'USD'))],
    ['LedgerAmount', of.cashReceipt(usd, { ledger: money(-1, 'USD') })],
    ['Amount', { ...of.creditMemo(usd, '1'), currency: 'EUR' }],
    ['Lines', of.journalEntry(usd, { postings: [] })],
    ['Lines[0].DebitAmount', of.journalEntry(money(-1, 'USD'))],
    [
      'Lines[2].DebitAmount',
      of.journalEntry(usd, {
        postings: [
          { debit: '6000', credit: '1010', amount: usd, text: '' },
          { debit: '6000', credit: '1010', amount: money(1, 'JPY'), text: '' },
        ],
      }),
    ],
  ] as const)('is refused before it leaves, by field: %s', (where, document) => {
    expect(() => encoded(document)).toThrow(expect.objectContaining({ code: 'invalid', where }));
  });

  it('cuts what people read, never what identifies something', () => {
    const long = of.cashReceipt(usd, { text: 'x'.repeat(100), stripeId: `py_${'1'.repeat(40)}` });

    expect(encoded(long)).toMatchObject({ PaymentDesc: 'x'.repeat(60), StripeId: long.stripeId });
    expect(encoded(long)).not.toHaveProperty('CheckNumber');
  });

  it('says which fields of one ERP a document has', () => {
    expect(() => encoded(of.salesOrder(usd, { extra: { Colour: 'red' } }))).toThrow(
      /PoNo, Taker, Notes, UserDefined\.<name>/,
    );
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Body, Gateway } from './p21-gateway.ts';
import { booksOf, customerIn, invoiceOf, orderOf, receiptOf, refundOf, startGateway, TODAY } from './p21-gateway.ts';

const currencies = ['USD', 'EUR', 'JPY', 'KWD'] as const;
const decimals = { USD: 2, EUR: 2, JPY: 0, KWD: 3 };
type Currency = (typeof currencies)[number];

/** Whole minor units as a decimal, digit by digit. */
function print(minor: number, currency: Currency): string {
  const digits = String(minor).padStart(decimals[currency] + 1, '0');
  const whole = digits.length - decimals[currency];
  return decimals[currency] === 0 ? digits : `${digits.slice(0, whole)}.${digits.slice(whole)}`;
}

const currency = fc.constantFrom(...currencies);
const minor = fc.integer({ min: 1, max: 100_000 });
const pick = fc.nat(5);
const step = fc.oneof(
  fc.record({
    kind: fc.constant('invoice' as const),
    currency,
    minor,
    taxCode: fc.constantFrom('STD19', 'CA825', 'NOTAX'),
  }),
  fc.record({ kind: fc.constant('order' as const), currency, minor, quantity: fc.constantFrom('1', '2.5', '7') }),
  fc.record({ kind: fc.constant('receipt' as const), currency, minor, home: minor }),
  fc.record({ kind: fc.constant('apply' as const), receipt: pick, invoice: pick, minor }),
  fc.record({ kind: fc.constant('unapply' as const), receipt: pick }),
  fc.record({ kind: fc.constant('reverse' as const), receipt: pick }),
  fc.record({ kind: fc.constant('memo' as const), invoice: pick, minor }),
  fc.record({ kind: fc.constant('refund' as const), receipt: pick, minor, home: minor }),
  fc.record({ kind: fc.constant('journal' as const), currency, minor }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('the books of the Prophet 21 sandbox', () => {
  it('balance, and agree with the open items, after any sequence of documents and refusals', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
        const gateway = await startGateway();
        const customer = await customerIn(gateway);
        for (const one of steps) await play(gateway, customer, one);

        const books = await booksOf(gateway);
        expect(books.trialBalanceMinor).toBe(0);
        expect(books.receivablesMinor).toBe(books.openItemsMinor);
        expect(books.openItems.every(({ openMinor }) => Number(openMinor) > 0)).toBe(true);
        await gateway.close();
      }),
      { numRuns: 10 },
    );
  }, 60_000);

  it('tell an outside judge every document in whole minor units', async () => {
    const gateway = await startGateway();
    const customer = await customerIn(gateway);
    const { OrderNo } = await gateway.post('/api/v2/salesorders', orderOf(customer));
    const { InvoiceNo } = await gateway.admin('ship', { OrderNo });
    const Applications = { list: [{ InvoiceNo, Amount: '100.00', Reference: 'SAPPLY0000000001' }] };
    const { ReceiptNo } = await gateway.post('/api/v2/cashreceipts', receiptOf(customer, { Applications }));
    const small = { Amount: '19.00', SettlementAmount: '19.00', LedgerAmount: '19.00' };
    await gateway.post('/api/v2/customerrefunds', refundOf(customer, { ReceiptNo }, small));
    const memo = { InvoiceNo, CreditMemoDate: TODAY, CurrencyId: 'USD', Amount: '20.00' };
    await gateway.post('/api/v2/creditmemos', memo);
    await play(gateway, customer, { kind: 'journal', currency: 'USD', minor: 375 });

    expect(await gateway.admin('documents')).toMatchObject({
      customers: [{ number: customer, status: 'active' }],
      salesOrders: [
        {
          number: OrderNo,
          reference: 'SORDER0000000001',
          stripeId: 'pi_0000000000000000000000001',
          webReferenceNo: 'S-1001',
          status: 'invoiced',
          currency: 'USD',
          totalMinor: 11_900,
          invoices: [InvoiceNo],
        },
      ],
      invoices: [{ number: InvoiceNo, orderNo: OrderNo, status: 'paid', totalMinor: 11_900, unappliedMinor: 0 }],
      creditMemos: [{ invoiceNo: InvoiceNo, totalMinor: 2_000, unappliedMinor: 100 }],
      cashReceipts: [
        {
          number: ReceiptNo,
          reference: 'SRECEIPT00000001',
          checkNumber: 'ch_000000000000000000000001',
          totalMinor: 11_900,
          appliedMinor: 11_900,
          unappliedMinor: 0,
          refundedMinor: 1_900,
          settlementMinor: 11_900,
          applications: [{ invoiceNo: InvoiceNo, amountMinor: 10_000, reference: 'SAPPLY0000000001' }],
        },
      ],
      customerRefunds: [{ totalMinor: 1_900, appliesTo: { ReceiptNo } }],
      journalEntries: [{ totalMinor: 375 }],
    });
  });
});

/** Refusals are part of the game: only broken answers and broken books are not. */
async function play(gateway: Gateway, customer: string, one: Step): Promise<void> {
  const request = await requestOf(gateway, customer, one);
  if (!request) return;
  const { status, body } = await gateway.call('POST', ...request);
  if (status !== 200) expect(body['ErrorType']).toMatch(/Business\.Common/);
  if (one.kind === 'order' && status === 200) await gateway.admin('ship', { OrderNo: body['OrderNo'] });
}

type Request = readonly [path: string, body: Body];

async function requestOf(gateway: Gateway, customer: string, one: Step): Promise<Request | undefined> {
  if (one.kind === 'invoice') return ['/api/v2/invoices', invoiceOf(customer, sale(one, '1', one.taxCode))];
  if (one.kind === 'order') return ['/api/v2/salesorders', orderOf(customer, sale(one, one.quantity, 'STD19'))];
  if (one.kind === 'receipt') return ['/api/v2/cashreceipts', receiptOf(customer, cash(one.currency, one))];
  if (one.kind === 'journal') return ['/api/v2/gl/journalentries', journal(one)];

  const invoice = 'invoice' in one ? (await gateway.list('/api/v2/invoices'))[one.invoice] : undefined;
  if (one.kind === 'memo') return invoice && ['/api/v2/creditmemos', memoOf(invoice, one.minor)];
  const receipt = (await gateway.list('/api/v2/cashreceipts'))[one.receipt];
  return receipt && ofReceipt(customer, receipt, invoice, one);
}

type OfReceipt = Extract<Step, { readonly receipt: number }>;

function ofReceipt(customer: string, receipt: Body, invoice: Body | undefined, one: OfReceipt): Request | undefined {
  const { ReceiptNo, CurrencyId, Applications } = receipt;
  const code = CurrencyId as Currency;
  const path = `/api/v2/cashreceipts/${String(ReceiptNo)}`;
  if (one.kind === 'refund') return ['/api/v2/customerrefunds', refundOf(customer, { ReceiptNo }, cash(code, one))];
  if (one.kind === 'reverse') return [`${path}/reverse`, { Reason: 'test', Date: TODAY }];
  if (one.kind === 'apply') {
    return [`${path}/apply`, { InvoiceNo: invoice?.['InvoiceNo'] ?? '42', Amount: print(one.minor, code) }];
  }
  const [application] = (Applications as { list: Body[] }).list;
  return application && [`${path}/unapply`, { InvoiceNo: application['InvoiceNo'], Amount: application['Amount'] }];
}

const sale = (one: { currency: Currency; minor: number }, UnitQuantity: string, TaxCode: string) => ({
  CurrencyId: one.currency,
  Lines: { list: [{ ItemId: 'W-100', UnitQuantity, UnitPrice: print(one.minor, one.currency), TaxCode }] },
});

const cash = (code: Currency, { minor: amount, home }: { minor: number; home: number }) => ({
  Amount: print(amount, code),
  CurrencyId: code,
  SettlementAmount: print(code === 'USD' ? amount : home, 'USD'),
  LedgerAmount: print(code === 'USD' ? amount : home, 'USD'),
});

const memoOf = (invoice: Body, amount: number) => ({
  InvoiceNo: invoice['InvoiceNo'],
  CreditMemoDate: TODAY,
  CurrencyId: invoice['CurrencyId'],
  Amount: print(amount, invoice['CurrencyId'] as Currency),
});

const journal = ({ currency: code, minor: amount }: { currency: Currency; minor: number }) => ({
  TransactionDate: TODAY,
  CurrencyId: code,
  Lines: {
    list: [
      { AccountNumber: '6000', DebitAmount: print(amount, code) },
      { AccountNumber: '1010', CreditAmount: print(amount, code) },
    ],
  },
});

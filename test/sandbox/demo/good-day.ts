import type { Case } from '../../../sandbox/demo/judge.ts';
import type { PlannedOrder } from '../../../sandbox/demo/plan.ts';
import type { PlayedOrder } from '../../../sandbox/demo/played.ts';
import type { ErpDocuments } from '../../../sandbox/demo/truth.ts';

export const plan: PlannedOrder = {
  number: 'D1-0001',
  variant: 'plain card',
  source: 'shop',
  buyer: { account: 'a@example.com', email: 'a@example.com' },
  cart: { currency: 'EUR', lines: [], giftCardMinor: 0, totalMinor: 11_900 },
  payments: [{ amountMinor: 11_900, acts: [{ do: 'pay', method: 'pm_card_visa' }] }],
  metadata: {},
  ending: 'sold',
  document: 'sales-order',
  atMs: 0,
};
export const played: PlayedOrder = { plan, reference: 'D1-0001', intents: ['pi_1'] };
export const written = { ERP_Order_ID: '1000001' };

export const documents: ErpDocuments = {
  customers: [{ number: '100001', stripeId: 'cus_1', email: 'a@example.com', status: 'active' }],
  salesOrders: [
    {
      number: '1000001',
      stripeId: 'pi_1',
      currency: 'EUR',
      status: 'invoiced',
      totalMinor: 11_900,
      webReferenceNo: 'D1-0001',
      customer: '100001',
      paymentStatus: 'captured',
      invoices: ['3000001'],
    },
  ],
  invoices: [
    {
      number: '3000001',
      stripeId: 'pi_1',
      currency: 'EUR',
      status: 'paid',
      totalMinor: 11_900,
      webReferenceNo: 'D1-0001',
      customer: '100001',
      orderNo: '1000001',
      unappliedMinor: 0,
    },
  ],
  creditMemos: [],
  cashReceipts: [
    {
      number: '5000001',
      stripeId: 'ch_1',
      currency: 'EUR',
      status: 'applied',
      totalMinor: 11_900,
      customer: '100001',
      unappliedMinor: 0,
      homeMinor: 12_852,
      settlementMinor: 12_852,
      settlementCurrency: 'USD',
      applications: [{ invoiceNo: '3000001', amountMinor: 11_900 }],
    },
  ],
  customerRefunds: [],
  journalEntries: [],
};

/** A day of one order on which everything went well; each test spoils one thing. */
export const goodDay: Case = {
  played: [played],
  parked: new Map(),
  accounts: { clearingAccount: '1010', disputesAccount: '1200', lossesAccount: '6010' },
  byPeople: new Set(),
  stripe: {
    customers: [{ id: 'cus_1', email: 'a@example.com', metadata: { customer_id: '100001' } }],
    payment_intents: [{ id: 'pi_1', status: 'succeeded', metadata: written }],
    charges: [
      {
        id: 'ch_1',
        payment_intent: 'pi_1',
        status: 'succeeded',
        captured: true,
        amount_captured: 11_900,
        currency: 'EUR',
        balance_transaction: 'txn_1',
        metadata: written,
      },
    ],
    refunds: [],
    disputes: [],
    balance_transactions: [{ id: 'txn_1', source: 'ch_1', amount: 12_852, currency: 'USD' }],
    events: { 'charge.succeeded': 1, 'payment_intent.succeeded': 1 },
  },
  erp: {
    documents,
    books: {
      homeCurrency: 'USD',
      trialBalance: [{ account: '1010', debitMinor: 12_852, creditMinor: 0 }],
      trialBalanceMinor: 0,
      receivablesMinor: 0,
      openItemsMinor: 0,
      openItems: [],
      cash: [{ account: '1010', currency: 'USD', minor: 12_852 }],
    },
  },
};
export const withDocuments = (change: Partial<ErpDocuments>): Case => ({
  ...goodDay,
  erp: { ...goodDay.erp, documents: { ...documents, ...change } },
});
export const entry = (
  change: Partial<ErpDocuments['journalEntries'][number]>,
): ErpDocuments['journalEntries'][number] => ({
  number: '7000001',
  stripeId: null,
  currency: 'USD',
  status: 'posted',
  totalMinor: 1,
  lines: [],
  ...change,
});
const only = <T>([one]: readonly T[]): T => {
  if (one === undefined) throw new Error('The good day lacks a document');
  return one;
};
export const order = only(documents.salesOrders);
export const receipt = only(documents.cashReceipts);

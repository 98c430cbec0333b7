import { z } from 'zod';
import { bankLine, printCash, readCash } from './cash.ts';
import { pageOf } from './collections.ts';
import type { Erp } from './erp.ts';
import { parseBody, refused } from './errors.ts';
import { cashFields, day, name } from './fields.ts';
import type { CashReceipt, CreditMemo, CustomerRefund, RefundTarget } from './records.ts';
import type { Route } from './routing.ts';
import { numberIn } from './routing.ts';
import { stamps } from './shelf.ts';

const newRefund = z.strictObject({
  ...cashFields,
  Date: day,
  AppliesTo: z.union([z.strictObject({ ReceiptNo: name(20) }), z.strictObject({ CreditMemoNo: name(20) })], {
    error: 'write AppliesTo as { "ReceiptNo": "…" } or { "CreditMemoNo": "…" }',
  }),
});

export const customerRefundRoutes = (erp: Erp): readonly Route[] => [
  {
    method: 'get',
    path: '/api/v2/customerrefunds',
    handle: ({ query }) => pageOf(erp.refunds, query, filters, (refund) => print(erp, refund)),
  },
  { method: 'post', path: '/api/v2/customerrefunds', handle: ({ body }) => print(erp, createRefund(erp, body)) },
  {
    method: 'get',
    path: '/api/v2/customerrefunds/{RefundNo}',
    handle: (call) => print(erp, erp.refunds.get(numberIn(call, 'RefundNo'))),
  },
];

export function createRefund(erp: Erp, input: unknown): CustomerRefund {
  const { Date: wantedDate, AppliesTo, ...header } = parseBody(newRefund, input);
  if (!erp.customers.find(header.CustomerId)) throw refused(`Customer ${header.CustomerId} does not exist`);
  const cash = readCash(erp, header);
  const date = erp.periods.mustBeOpen(wantedDate, 'Date');
  const credit = creditOf(erp, AppliesTo);
  if (credit.customer !== header.CustomerId) throw refused(`Document ${credit.number} is of another customer`);
  if (credit.currency !== header.CurrencyId) throw refused(`Document ${credit.number} is in ${credit.currency}`);
  if (cash.amount > credit.open) {
    throw refused(`Document ${credit.number} has only ${erp.currencies.print(credit.open, credit.currency)} open`);
  }
  const refund: CustomerRefund = {
    number: erp.refunds.nextNumber(),
    ...erp.refunds.fresh(),
    ...cash,
    side: 'debit',
    kind: 'customer-refund',
    customer: header.CustomerId,
    currency: header.CurrencyId,
    open: cash.amount,
    openHome: cash.home,
    header,
    date,
    target: AppliesTo,
  };
  const posting = { date, source: `customer refund ${refund.number}` };
  erp.subLedger.open(refund, [bankLine(header, cash, -1n)], posting);
  erp.subLedger.settle(refund, credit, cash.amount, posting);
  if ('refunded' in credit) erp.receipts.touch(Object.assign(credit, { refunded: credit.refunded + cash.amount }));
  else erp.creditMemos.touch(credit);
  return erp.refunds.put(refund);
}

function creditOf(erp: Erp, target: RefundTarget): CashReceipt | CreditMemo {
  const credit =
    'ReceiptNo' in target ? erp.receipts.find(target.ReceiptNo) : erp.creditMemos.find(target.CreditMemoNo);
  if (!credit) throw refused(`AppliesTo names a document that does not exist: ${JSON.stringify(target)}`);
  return credit;
}

const filters = {
  Reference: (refund: CustomerRefund, wanted: string) => refund.header.Reference === wanted,
  CustomerId: (refund: CustomerRefund, wanted: string) => refund.customer === wanted,
};

const print = (erp: Erp, refund: CustomerRefund) => ({
  RefundNo: refund.number,
  Date: refund.date,
  ...printCash(erp, refund.header, refund),
  AppliesTo: refund.target,
  Status: 'paid',
  ...stamps(refund),
});

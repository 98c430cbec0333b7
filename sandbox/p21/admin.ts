import { z } from 'zod';
import { addCustomer, changeCustomer } from './customers.ts';
import { documentsOf } from './documents.ts';
import type { Erp } from './erp.ts';
import { parseBody } from './errors.ts';
import { flag, name, text } from './fields.ts';
import { changeItem, putItem, quantityOf } from './items.ts';
import { asInteger } from '../money.ts';
import type { Route } from './routing.ts';
import { numberIn } from './routing.ts';
import type { Shipping } from './shipping.ts';

const seededCustomer = z.looseObject({ CustomerId: text(20).optional() });
const period = z.strictObject({
  Period: z.string().regex(/^\d{4}-\d{2}$/, 'write a period as in "2026-01"'),
  Open: flag,
});
const invoiceOrder = z.strictObject({ OrderNo: name(20) });
/** `Quantity`: of each line at most. */
const shipOrder = invoiceOrder.extend({ Quantity: text(20).optional(), Invoice: flag.default('Y') });
const move = z.strictObject({ AdvanceSeconds: z.int().positive() });

/** What a person at the ERP, or a judge from outside, would do: not part of the gateway. */
export const adminRoutes = (erp: Erp, shipping: Shipping): readonly Route[] => [
  { method: 'get', path: '/_sandbox/books', handle: () => booksOf(erp) },
  { method: 'get', path: '/_sandbox/documents', handle: () => documentsOf(erp) },
  {
    method: 'post',
    path: '/_sandbox/items',
    handle: ({ body }) => {
      const item = putItem(erp, body);
      shipping.restocked(item.number);
      return { ItemId: item.number };
    },
  },
  {
    method: 'put',
    path: '/_sandbox/items/{ItemId}',
    handle: (call) => ({ ItemId: changeItem(erp, erp.items.get(numberIn(call, 'ItemId')), call.body).number }),
  },
  {
    method: 'put',
    path: '/_sandbox/customers/{CustomerId}',
    handle: (call) => {
      const customer = erp.customers.get(numberIn(call, 'CustomerId'));
      return { CustomerId: changeCustomer(erp, customer, call.body).number };
    },
  },
  { method: 'post', path: '/_sandbox/customers', handle: ({ body }) => ({ CustomerId: seedCustomer(erp, body) }) },
  {
    method: 'post',
    path: '/_sandbox/periods',
    handle: ({ body }) => {
      const wanted = parseBody(period, body);
      erp.periods.set(wanted.Period, wanted.Open === 'Y');
      return wanted;
    },
  },
  ...shippingRoutes(erp, shipping),
  {
    method: 'post',
    path: '/_sandbox/clock',
    handle: ({ body }) => {
      erp.clock.advance(parseBody(move, body).AdvanceSeconds * 1_000);
      return { Now: erp.clock.now().toISOString() };
    },
  },
];

const shippingRoutes = (erp: Erp, shipping: Shipping): readonly Route[] => [
  {
    method: 'post',
    path: '/_sandbox/ship',
    handle: ({ body }) => {
      const { OrderNo, Quantity, Invoice } = parseBody(shipOrder, body);
      const order = erp.orders.get(OrderNo);
      const atMost = Quantity === undefined ? undefined : quantityOf(Quantity);
      if (Invoice === 'Y') return { OrderNo, InvoiceNo: shipping.shipNow(order, atMost).number };
      shipping.leaveNow(order, atMost);
      return { OrderNo };
    },
  },
  {
    method: 'post',
    path: '/_sandbox/invoice',
    handle: ({ body }) => {
      const { OrderNo } = parseBody(invoiceOrder, body);
      return { OrderNo, InvoiceNos: shipping.invoiceNow(erp.orders.get(OrderNo)).map(({ number }) => number) };
    },
  },
];

/** The number is the ERP's own choice only where the seed has none. */
export function seedCustomer(erp: Erp, input: unknown): string {
  const { CustomerId, ...body } = parseBody(seededCustomer, input);
  return addCustomer(erp, body, CustomerId).number;
}

function booksOf(erp: Erp) {
  const trialBalance = erp.books.trialBalance();
  const difference = trialBalance.reduce((total, { debitMinor, creditMinor }) => total + debitMinor - creditMinor, 0);
  const banks = new Set(
    erp.chart
      .all()
      .filter(({ kind }) => kind === 'bank')
      .map(({ number }) => number),
  );
  return {
    homeCurrency: erp.currencies.home,
    journals: erp.books.count(),
    trialBalance,
    trialBalanceMinor: difference,
    /** The control account, and the open items that it must agree with. */
    receivablesMinor: asInteger(erp.books.receivables()),
    openItemsMinor: asInteger(erp.subLedger.total()),
    openItems: erp.subLedger.openItems().map(({ side, kind, number, customer, currency, open, openHome }) => ({
      side,
      kind,
      number,
      customer,
      currency,
      openMinor: asInteger(open),
      openHomeMinor: asInteger(openHome),
    })),
    /** What each bank account holds, in the currencies that moved on it. */
    cash: erp.books.cash((account) => banks.has(account)),
  };
}

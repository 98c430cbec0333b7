import type { DocumentKind, Reference } from '../../../domain/documents.ts';
import { fromDecimal, negate, sum, type Money } from '../../../domain/money.ts';
import { standingOf } from '../../order-status.ts';
import type { ErpReceipt } from '../../port.ts';
import { bare } from '../formats.ts';
import { leftBy } from '../reading/orders.ts';
import { isOfKind, type FinancialKind, type Side } from '../reading/document-kinds.ts';
import type { Organisation } from '../system.ts';
import type { Customer, FinancialDocument, Line, SalesOrder } from './entities.ts';
import { ourNumber } from './gateway.ts';
import { quantityText, thousandths } from '../reading/quantity.ts';

const referenceOf = (text: string): { reference?: Reference } => (text === '' ? {} : { reference: text as Reference });

export const customerReceipt = ({ Number: number, Reference }: Customer): ErpReceipt => ({
  kind: 'customer',
  number: bare(number),
  ...referenceOf(Reference),
  customer: bare(number),
});

/** An order as it stands, with what it can't deliver at once. */
export function orderReceipt(order: SalesOrder): ErpReceipt {
  const shortages = order.Items.filter(({ RejectionReason }) => RejectionReason === '')
    .map(({ Material, Quantity, ConfirmedQuantity }) => ({
      item: bare(Material),
      short: thousandths(Quantity) - thousandths(ConfirmedQuantity),
    }))
    .filter(({ short }) => short > 0)
    .map(({ item, short }) => ({ item, quantity: quantityText(short) }));
  return {
    kind: 'sales-order',
    number: bare(order.Number),
    ...referenceOf(order.Reference),
    total: fromDecimal(order.TotalAmount, order.Currency),
    customer: bare(order.Customer),
    ...standing(order),
    ...(shortages.length > 0 && { shortages }),
  };
}

/** As reading/orders.ts tells it; any block holds it. */
export const standing = (order: SalesOrder): Pick<ErpReceipt, 'status' | 'inPart'> =>
  standingOf({
    cancelled: isCancelled(order),
    held: order.DeliveryBlock !== '',
    left: leftBy[order.DeliveryStatus] ?? 'nothing',
    invoiced: order.Invoiced,
  });

export const isCancelled = ({ Items }: Pick<SalesOrder, 'Items'>): boolean =>
  Items.length > 0 && Items.every(({ RejectionReason }) => RejectionReason !== '');

/** Nothing, where the document is of another kind: SAP numbers them all alike. */
export function financialReceipt(
  kind: FinancialKind,
  stored: FinancialDocument,
  organisation: Organisation,
): ErpReceipt | undefined {
  if (!isOfKind(kind, stored.DocumentType, sideOf(stored), organisation)) return undefined;
  const customer = customerOf(stored);
  return {
    kind,
    number: ourNumber(stored.Document),
    ...referenceOf(stored.Reference),
    total: totalOf(kind, stored),
    ...(customer !== undefined && { customer }),
    status: stored.ReversedBy === '' ? 'open' : 'reversed',
  };
}

/** The ERP's number of the customer whose account the document moved. */
export function customerOf({ Lines }: FinancialDocument): string | undefined {
  const line = Lines.find(isCustomer);
  return line && bare(line.Account);
}

/** Of a journal its debits, of anything else what moved on the customer's account. */
export function totalOf(kind: DocumentKind, stored: FinancialDocument): Money {
  if (kind === 'journal-entry') return debitsOf(stored);
  const amount = customerAmount(stored);
  return amount.minor < 0 ? negate(amount) : amount;
}

const isCustomer = ({ AccountType }: Line): boolean => AccountType === 'D';
const amountIn =
  (currency: string) =>
  (line: Line): Money =>
    fromDecimal(line.Amount, currency);

const customerAmount = ({ Lines, Currency }: FinancialDocument): Money =>
  sum(Lines.filter(isCustomer).map(amountIn(Currency)), Currency);

function sideOf(stored: FinancialDocument): Side {
  if (!stored.Lines.some(isCustomer)) return undefined;
  return customerAmount(stored).minor < 0 ? 'H' : 'S';
}

const debitsOf = ({ Lines, Currency }: FinancialDocument): Money =>
  sum(
    Lines.map(amountIn(Currency)).filter(({ minor }) => minor > 0),
    Currency,
  );

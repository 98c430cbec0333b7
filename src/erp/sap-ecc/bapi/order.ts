import type { Address, Line, PaymentState, Reference, SalesOrder } from '../../../domain/documents.ts';
import { negate, toDecimal } from '../../../domain/money.ts';
import { bare, inTen, material } from '../formats.ts';
import type { Fields, Parameters } from '../rfc.ts';
import { lengths } from '../lengths.ts';
import type { Organisation } from '../system.ts';
import { extra } from '../target.ts';
import { cut, inCurrency } from '../../fields.ts';
import { filled, flags, invalid, onlyExtra, quantity, whole } from './fields.ts';
import type { Posting } from './posting.ts';

export const orderPosting = (order: SalesOrder, reference: Reference, organisation: Organisation): Posting => ({
  functionName: 'BAPI_SALESORDER_CREATEFROMDAT2',
  wrapper: 'Z_QTC_ORDER_CREATE',
  parameters: encodeOrder(order, reference, organisation),
  stripeId: order.stripeId,
  documentIn: (answer) => answer.text('SALESDOCUMENT'),
  numberOf: (document) => bare(document) || undefined,
});

function encodeOrder(order: SalesOrder, reference: Reference, organisation: Organisation): Parameters {
  onlyExtra(order.extra, ...extra['sales-order'].map(({ name }) => name));
  const header = headerOf(order, reference, organisation);
  const items = order.lines.map((line, index) => itemOf(line, index, organisation));
  const schedules = order.lines.map(({ quantity: count }, index) =>
    scheduleOf(itemNumber(index), quantity(at(index, 'Quantity'), count)),
  );
  const conditions = order.lines.flatMap((line, index) => conditionsOf(line, index, order.currency, organisation));
  return {
    ORDER_HEADER_IN: header,
    ORDER_HEADER_INX: flags(header, 'I'),
    ORDER_ITEMS_IN: items,
    ORDER_ITEMS_INX: items.map((item) => flags(item, 'I', ['ITM_NUMBER'])),
    ORDER_PARTNERS: partnersOf(order),
    ORDER_SCHEDULES_IN: schedules,
    ORDER_SCHEDULES_INX: schedules.map((schedule) => flags(schedule, 'I', ['ITM_NUMBER', 'SCHED_LINE'])),
    ORDER_CONDITIONS_IN: conditions,
    ORDER_CONDITIONS_INX: conditions.map((condition) => flags(condition, 'I', ['ITM_NUMBER', 'COND_TYPE'])),
    ORDER_TEXT: textOf(order),
  };
}

/** The shop's number stands in fields that people search; our reference where SAP searches, and where it is copied on. */
const headerOf = (order: SalesOrder, reference: Reference, organisation: Organisation): Fields =>
  filled({
    DOC_TYPE: organisation.orderType,
    SALES_ORG: organisation.salesOrganisation,
    DISTR_CHAN: organisation.distributionChannel,
    DIVISION: organisation.division,
    PURCH_NO_C: reference,
    REF_1: cut(order.orderNumber, 12),
    NAME: cut(order.orderNumber, 30),
    PURCH_DATE: order.date,
    REQ_DATE_H: order.date,
    CURRENCY: order.currency,
    DLV_BLOCK: order.hold ? organisation.holdBlock : '',
    ASS_NUMBER: reference,
  });

const at = (index: number, field: string): string => `Lines[${index}].${field}`;
export const itemNumber = (index: number): string => String((index + 1) * 10).padStart(6, '0');

const itemOf = (line: Line, index: number, organisation: Organisation): Fields =>
  filled({
    ITM_NUMBER: itemNumber(index),
    MATERIAL: material(whole(at(index, 'Material'), line.item, lengths.line.item)),
    SHORT_TEXT: cut(line.description, lengths.line.description),
    TARGET_QTY: quantity(at(index, 'Quantity'), line.quantity),
    TAX_CLASS1: taxOf(line.taxCode, at(index, 'TaxCode'), organisation).classification,
  });

export function taxOf(code: string, where: string, { taxes }: Organisation): Organisation['taxes'][string] {
  const tax = Object.hasOwn(taxes, code) ? taxes[code] : undefined;
  if (tax) return tax;
  throw invalid(
    where,
    `${where} is "${code}", which is not among \`taxes\` of this company: ${Object.keys(taxes).join(', ')}`,
  );
}

export const scheduleOf = (item: string, count: string): Fields => ({
  ITM_NUMBER: item,
  SCHED_LINE: '0001',
  REQ_QTY: count,
});

function conditionsOf(line: Line, index: number, currency: string, { conditions }: Organisation): readonly Fields[] {
  const price = inCurrency(currency, at(index, 'UnitPrice'), line.unitPrice);
  const rows = [condition(itemNumber(index), conditions.price, price, currency)];
  if (line.discount.minor === 0) return rows;
  inCurrency(currency, at(index, 'Discount'), line.discount);
  return [...rows, condition(itemNumber(index), conditions.discount, toDecimal(negate(line.discount)), currency)];
}

export const condition = (item: string, type: string, value: string, currency: string): Fields => ({
  ITM_NUMBER: item,
  COND_TYPE: type,
  COND_VALUE: value,
  CURRENCY: currency,
});

function partnersOf({ customer, shipTo }: SalesOrder): readonly Fields[] {
  const PARTN_NUMB = inTen(whole('Customer', customer, lengths.customerNumber));
  const soldTo = { PARTN_ROLE: 'AG', PARTN_NUMB };
  return shipTo ? [soldTo, { PARTN_ROLE: 'WE', PARTN_NUMB, ...addressOf(shipTo) }] : [soldTo];
}

const { address: held } = lengths;
const addressOf = ({ name = '', line1 = '', city = '', postalCode = '', state = '', country = '' }: Address): Fields =>
  filled({
    NAME: cut(name, held.name),
    STREET: cut(line1, held.line1),
    CITY: cut(city, held.city),
    POSTL_CODE: whole('ShipTo.PostalCode', postalCode, held.postal_code),
    REGION: whole('ShipTo.State', state, held.state),
    COUNTRY: whole('ShipTo.Country', country, held.country),
  });

const lineLength = 132;

const textOf = ({ stripeId, payment, paidOn, extra }: SalesOrder): readonly Fields[] =>
  textRows([
    `Stripe ${whole('StripeId', stripeId, 40)}`,
    paymentLine(payment, paidOn),
    ...wrapped(extra['Notes'] ?? ''),
  ]);

/** How an order shows its payment to people; read back word by word, so that the same one needs no change. */
export const paymentLine = (state: PaymentState, paidOn: string | undefined): string =>
  `Payment ${state}${paidOn === undefined ? '' : ` on ${paidOn}`}`;

/** The header text as a whole: SAP replaces it. */
export const textRows = (lines: readonly string[]): readonly Fields[] =>
  lines.map((line) => ({ ITM_NUMBER: '000000', TEXT_ID: '0001', LANGU: 'E', TEXT_LINE: line }));

const wrapped = (notes: string): readonly string[] =>
  notes.split('\n').flatMap((line) => line.match(new RegExp(`.{1,${lineLength}}`, 'gu')) ?? []);

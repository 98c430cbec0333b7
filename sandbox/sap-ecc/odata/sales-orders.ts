import type { SalesOrder } from '../company.ts';
import type { Erp } from '../erp.ts';
import type { RfcFunctions } from '../function.ts';
import type { Luw } from '../luw.ts';
import { alpha } from '../numbers.ts';
import type { Fields } from '../params.ts';
import { change, post } from './calling.ts';
import type { EntitySets } from './entity-set.ts';
import { rows, text } from './entity-set.ts';
import { badRequest, notFound } from './errors.ts';
import { orderEntity } from './order-entity.ts';
import { noteLines, notesIn } from './order-notes.ts';
import type { Entity } from './values.ts';

/** ABGRU of what is cancelled through the service. */
const CANCELLED = '00';

export const salesOrderSets = (erp: Erp, functions: RfcFunctions): EntitySets => ({
  SalesOrders: {
    all: () => erp.company.orders.all().map((order) => orderEntity(erp, order)),
    padded: { Number: 10 },
    createdBy: 'Z_QTC_ORDER_CREATE',
    create: (input, luw) => orderEntity(erp, orderOf(erp, post(functions, 'Z_QTC_ORDER_CREATE', creation(input), luw))),
    patch: (entity, changes, luw) => patchOrder(functions, orderOf(erp, text(entity, 'Number')), changes, luw),
  },
  SalesOrderItems: {
    all: () => erp.company.orders.all().flatMap((order) => rows(orderEntity(erp, order), 'Items')),
    padded: { Order: 10, Item: 6 },
    create: (input, luw) => addItem(erp, functions, input, luw),
    patch: (item, changes, luw) => patchItem(erp, functions, item, changes, luw),
  },
});

function orderOf(erp: Erp, number: string): SalesOrder {
  const order = erp.company.orders.get(alpha(number, 10));
  if (!order) throw notFound(`SalesOrders('${number}')`);
  return order;
}

function creation(input: Entity) {
  const reference = text(input, 'Reference');
  if (reference === '') throw badRequest('Reference is required');
  const customer = alpha(text(input, 'Customer'), 10);
  const items = rows(input, 'Items').map((item, index) => ({
    number: text(item, 'Item') || itemNumber((index + 1) * 10),
    item,
  }));
  const currency = text(input, 'Currency');
  return {
    IV_KEY: reference,
    IV_STRIPE_ID: text(input, 'StripeId'),
    ORDER_HEADER_IN: {
      DOC_TYPE: text(input, 'OrderType'),
      SALES_ORG: text(input, 'SalesOrganisation'),
      DISTR_CHAN: text(input, 'DistributionChannel'),
      DIVISION: text(input, 'Division'),
      PURCH_NO_C: reference,
      ASS_NUMBER: reference,
      REF_1: text(input, 'ShopOrder').slice(0, 12),
      NAME: text(input, 'ShopOrder'),
      PURCH_DATE: text(input, 'OrderDate'),
      CURRENCY: currency,
      DLV_BLOCK: text(input, 'DeliveryBlock'),
    },
    ORDER_PARTNERS: [{ PARTN_ROLE: 'AG', PARTN_NUMB: customer }, ...shipTo(input, customer)],
    ORDER_ITEMS_IN: items.map(({ number, item }) => itemFields(number, item)),
    ORDER_CONDITIONS_IN: items.flatMap(({ number, item }) => conditions(number, item, currency)),
    ORDER_TEXT: noteLines(
      text(input, 'StripeId'),
      text(input, 'PaymentState'),
      text(input, 'PaidOn'),
      text(input, 'Notes')
        .split('\n')
        .filter((note) => note !== ''),
    ),
  };
}

const itemNumber = (number: number): string => String(number).padStart(6, '0');

const shipTo = (input: Entity, customer: string): readonly Fields[] =>
  text(input, 'ShipToName') === ''
    ? []
    : [
        {
          PARTN_ROLE: 'WE',
          PARTN_NUMB: customer,
          NAME: text(input, 'ShipToName'),
          STREET: text(input, 'ShipToStreet'),
          CITY: text(input, 'ShipToCity'),
          POSTL_CODE: text(input, 'ShipToPostalCode'),
          REGION: text(input, 'ShipToRegion'),
          COUNTRY: text(input, 'ShipToCountry'),
        },
      ];

const itemFields = (number: string, item: Entity): Fields => ({
  ITM_NUMBER: number,
  MATERIAL: alpha(text(item, 'Material'), 18),
  ...(text(item, 'Description') && { SHORT_TEXT: text(item, 'Description') }),
  TARGET_QTY: text(item, 'Quantity'),
  TAX_CLASS1: text(item, 'TaxClassification'),
  CUST_MAT35: text(item, 'LineReference'),
});

const condition = (number: string, type: string, value: string, currency: string): Fields => ({
  ITM_NUMBER: number,
  COND_TYPE: type,
  COND_VALUE: value,
  CURRENCY: currency,
});

/** Positive in the service, negative as a condition. */
const discountOf = (number: string, item: Entity, currency: string): Fields =>
  condition(number, 'RB00', `-${text(item, 'Discount') || '0'}`.replace('--', ''), currency);

const conditions = (number: string, item: Entity, currency: string): readonly Fields[] => [
  condition(number, 'PR00', text(item, 'Price'), currency),
  ...(/[1-9]/.test(text(item, 'Discount')) ? [discountOf(number, item, currency)] : []),
];

function patchOrder(functions: RfcFunctions, order: SalesOrder, changes: Entity, luw: Luw): void {
  const cancellation = text(changes, 'CancelReference');
  if (cancellation !== '') return cancel(functions, order, cancellation, luw);
  const allowed = ['DeliveryBlock', 'StripeId', 'PaymentState', 'PaidOn'];
  const other = Object.keys(changes).find((name) => !allowed.includes(name));
  if (other !== undefined) throw badRequest(`${other} can't be changed`);
  const { stripeId, state, paidOn, others } = notesIn(order);
  const wanted = { StripeId: stripeId, PaymentState: state, PaidOn: paidOn, ...changes };
  return change(
    functions,
    'BAPI_SALESORDER_CHANGE',
    {
      SALESDOCUMENT: order.number,
      ORDER_HEADER_IN: { DLV_BLOCK: text(changes, 'DeliveryBlock') },
      ORDER_HEADER_INX: { UPDATEFLAG: 'U', DLV_BLOCK: 'DeliveryBlock' in changes ? 'X' : '' },
      ORDER_TEXT: noteLines(text(wanted, 'StripeId'), text(wanted, 'PaymentState'), text(wanted, 'PaidOn'), others),
    },
    luw,
  );
}

const cancel = (functions: RfcFunctions, order: SalesOrder, reference: string, luw: Luw): void =>
  void post(
    functions,
    'Z_QTC_ORDER_CHANGE',
    {
      IV_KEY: reference,
      IV_STRIPE_ID: notesIn(order).stripeId,
      SALESDOCUMENT: order.number,
      ORDER_HEADER_IN: { PURCH_NO_S: reference },
      ORDER_HEADER_INX: { UPDATEFLAG: 'U', PURCH_NO_S: 'X' },
      ORDER_ITEM_IN: order.items.map(({ number }) => ({ ITM_NUMBER: number, REASON_REJ: CANCELLED })),
      ORDER_ITEM_INX: order.items.map(({ number }) => ({ ITM_NUMBER: number, UPDATEFLAG: 'U', REASON_REJ: 'X' })),
    },
    luw,
  );

function patchItem(erp: Erp, functions: RfcFunctions, item: Entity, changes: Entity, luw: Luw): void {
  const other = Object.keys(changes).find((name) => !['Quantity', 'Discount'].includes(name));
  if (other !== undefined) throw badRequest(`Of an item, quantity and discount can be changed, not ${other}`);
  const row = { ITM_NUMBER: text(item, 'Item') };
  const flags = { ...row, UPDATEFLAG: 'U' };
  const { currency } = orderOf(erp, text(item, 'Order'));
  const quantity = text({ ...item, ...changes }, 'Quantity');
  change(
    functions,
    'BAPI_SALESORDER_CHANGE',
    {
      SALESDOCUMENT: text(item, 'Order'),
      ORDER_HEADER_INX: { UPDATEFLAG: 'U' },
      ORDER_ITEM_IN: [{ ...row, TARGET_QTY: quantity }],
      ORDER_ITEM_INX: [{ ...flags, TARGET_QTY: 'X' }],
      SCHEDULE_LINES: [{ ...row, SCHED_LINE: '0001', REQ_QTY: quantity }],
      SCHEDULE_LINESX: [{ ...flags, SCHED_LINE: '0001', REQ_QTY: 'X' }],
      ...('Discount' in changes && { CONDITIONS_IN: [discountOf(row.ITM_NUMBER, changes, currency)] }),
    },
    luw,
  );
}

/** The same LineReference gives the item that is there already. */
function addItem(erp: Erp, functions: RfcFunctions, input: Entity, luw: Luw): Entity {
  const reference = text(input, 'LineReference');
  if (reference === '') throw badRequest('LineReference is required');
  const order = orderOf(erp, text(input, 'Order'));
  const number = itemNumber(Math.max(0, ...order.items.map((item) => Number(item.number))) + 10);
  const fields = itemFields(number, input);
  const flags = Object.fromEntries(Object.keys(fields).map((name) => [name, 'X']));
  post(
    functions,
    'Z_QTC_ORDER_CHANGE',
    {
      IV_KEY: reference,
      SALESDOCUMENT: order.number,
      ORDER_HEADER_INX: { UPDATEFLAG: 'U' },
      ORDER_ITEM_IN: [fields],
      ORDER_ITEM_INX: [{ ...flags, ITM_NUMBER: number, UPDATEFLAG: 'I' }],
      CONDITIONS_IN: conditions(number, input, order.currency),
    },
    luw,
  );
  const items = rows(orderEntity(erp, orderOf(erp, order.number)), 'Items');
  const added = items.find((item) => text(item, 'LineReference') === reference);
  if (!added) throw notFound(`SalesOrderItems(Order='${order.number}',Item='${number}')`);
  return added;
}

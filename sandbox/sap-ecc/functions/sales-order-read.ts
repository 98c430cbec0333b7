import type { BillingDocument, Delivery, OrderItem, SalesOrder } from '../company.ts';
import { printQuantity } from '../currencies.ts';
import type { Outcome, RfcFunctions } from '../function.ts';
import { RETURN_STRUCTURE } from '../function.ts';
import type { Luw } from '../luw.ts';
import { alpha } from '../numbers.ts';
import type { Fields, Params } from '../params.ts';
import { at, fieldsIn, rowsIn, textIn } from '../params.ts';
import { netOf, pricedOrder } from '../pricing.ts';

export const salesOrderReadFunctions: RfcFunctions = {
  BAPISDORDER_GETDETAILEDLIST: { returns: { as: 'table', type: 'BAPIRET2' }, run: details },
  BAPI_SALESORDER_GETLIST: { returns: { ...RETURN_STRUCTURE, type: 'BAPIRETURN' }, run: list },
};

type View = (order: SalesOrder, luw: Luw) => readonly Fields[];
/** Which table each flag of I_BAPI_VIEW fills. */
const views: readonly (readonly [flag: string, table: string, view: View])[] = [
  ['HEADER', 'ORDER_HEADERS_OUT', (order, luw) => [header(order, luw)]],
  ['ITEM', 'ORDER_ITEMS_OUT', items],
  ['SDSCHEDULE', 'ORDER_SCHEDULES_OUT', (order) => order.items.map((item) => schedule(order, item))],
  ['BUSINESS', 'ORDER_BUSINESS_OUT', (order) => [business(order)]],
  ['SDCOND', 'ORDER_CONDITIONS_OUT', conditions],
  ['TEXT', 'ORDER_TEXTLINES_OUT', textLines],
  ['FLOW', 'ORDER_FLOWS_OUT', flows],
  ['STATUS_H', 'ORDER_STATUSHEADERS_OUT', (order) => [{ SD_DOC: order.number, DLV_STAT_H: deliveryStatus(order) }]],
  ['PARTNER', 'ORDER_PARTNERS_OUT', partners],
];

function details(params: Params, luw: Luw): Outcome {
  const wanted = fieldsIn(params, 'I_BAPI_VIEW');
  const orders = rowsIn(params, 'SALES_DOCUMENTS').flatMap((row) => {
    const order = luw.company.orders.get(alpha(at(row, 'VBELN'), 10));
    return order ? [order] : [];
  });
  const tables = views.map(
    ([flag, table, view]) =>
      [table, at(wanted, flag) === 'X' ? orders.flatMap((order) => view(order, luw)) : []] as const,
  );
  return { messages: [], tables: Object.fromEntries(tables) };
}

function list(params: Params, { company }: Luw): Outcome {
  const customer = alpha(textIn(params, 'CUSTOMER_NUMBER'), 10);
  const organisation = textIn(params, 'SALES_ORGANIZATION');
  const purchase = textIn(params, 'PURCHASE_ORDER');
  const found = company.orders
    .all()
    .filter(({ soldTo, salesOrganisation }) => soldTo === customer && salesOrganisation === organisation)
    .map(({ number, purchaseNumber, soldTo }) => ({
      SD_DOC: number,
      PURCH_NO: purchaseNumber.slice(0, 20),
      SOLD_TO: soldTo,
    }))
    .filter(({ PURCH_NO }) => purchase === '' || PURCH_NO === purchase);
  return { messages: [], tables: { SALES_ORDERS: found } };
}

const header = (order: SalesOrder, { erp }: Luw): Fields => ({
  DOC_NUMBER: order.number,
  REC_DATE: order.created.slice(0, 10),
  REC_TIME: order.created.slice(11, 19),
  DOC_DATE: order.date,
  PURCH_NO: order.purchaseNumber.slice(0, 20),
  SALES_ORG: order.salesOrganisation,
  SOLD_TO: order.soldTo,
  CURRENCY: order.currency,
  NET_VAL_HD: erp.currencies.print(pricedOrder(erp.taxes, order.items).net, order.currency),
  DLV_BLOCK: order.deliveryBlock,
});

function items(order: SalesOrder, { erp }: Luw): readonly Fields[] {
  const { taxOfItem } = pricedOrder(erp.taxes, order.items);
  return order.items.map((item, index) => ({
    DOC_NUMBER: order.number,
    ITM_NUMBER: item.number,
    MATERIAL: item.material,
    SHORT_TEXT: item.text,
    REQ_QTY: printQuantity(item.quantity),
    REA_FOR_RE: item.rejection,
    NET_VALUE: erp.currencies.print(netOf(item), order.currency),
    TX_DOC_CUR: erp.currencies.print(taxOfItem[index] ?? 0n, order.currency),
    CUST_MAT35: item.customerMaterial,
    TAX_CLASS1: item.taxClass,
  }));
}

const schedule = (order: SalesOrder, item: OrderItem): Fields => ({
  DOC_NUMBER: order.number,
  ITM_NUMBER: item.number,
  SCHED_LINE: '0001',
  REQ_QTY: printQuantity(item.quantity),
  CONFIR_QTY: printQuantity(item.confirmed),
});

const business = (order: SalesOrder): Fields => ({
  SD_DOC: order.number,
  ITM_NUMBER: '000000',
  PURCH_NO_C: order.purchaseNumber,
  PURCH_NO_S: order.shipToPurchaseNumber,
});

function conditions(order: SalesOrder, { erp }: Luw): readonly Fields[] {
  const row = (item: OrderItem, type: string, value: bigint): Fields => ({
    SD_DOC: order.number,
    ITM_NUMBER: item.number,
    COND_TYPE: type,
    COND_VALUE: erp.currencies.print(value, order.currency),
    CURRENCY: order.currency,
  });
  return order.items.flatMap((item) => [
    row(item, 'PR00', item.price),
    ...(item.discount === 0n ? [] : [row(item, 'RB00', item.discount)]),
  ]);
}

function textLines(order: SalesOrder): readonly Fields[] {
  return order.texts.flatMap(({ item, id, lines }) =>
    lines.map((line) => ({
      APPLOBJECT: item === '000000' ? 'VBBK' : 'VBBP',
      TEXT_NAME: item === '000000' ? order.number : `${order.number}${item}`,
      TEXT_ID: id,
      LANGU: 'E',
      LINE: line,
    })),
  );
}

/** VBFA names every follow-on document of an order, also those that came by way of a delivery. */
function flows({ number }: SalesOrder, { company }: Luw): readonly Fields[] {
  const row = (following: Delivery | BillingDocument, category: string): Fields => ({
    PRECSDDOC: number,
    SUBSSDDOC: following.number,
    DOCCATEGSD: category,
  });
  return [
    ...company.deliveries.all().flatMap((one) => (one.order === number ? [row(one, 'J')] : [])),
    ...company.billingDocuments
      .all()
      .flatMap((one) => (one.order === number ? [row(one, one.cancels ? 'N' : 'M')] : [])),
  ];
}

/** Blank when nothing is left to deliver because everything is rejected. */
export function deliveryStatus({ items }: Pick<SalesOrder, 'items'>): '' | 'A' | 'B' | 'C' {
  const live = items.filter(({ rejection, quantity }) => !rejection && quantity > 0n);
  if (live.length === 0) return '';
  if (live.every(({ delivered, quantity }) => delivered === quantity)) return 'C';
  return live.some(({ delivered }) => delivered > 0n) ? 'B' : 'A';
}

function partners({ number, soldTo, shipTo }: SalesOrder): readonly Fields[] {
  const row = (role: string, customer: string): Fields => ({
    SD_DOC: number,
    PARTN_ROLE: role,
    CUSTOMER: customer,
  });
  return [row('AG', soldTo), row('WE', shipTo?.number || soldTo)];
}

import { isDay } from '../calendar.ts';
import type { SalesOrder } from '../company.ts';
import type { Outcome, RfcFunctions } from '../function.ts';
import { RETURN_TABLE } from '../function.ts';
import type { Luw } from '../luw.ts';
import type { Message } from '../messages.ts';
import { error, message, Refusal } from '../messages.ts';
import { alpha, withoutZeros } from '../numbers.ts';
import { newItem, problemsOf } from '../order-items.ts';
import type { TableNames } from '../order-reading.ts';
import { flagged, readItems, readTexts, shipToIn } from '../order-reading.ts';
import type { Fields, Params } from '../params.ts';
import { at, fieldsIn, rowsIn, textIn } from '../params.ts';

const tables: TableNames = {
  items: ['ORDER_ITEMS_IN', 'ORDER_ITEMS_INX'],
  schedules: ['ORDER_SCHEDULES_IN', 'ORDER_SCHEDULES_INX'],
  conditions: ['ORDER_CONDITIONS_IN', 'ORDER_CONDITIONS_INX'],
};
const required = ['DOC_TYPE', 'SALES_ORG', 'DISTR_CHAN', 'DIVISION', 'CURRENCY'];

export const salesOrderCreateFunctions: RfcFunctions = {
  BAPI_SALESORDER_CREATEFROMDAT2: { returns: RETURN_TABLE, writes: true, run: create },
};

/** Nothing is committed here. */
function create(params: Params, luw: Luw): Outcome {
  const header = flagged(fieldsIn(params, 'ORDER_HEADER_IN'), fieldsIn(params, 'ORDER_HEADER_INX'));
  const soldTo = soldToIn(params);
  const items = readItems(luw.erp, params, tables, at(header, 'CURRENCY'));
  const problems = [
    ...headerProblems(luw, header, soldTo),
    ...items.flatMap((item, index) => problemsOf(luw, item, index + 1)),
    ...(items.length === 0 ? [error('V1 323', ['ORDER_ITEMS_IN'])] : []),
  ];
  if (problems.length > 0) throw new Refusal(...problems);
  const processed = ['ORDER_HEADER_IN', ...items.map(() => 'ITEM_IN')].map((what) => message('S', 'V4 233', [what]));
  if (textIn(params, 'TESTRUN')) return { messages: processed, exports: { SALESDOCUMENT: '' } };
  const order = luw.company.orders.put({
    ...orderHeader(luw, header, soldTo),
    shipTo: shipToIn(params),
    items: items.map((item) => newItem(luw, item)),
    texts: readTexts(params),
  });
  return {
    messages: [...processed, message('S', 'V1 311', [withoutZeros(order.number)])],
    exports: { SALESDOCUMENT: order.number },
  };
}

const soldToIn = (params: Params): string =>
  alpha(
    at(
      rowsIn(params, 'ORDER_PARTNERS').find((row) => at(row, 'PARTN_ROLE') === 'AG'),
      'PARTN_NUMB',
    ),
    10,
  );

function headerProblems({ erp, company }: Luw, header: Fields, soldTo: string): readonly Message[] {
  const customer = company.customers.get(soldTo);
  const currency = at(header, 'CURRENCY');
  const area = ['SALES_ORG', 'DISTR_CHAN', 'DIVISION'].map((name) => at(header, name));
  return [
    ...required.filter((field) => !at(header, field)).map((field) => error('V1 323', [field], { field })),
    ...(currency && !erp.currencies.exists(currency) ? [error('S& 044', [currency], { field: 'CURRENCY' })] : []),
    ...(!customer || customer.deleted || customer.orderBlock ? [error('V1 398', [soldTo, ...area])] : []),
    ...(customer?.creditBlocked ? [error('V1 154')] : []),
    ...(customer?.orderBlock ? [error('VP 150', [customer.number])] : []),
  ];
}

function orderHeader({ erp }: Luw, header: Fields, soldTo: string): Omit<SalesOrder, 'shipTo' | 'items' | 'texts'> {
  const date = at(header, 'PURCH_DATE');
  return {
    number: erp.nextNumber('order'),
    type: at(header, 'DOC_TYPE'),
    salesOrganisation: at(header, 'SALES_ORG'),
    channel: at(header, 'DISTR_CHAN'),
    division: at(header, 'DIVISION'),
    soldTo,
    currency: at(header, 'CURRENCY'),
    purchaseNumber: at(header, 'PURCH_NO_C').slice(0, 35),
    shipToPurchaseNumber: at(header, 'PURCH_NO_S').slice(0, 35),
    yourReference: at(header, 'REF_1').slice(0, 12),
    orderedBy: at(header, 'NAME').slice(0, 30),
    assignment: at(header, 'ASS_NUMBER').slice(0, 18),
    date: isDay(date) ? date : erp.clock.today(),
    deliveryBlock: at(header, 'DLV_BLOCK'),
    created: erp.clock.now().toISOString(),
  };
}

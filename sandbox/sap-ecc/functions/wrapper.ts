import type { IdempotencyRow } from '../company.ts';
import type { Outcome, RfcFunction, RfcFunctions } from '../function.ts';
import { attempt, failed, RETURN_TABLE } from '../function.ts';
import type { Luw } from '../luw.ts';
import { commitForCaller } from '../luw.ts';
import { error, Refusal } from '../messages.ts';
import { rowsIn, textIn } from '../params.ts';
import type { Params } from '../params.ts';
import { postWithDownPayments, accDocumentFunctions } from './acc-document.ts';
import { billingFunctions } from './billing.ts';
import { clearByKey, resetByKey } from './clearing.ts';
import { customerFunctions } from './customer.ts';
import { salesOrderChangeFunctions } from './sales-order-change.ts';
import { salesOrderCreateFunctions } from './sales-order-create.ts';

type Wrapped = {
  readonly called: RfcFunction | undefined;
  /** The wrapper's own parameters by the names that the BAPI knows them by. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly documentOf: (outcome: Outcome, params: Params) => string;
  readonly isThere: (luw: Luw, document: string) => boolean;
  /** The BAPI commits by itself, so the row is written first. */
  readonly pendingFirst?: boolean;
};

const exported =
  (name: string) =>
  ({ exports = {} }: Outcome): string =>
    textIn(exports, name);
const billed = ({ tables = {} }: Outcome): string => rowsIn(tables, 'SUCCESS')[0]?.['BILL_DOC'] ?? '';
const isOrder = ({ company }: Luw, document: string): boolean => company.orders.get(document) !== undefined;
const isBilling = ({ company }: Luw, document: string): boolean => company.billingDocuments.get(document) !== undefined;
const isFiDocument = ({ company }: Luw, document: string): boolean => company.fiDocuments.get(document) !== undefined;

const wrapped: Readonly<Record<string, Wrapped>> = {
  Z_QTC_ORDER_CREATE: {
    called: salesOrderCreateFunctions['BAPI_SALESORDER_CREATEFROMDAT2'],
    documentOf: exported('SALESDOCUMENT'),
    isThere: isOrder,
  },
  Z_QTC_ORDER_CHANGE: {
    called: salesOrderChangeFunctions['BAPI_SALESORDER_CHANGE'],
    documentOf: exported('SALESDOCUMENT'),
    isThere: isOrder,
  },
  Z_QTC_CUSTOMER_CREATE: {
    called: customerFunctions['BAPI_CUSTOMER_CREATEFROMDATA1'],
    documentOf: exported('CUSTOMERNO'),
    isThere: ({ company }, document) => company.customers.get(document) !== undefined,
  },
  Z_QTC_BILLING_CREATE: {
    called: billingFunctions['BAPI_BILLINGDOC_CREATEMULTIPLE'],
    documentOf: billed,
    isThere: isBilling,
    pendingFirst: true,
  },
  Z_QTC_BILLING_CANCEL: {
    called: billingFunctions['BAPI_BILLINGDOC_CANCEL1'],
    renamed: { IV_BILLINGDOCUMENT: 'BILLINGDOCUMENT', IV_BILLINGDATE: 'BILLINGDATE' },
    documentOf: billed,
    isThere: isBilling,
    pendingFirst: true,
  },
  Z_QTC_DOCUMENT_POST: { called: postWithDownPayments, documentOf: exported('OBJ_KEY'), isThere: isFiDocument },
  Z_QTC_DOCUMENT_REVERSE: {
    called: accDocumentFunctions['BAPI_ACC_DOCUMENT_REV_POST'],
    documentOf: exported('OBJ_KEY'),
    isThere: isFiDocument,
  },
  Z_QTC_CLEAR: { called: clearByKey, documentOf: exported('EV_DOCUMENT'), isThere: isFiDocument },
  Z_QTC_CLEAR_RESET: { called: resetByKey, documentOf: exported('EV_DOCUMENT'), isThere: isFiDocument },
};

export const wrapperFunctions: RfcFunctions = {
  ...Object.fromEntries(
    Object.entries(wrapped).map(([name, wrapper]) => [
      name,
      { returns: RETURN_TABLE, writes: true, run: (params: Params, luw: Luw) => once(name, wrapper, params, luw) },
    ]),
  ),
  Z_QTC_FIND: { returns: RETURN_TABLE, run: find },
};

/** One call is one LUW: BAPI, idempotency row and commit; a key that is there already changes nothing. */
function once(name: string, wrapper: Wrapped, params: Params, luw: Luw): Outcome {
  const key = textIn(params, 'IV_KEY');
  if (!key) throw new Refusal(error('V1 323', ['IV_KEY']));
  if (!luw.lock(`key ${key}`)) throw new Refusal(error('MC 601', ['MILLER']));
  const known = luw.company.idempotency.get(key);
  if (known?.functionName !== undefined && known.functionName !== name) {
    throw new Refusal(error('ZQTC 001', [key, known.functionName]));
  }
  if (known?.status === 'DONE') {
    return { messages: [], exports: { EV_DOCUMENT: known.document, EV_REPEATED: 'X' } };
  }
  const row = { key, functionName: name, stripeId: textIn(params, 'IV_STRIPE_ID').slice(0, 40) };
  return wrapper.pendingFirst ? selfCommitting(row, wrapper, params, luw) : inOneUnit(row, wrapper, params, luw);
}

type Row = Pick<IdempotencyRow, 'key' | 'functionName' | 'stripeId'>;

function inOneUnit(row: Row, wrapper: Wrapped, params: Params, luw: Luw): Outcome {
  const outcome = call(wrapper, params, luw);
  if (failed(outcome)) {
    luw.rollback();
    return refused(outcome);
  }
  const document = wrapper.documentOf(outcome, params);
  luw.company.idempotency.put({ ...row, document, status: 'DONE' });
  commitForCaller(luw);
  return readBack(wrapper, outcome, document, luw, luw.company.idempotency.get(row.key) !== undefined);
}

function selfCommitting(row: Row, wrapper: Wrapped, params: Params, luw: Luw): Outcome {
  luw.company.idempotency.put({ ...row, document: '', status: 'PENDING' });
  luw.commit();
  const outcome = call(wrapper, params, luw);
  if (failed(outcome)) {
    luw.rollback();
    return refused(outcome);
  }
  const document = wrapper.documentOf(outcome, params);
  if (wrapper.isThere(luw, document)) {
    luw.company.idempotency.put({ ...row, document, status: 'DONE' });
    luw.commit();
  }
  return readBack(wrapper, outcome, document, luw, true);
}

function call({ called, renamed = {} }: Wrapped, params: Params, luw: Luw): Outcome {
  if (!called) throw new Error('A wrapper without a function to call');
  const own = Object.entries(renamed).map(([from, to]) => [to, textIn(params, from)] as const);
  return attempt({ ...called, writes: false }, { ...params, ...Object.fromEntries(own) }, luw);
}

const refused = ({ messages }: Outcome): Outcome => ({ messages, exports: { EV_DOCUMENT: '', EV_REPEATED: '' } });

function readBack(wrapper: Wrapped, { messages }: Outcome, document: string, luw: Luw, row: boolean): Outcome {
  if (!row || !wrapper.isThere(luw, document)) return refused({ messages: [error('ZQTC 002', [document])] });
  return { messages, exports: { EV_DOCUMENT: document, EV_REPEATED: '' } };
}

function find(params: Params, { company }: Luw): Outcome {
  const row = company.idempotency.get(textIn(params, 'IV_KEY'));
  return {
    messages: [],
    exports: {
      EV_FUNCTION: row?.functionName ?? '',
      EV_DOCUMENT: row?.document ?? '',
      EV_STATUS: row?.status ?? '',
      EV_STRIPE_ID: row?.stripeId ?? '',
    },
  };
}

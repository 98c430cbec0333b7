import type { IdempotencyRow } from '../company.ts';
import type { Outcome, RfcFunction, RfcFunctions } from '../function.ts';
import { attempt, failed, RETURN_TABLE } from '../function.ts';
import type { Luw } from '../luw.ts';
import { commitForCaller } from '../luw.ts';
import type { Message } from '../messages.ts';
import { error, message, Refusal } from '../messages.ts';
import { alpha } from '../numbers.ts';
import { rowsIn, textIn } from '../params.ts';
import type { Params } from '../params.ts';
import { postWithDownPayments, accDocumentFunctions } from './acc-document.ts';
import { billingFunctions } from './billing.ts';
import { clearByKey, resetByKey } from './clearing.ts';
import { changeWithBlock, customerFunctions } from './customer.ts';
import { salesOrderChangeFunctions } from './sales-order-change.ts';
import { salesOrderCreateFunctions } from './sales-order-create.ts';

/** While a row is pending and no document is found, nothing is posted for so long. */
const PENDING_MS = 300_000;

type Wrapped = {
  readonly called: RfcFunction | undefined;
  /** The wrapper's own parameters by the names that the BAPI knows them by. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly documentOf: (outcome: Outcome) => string;
  readonly isThere: (luw: Luw, document: string) => boolean;
  /** The call commits by itself, so the row is written first: how its document is found, and by what. */
  readonly pending?: {
    readonly find: (luw: Luw, row: IdempotencyRow) => string | undefined;
    readonly target?: string;
  };
};

const exported =
  (name: string) =>
  ({ exports = {} }: Outcome): string =>
    textIn(exports, name);
const billed = ({ tables = {} }: Outcome): string => rowsIn(tables, 'SUCCESS')[0]?.['BILL_DOC'] ?? '';
const isOrder = ({ company }: Luw, document: string): boolean => company.orders.get(document) !== undefined;
const isCustomer = ({ company }: Luw, document: string): boolean => company.customers.get(document) !== undefined;
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
    isThere: isCustomer,
  },
  Z_QTC_CUSTOMER_CHANGE: { called: changeWithBlock, documentOf: exported('EV_DOCUMENT'), isThere: isCustomer },
  Z_QTC_BILLING_CREATE: {
    called: billingFunctions['BAPI_BILLINGDOC_CREATEMULTIPLE'],
    documentOf: billed,
    isThere: isBilling,
    pending: {
      find: ({ company }, { key }) => company.billingDocuments.all().find(({ reference }) => reference === key)?.number,
    },
  },
  Z_QTC_BILLING_CANCEL: {
    called: billingFunctions['BAPI_BILLINGDOC_CANCEL1'],
    renamed: { IV_BILLINGDOCUMENT: 'BILLINGDOCUMENT', IV_BILLINGDATE: 'BILLINGDATE' },
    documentOf: billed,
    isThere: isBilling,
    pending: {
      find: ({ company }, { target }) => company.billingDocuments.get(alpha(target, 10))?.cancelledBy,
      target: 'IV_BILLINGDOCUMENT',
    },
  },
  Z_QTC_DOCUMENT_POST: { called: postWithDownPayments, documentOf: exported('OBJ_KEY'), isThere: isFiDocument },
  Z_QTC_DOCUMENT_REVERSE: {
    called: accDocumentFunctions['BAPI_ACC_DOCUMENT_REV_POST'],
    documentOf: exported('OBJ_KEY'),
    isThere: isFiDocument,
  },
  Z_QTC_CLEAR: {
    called: clearByKey,
    documentOf: exported('EV_DOCUMENT'),
    isThere: isFiDocument,
    pending: {
      find: ({ company }, { key }) => company.clearings.all().find(({ reference }) => reference === key)?.document,
    },
  },
  Z_QTC_CLEAR_RESET: {
    called: resetByKey,
    documentOf: exported('EV_DOCUMENT'),
    isThere: isFiDocument,
    pending: { find: ({ company }, { target }) => company.clearings.get(target)?.reset, target: 'IV_CLEARING' },
  },
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
  if (!key) throw new Refusal(error('ZQTC 003'));
  if (!luw.lock(`key ${key}`)) throw new Refusal(error('MC 601', ['MILLER']));
  const known = luw.company.idempotency.get(key);
  if (known && known.functionName !== name) throw new Refusal(error('ZQTC 001', [key, known.functionName]));
  if (known) {
    const { status, document } = settled(luw, known);
    if (status === 'DONE') return repeated(key, document);
    if (isYoung(luw, known)) throw new Refusal(error('ZQTC 012', [key]));
  }
  const row: IdempotencyRow = {
    key,
    functionName: name,
    stripeId: textIn(params, 'IV_STRIPE_ID').slice(0, 40),
    document: '',
    target: textIn(params, wrapper.pending?.target ?? ''),
    status: 'PENDING',
    created: luw.erp.clock.now().toISOString(),
  };
  return wrapper.pending ? selfCommitting(row, wrapper, params, luw) : inOneUnit(row, wrapper, params, luw);
}

const repeated = (key: string, document: string): Outcome => ({
  messages: [message('S', 'ZQTC 002', [key, document])],
  exports: { EV_DOCUMENT: document, EV_REPEATED: 'X' },
});
const refused = (messages: readonly Message[]): Outcome => ({
  messages,
  exports: { EV_DOCUMENT: '', EV_REPEATED: '' },
});
const posted = ({ messages }: Outcome, document: string): Outcome => ({
  messages,
  exports: { EV_DOCUMENT: document, EV_REPEATED: '' },
});

function inOneUnit(row: IdempotencyRow, wrapper: Wrapped, params: Params, luw: Luw): Outcome {
  const outcome = call(wrapper, params, luw);
  if (failed(outcome)) {
    luw.rollback();
    return refused(outcome.messages);
  }
  const document = wrapper.documentOf(outcome);
  luw.company.idempotency.put({ ...row, document, status: 'DONE' });
  commitForCaller(luw);
  const isThere = luw.company.idempotency.get(row.key) !== undefined && wrapper.isThere(luw, document);
  return isThere ? posted(outcome, document) : refused([error('ZQTC 005', [row.key])]);
}

function selfCommitting(row: IdempotencyRow, wrapper: Wrapped, params: Params, luw: Luw): Outcome {
  luw.company.idempotency.put(row);
  luw.commit();
  const outcome = call(wrapper, params, luw);
  if (failed(outcome)) {
    luw.rollback();
    luw.company.idempotency.remove(row.key);
    luw.commit();
    return refused(outcome.messages);
  }
  const document = wrapper.documentOf(outcome);
  if (!wrapper.isThere(luw, document)) return refused([error('ZQTC 012', [row.key])]);
  luw.company.idempotency.put({ ...row, document, status: 'DONE' });
  luw.commit();
  return posted(outcome, document);
}

function call({ called, renamed = {} }: Wrapped, params: Params, luw: Luw): Outcome {
  if (!called) throw new Error('A wrapper without a function to call');
  const own = Object.entries(renamed).map(([from, to]) => [to, textIn(params, from)] as const);
  return attempt({ ...called, writes: false }, { ...params, ...Object.fromEntries(own) }, luw);
}

/** A row that was left pending is done as soon as its document is found. */
function settled(luw: Luw, row: IdempotencyRow): IdempotencyRow {
  const document = row.status === 'PENDING' ? wrapped[row.functionName]?.pending?.find(luw, row) : undefined;
  if (document === undefined) return row;
  const done = luw.company.idempotency.put({ ...row, document, status: 'DONE' });
  luw.commit();
  return done;
}

const isYoung = ({ erp }: Luw, { created }: IdempotencyRow): boolean =>
  erp.clock.now().getTime() - Date.parse(created) < PENDING_MS;

function find(params: Params, luw: Luw): Outcome {
  const known = luw.company.idempotency.get(textIn(params, 'IV_KEY'));
  const row = known && settled(luw, known);
  const isKnown = row && (row.status === 'DONE' || isYoung(luw, row));
  return {
    messages: [],
    exports: {
      EV_FUNCTION: isKnown ? row.functionName : '',
      EV_DOCUMENT: isKnown ? row.document : '',
      EV_STATUS: isKnown ? row.status : '',
      EV_STRIPE_ID: isKnown ? row.stripeId : '',
    },
  };
}

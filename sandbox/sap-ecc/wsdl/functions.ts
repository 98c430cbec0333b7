/** By parameter: `in`, `out` or `table`, and a scalar type or the name of a structure. */
export type Signature = Readonly<Record<string, `${'in' | 'out' | 'table'} ${string}`>>;

const orderCreate = {
  SALESDOCUMENTIN: 'in C10',
  ORDER_HEADER_IN: 'in BAPISDHD1',
  ORDER_HEADER_INX: 'in BAPISDHD1X',
  TESTRUN: 'in C1',
  SALESDOCUMENT: 'out C10',
  RETURN: 'table BAPIRET2',
  ORDER_ITEMS_IN: 'table BAPISDITM',
  ORDER_ITEMS_INX: 'table BAPISDITMX',
  ORDER_PARTNERS: 'table BAPIPARNR',
  ORDER_SCHEDULES_IN: 'table BAPISCHDL',
  ORDER_SCHEDULES_INX: 'table BAPISCHDLX',
  ORDER_CONDITIONS_IN: 'table BAPICOND',
  ORDER_CONDITIONS_INX: 'table BAPICONDX',
  ORDER_TEXT: 'table BAPISDTEXT',
} as const satisfies Signature;

const orderChange = {
  SALESDOCUMENT: 'in C10',
  ORDER_HEADER_IN: 'in BAPISDH1',
  ORDER_HEADER_INX: 'in BAPISDH1X',
  SIMULATION: 'in C1',
  RETURN: 'table BAPIRET2',
  ORDER_ITEM_IN: 'table BAPISDITM',
  ORDER_ITEM_INX: 'table BAPISDITMX',
  SCHEDULE_LINES: 'table BAPISCHDL',
  SCHEDULE_LINESX: 'table BAPISCHDLX',
  CONDITIONS_IN: 'table BAPICOND',
  CONDITIONS_INX: 'table BAPICONDX',
  ORDER_TEXT: 'table BAPISDTEXT',
} as const satisfies Signature;

const customerCreate = {
  PI_COMPANYDATA: 'in BAPIKNA101_1',
  PI_COPYREFERENCE: 'in BAPIKNA102',
  CUSTOMERNO: 'out C10',
  RETURN: 'out BAPIRETURN1',
} as const satisfies Signature;

const customerChange = {
  CUSTOMERNO: 'in C10',
  PI_SALESORG: 'in C4',
  PI_DISTR_CHAN: 'in C2',
  PI_DIVISION: 'in C2',
  PI_COMPANYDATA: 'in BAPIKNA101_1',
  PI_COMPANYDATAX: 'in BAPIKNA101_1X',
  RETURN: 'out BAPIRETURN1',
} as const satisfies Signature;

const billingCreate = {
  TESTRUN: 'in C1',
  BILLINGDATAIN: 'table BAPIVBRK',
  CONDITIONDATAIN: 'table BAPIKOMV',
  RETURN: 'table BAPIRET1',
  SUCCESS: 'table BAPIVBRKSUCCESS',
  ERRORS: 'table BAPIVBRKERRORS',
} as const satisfies Signature;

const documentCheck = {
  DOCUMENTHEADER: 'in BAPIACHE09',
  ACCOUNTGL: 'table BAPIACGL09',
  ACCOUNTRECEIVABLE: 'table BAPIACAR09',
  ACCOUNTTAX: 'table BAPIACTX09',
  CURRENCYAMOUNT: 'table BAPIACCR09',
  RETURN: 'table BAPIRET2',
} as const satisfies Signature;

const objectKey = { OBJ_TYPE: 'out C5', OBJ_KEY: 'out C20', OBJ_SYS: 'out C10' } as const satisfies Signature;
const documentPost = { ...documentCheck, ...objectKey } as const satisfies Signature;

const documentReverse = {
  REVERSAL: 'in BAPIACREV',
  BUS_ACT: 'in C4',
  ...objectKey,
  RETURN: 'table BAPIRET2',
} as const satisfies Signature;

const standard: Readonly<Record<string, Signature>> = {
  BAPI_SALESORDER_CREATEFROMDAT2: orderCreate,
  BAPI_SALESORDER_CHANGE: orderChange,
  BAPISDORDER_GETDETAILEDLIST: {
    I_BAPI_VIEW: 'in ORDER_VIEW',
    SALES_DOCUMENTS: 'table SALES_KEY',
    ORDER_HEADERS_OUT: 'table BAPISDHD',
    ORDER_ITEMS_OUT: 'table BAPISDIT',
    ORDER_SCHEDULES_OUT: 'table BAPISDHEDU',
    ORDER_BUSINESS_OUT: 'table BAPISDBUSI',
    ORDER_CONDITIONS_OUT: 'table BAPISDCOND',
    ORDER_TEXTLINES_OUT: 'table BAPITEXTLI',
    ORDER_FLOWS_OUT: 'table BAPISDFLOW',
    ORDER_STATUSHEADERS_OUT: 'table BAPISDHDST',
  },
  BAPI_SALESORDER_GETLIST: {
    CUSTOMER_NUMBER: 'in C10',
    SALES_ORGANIZATION: 'in C4',
    PURCHASE_ORDER: 'in C20',
    RETURN: 'out BAPIRETURN',
    SALES_ORDERS: 'table BAPIORDERS',
  },
  BAPI_BILLINGDOC_CREATEMULTIPLE: billingCreate,
  BAPI_BILLINGDOC_CANCEL1: {
    BILLINGDOCUMENT: 'in C10',
    BILLINGDATE: 'in D',
    TESTRUN: 'in C1',
    RETURN: 'table BAPIRET1',
    SUCCESS: 'table BAPIVBRKSUCCESS',
  },
  BAPI_CUSTOMER_CREATEFROMDATA1: customerCreate,
  BAPI_CUSTOMER_CHANGEFROMDATA1: customerChange,
  BAPI_CUSTOMER_GETDETAIL2: {
    CUSTOMERNO: 'in C10',
    COMPANYCODE: 'in C4',
    CUSTOMERADDRESS: 'out BAPICUSTOMER_04',
    CUSTOMERGENERALDETAIL: 'out BAPICUSTOMER_KNA1',
    RETURN: 'out BAPIRET1',
  },
  BAPI_ACC_DOCUMENT_CHECK: documentCheck,
  BAPI_ACC_DOCUMENT_POST: documentPost,
  BAPI_ACC_DOCUMENT_REV_POST: documentReverse,
  BAPI_AR_ACC_GETOPENITEMS: {
    COMPANYCODE: 'in C4',
    CUSTOMER: 'in C10',
    KEYDATE: 'in D',
    NOTEDITEMS: 'in C1',
    SECINDEX: 'in C1',
    RETURN: 'out BAPIRETURN',
    LINEITEMS: 'table BAPI3007_2',
  },
  BAPI_MATERIAL_GETLIST: {
    MATNRSELECTION: 'table BAPIMATRAM',
    MATNRLIST: 'table BAPIMATLST',
    RETURN: 'table BAPIRET2',
  },
  BAPI_MATERIAL_AVAILABILITY: {
    PLANT: 'in C4',
    MATERIAL: 'in C18',
    UNIT: 'in C3',
    AV_QTY_PLT: 'out P',
    RETURN: 'out BAPIRETURN',
  },
  BAPI_TRANSACTION_COMMIT: { WAIT: 'in C1', RETURN: 'out BAPIRET2' },
  BAPI_TRANSACTION_ROLLBACK: { RETURN: 'out BAPIRET2' },
  RFC_READ_TABLE: {
    QUERY_TABLE: 'in C30',
    DELIMITER: 'in C1',
    NO_DATA: 'in C1',
    ROWSKIPS: 'in I',
    ROWCOUNT: 'in I',
    OPTIONS: 'table RFC_DB_OPT',
    FIELDS: 'table RFC_DB_FLD',
    DATA: 'table TAB512',
  },
};

/** What every wrapper has besides the parameters of the function that it wraps. */
const wrapper = {
  IV_KEY: 'in C16',
  IV_STRIPE_ID: 'in C40',
  EV_DOCUMENT: 'out C20',
  EV_REPEATED: 'out C1',
  RETURN: 'table BAPIRET2',
} as const satisfies Signature;

const wrappers: Readonly<Record<string, Signature>> = {
  Z_QTC_ORDER_CREATE: { ...orderCreate, ...wrapper },
  Z_QTC_ORDER_CHANGE: { ...orderChange, ...wrapper },
  Z_QTC_CUSTOMER_CREATE: { ...customerCreate, ...wrapper },
  Z_QTC_CUSTOMER_CHANGE: {
    IV_CUSTOMER: 'in C10',
    IS_COMPANYDATA: 'in BAPIKNA101_1',
    IS_COMPANYDATAX: 'in BAPIKNA101_1X',
    IV_STCEG: 'in C20',
    IV_STCEGX: 'in C1',
    IV_AUFSD: 'in C2',
    IV_AUFSDX: 'in C1',
    ...wrapper,
  },
  Z_QTC_BILLING_CREATE: { ...billingCreate, ...wrapper },
  Z_QTC_BILLING_CANCEL: { IV_BILLINGDOCUMENT: 'in C10', IV_BILLINGDATE: 'in D', ...wrapper },
  Z_QTC_DOCUMENT_POST: { ...documentPost, ...wrapper },
  Z_QTC_DOCUMENT_REVERSE: { ...documentReverse, ...wrapper },
  Z_QTC_CLEAR: {
    IV_COMP_CODE: 'in C4',
    IV_CUSTOMER: 'in C10',
    IV_CREDIT: 'in C20',
    IV_DEBIT: 'in C20',
    IV_AMOUNT: 'in P',
    IV_CURRENCY: 'in C5',
    IV_PSTNG_DATE: 'in D',
    ...wrapper,
  },
  Z_QTC_CLEAR_RESET: { IV_COMP_CODE: 'in C4', IV_CLEARING: 'in C20', IV_PSTNG_DATE: 'in D', ...wrapper },
  Z_QTC_FIND: {
    IV_KEY: 'in C16',
    EV_FUNCTION: 'out C30',
    EV_DOCUMENT: 'out C20',
    EV_STATUS: 'out C7',
    EV_STRIPE_ID: 'out C40',
    RETURN: 'table BAPIRET2',
  },
  Z_QTC_CLEARINGS: {
    IV_COMP_CODE: 'in C4',
    IV_DOCUMENT: 'in C20',
    ET_CLEARINGS: 'table ZQTC_CLEARING',
    RETURN: 'table BAPIRET2',
  },
};

/** Every function that can be called, as its interface stands in SE37. */
export const functions: Readonly<Record<string, Signature>> = { ...standard, ...wrappers };

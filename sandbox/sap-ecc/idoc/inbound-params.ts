import type { Erp } from '../erp.ts';
import type { Fields, Params } from '../params.ts';
import { at } from '../params.ts';
import type { Idoc, Segment } from './idoc-xml.ts';
import { allOf, firstOf, qualified } from './idoc-xml.ts';

/** The function that posts a message type, with what it is called with, and where it tells the document's number. */
type Posting = { readonly functionName: string; readonly params: Params; readonly document: string };

/** Not to be called from outside: what DEBMAS changes by. */
export const changingCustomers = 'IDOC_INPUT_DEBITOR';

/** "20260130" as BAPIs want it. */
const day = (compact: string): string => compact.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
const fieldsOf = (segment: Segment | undefined): Fields => segment?.fields ?? {};

/** What SAP's inbound functions make of each message type; they end in the same BAPIs. */
const postings: Readonly<Record<string, (idoc: Idoc, erp: Erp) => Posting>> = {
  ORDERS: (idoc) => ({
    functionName: 'BAPI_SALESORDER_CREATEFROMDAT2',
    params: orderParams(idoc.segments),
    document: 'SALESDOCUMENT',
  }),
  DEBMAS: (idoc, erp) =>
    at(fieldsOf(firstOf(idoc.segments, 'E1KNA1M')), 'MSGFN') === '004'
      ? { functionName: changingCustomers, params: changeParams(idoc.segments), document: 'EV_DOCUMENT' }
      : {
          functionName: 'BAPI_CUSTOMER_CREATEFROMDATA1',
          params: customerParams(idoc.segments, erp),
          document: 'CUSTOMERNO',
        },
  ACC_DOCUMENT: (idoc) => ({
    functionName: 'BAPI_ACC_DOCUMENT_POST',
    params: documentParams(idoc.segments),
    document: 'OBJ_KEY',
  }),
};

/** Nothing for a message type that nobody processes. */
export const postingOf = (idoc: Idoc, erp: Erp): Posting | undefined =>
  postings[at(idoc.control, 'MESTYP')]?.(idoc, erp);

function orderParams(segments: readonly Segment[]): Params {
  const head = fieldsOf(firstOf(segments, 'E1EDK01'));
  const organisation = (qualifier: string) => at(qualified(segments, 'E1EDK14', 'QUALF', qualifier)?.fields, 'ORGID');
  const reference = at(qualified(segments, 'E1EDK02', 'QUALF', '001')?.fields, 'BELNR');
  const items = allOf(segments, 'E1EDP01');
  return {
    ORDER_HEADER_IN: {
      DOC_TYPE: organisation('012') || at(head, 'BSART'),
      SALES_ORG: organisation('008'),
      DISTR_CHAN: organisation('007'),
      DIVISION: organisation('006'),
      PURCH_NO_C: reference,
      // Copy control fills ZUONR from the purchase order number.
      ASS_NUMBER: reference,
      PURCH_DATE: day(at(qualified(segments, 'E1EDK03', 'IDDAT', '012')?.fields, 'DATUM')),
      CURRENCY: at(head, 'CURCY'),
      DLV_BLOCK: at(head, 'LIFSK'),
    },
    ORDER_PARTNERS: allOf(segments, 'E1EDKA1').map(partner),
    ORDER_ITEMS_IN: items.map(item),
    ORDER_CONDITIONS_IN: items.flatMap((segment) => conditions(segment, at(head, 'CURCY'))),
    ORDER_TEXT: allOf(segments, 'E1EDKT1').flatMap(textLines),
  };
}

const partner = ({ fields }: Segment): Fields => ({
  PARTN_ROLE: at(fields, 'PARVW'),
  PARTN_NUMB: at(fields, 'PARTN'),
  NAME: at(fields, 'NAME1'),
  STREET: at(fields, 'STRAS'),
  CITY: at(fields, 'ORT01'),
  POSTL_CODE: at(fields, 'PSTLZ'),
  REGION: at(fields, 'REGIO'),
  COUNTRY: at(fields, 'LAND1'),
});

const item = ({ fields, children }: Segment): Fields => {
  const material = fieldsOf(qualified(children, 'E1EDP19', 'QUALF', '002'));
  return {
    ITM_NUMBER: at(fields, 'POSEX'),
    MATERIAL: at(material, 'IDTNR'),
    ...(at(material, 'KTEXT') && { SHORT_TEXT: at(material, 'KTEXT') }),
    TARGET_QTY: at(fields, 'MENGE'),
    TAX_CLASS1: at(fieldsOf(firstOf(children, 'E1EDP04')), 'MWSKZ'),
  };
};

const conditions = ({ fields, children }: Segment, currency: string): readonly Fields[] =>
  allOf(children, 'E1EDP05').map(({ fields: condition }) => ({
    ITM_NUMBER: at(fields, 'POSEX'),
    COND_TYPE: at(condition, 'KSCHL'),
    COND_VALUE: (at(condition, 'ALCKZ') === '-' ? '-' : '') + at(condition, 'BETRG'),
    CURRENCY: at(condition, 'KOEIN') || currency,
  }));

const textLines = ({ fields, children }: Segment): readonly Fields[] =>
  allOf(children, 'E1EDKT2').map((line) => ({
    ITM_NUMBER: '000000',
    TEXT_ID: at(fields, 'TDID'),
    TEXT_LINE: at(line.fields, 'TDLINE'),
  }));

function customerParams(segments: readonly Segment[], { salesOrganisation }: Erp): Params {
  const general = firstOf(segments, 'E1KNA1M');
  const fields = fieldsOf(general);
  const sales = fieldsOf(firstOf(general?.children ?? [], 'E1KNVVM'));
  return {
    PI_COMPANYDATA: {
      NAME: at(fields, 'NAME1'),
      NAME_2: at(fields, 'NAME2'),
      NAME_3: at(fields, 'NAME3'),
      NAME_4: at(fields, 'NAME4'),
      STREET: at(fields, 'STRAS'),
      POSTL_COD1: at(fields, 'PSTLZ'),
      CITY: at(fields, 'ORT01'),
      REGION: at(fields, 'REGIO'),
      COUNTRY: at(fields, 'LAND1'),
      LANGU_P: at(fields, 'SPRAS'),
      CURRENCY: at(sales, 'WAERS'),
      TEL1_NUMBR: at(fields, 'TELF1'),
      E_MAIL: at(fields, 'KNURL'),
    },
    // The account group decides in reality; here it is the customer that every new one is copied from.
    PI_COPYREFERENCE: {
      SALESORG: at(sales, 'VKORG') || salesOrganisation,
      DISTR_CHAN: at(sales, 'VTWEG'),
      DIVISION: at(sales, 'SPART'),
      REF_CUSTMR: '0000000001',
    },
  };
}

/** A segment that says it of each field: `/` leaves it, and everything else is set, blanks too. */
function changeParams(segments: readonly Segment[]): Params {
  const fields = fieldsOf(firstOf(segments, 'E1KNA1M'));
  const mark = (field: string): string => (at(fields, field) === noData ? '' : 'X');
  const names = Object.entries(companyFields);
  return {
    IV_CUSTOMER: at(fields, 'KUNNR'),
    IS_COMPANYDATA: Object.fromEntries(names.map(([field, name]) => [name, at(fields, field)])),
    IS_COMPANYDATAX: Object.fromEntries(names.map(([field, name]) => [name, mark(field)])),
    IV_STCEG: at(fields, 'STCEG'),
    IV_STCEGX: mark('STCEG'),
    IV_AUFSD: at(fields, 'AUFSD'),
    IV_AUFSDX: mark('AUFSD'),
  };
}
const noData = '/';
const companyFields = {
  NAME1: 'NAME',
  NAME2: 'NAME_2',
  NAME3: 'NAME_3',
  NAME4: 'NAME_4',
  STRAS: 'STREET',
  PSTLZ: 'POSTL_COD1',
  ORT01: 'CITY',
  REGIO: 'REGION',
  LAND1: 'COUNTRY',
  TELF1: 'TEL1_NUMBR',
  KNURL: 'E_MAIL',
} as const;

/** Segments may stand below the header or beside it. */
function documentParams(segments: readonly Segment[]): Params {
  const every = segments.flatMap(withDescendants);
  const header = fieldsOf(firstOf(every, 'E1BPACHE09'));
  const rows = (name: string) => allOf(every, name).map(({ fields }) => fields);
  return {
    DOCUMENTHEADER: { ...header, DOC_DATE: day(at(header, 'DOC_DATE')), PSTNG_DATE: day(at(header, 'PSTNG_DATE')) },
    ACCOUNTRECEIVABLE: rows('E1BPACAR09'),
    ACCOUNTGL: rows('E1BPACGL09'),
    ACCOUNTTAX: rows('E1BPACTX09'),
    CURRENCYAMOUNT: rows('E1BPACCR09'),
  };
}

const withDescendants = (segment: Segment): readonly Segment[] => [
  segment,
  ...segment.children.flatMap(withDescendants),
];

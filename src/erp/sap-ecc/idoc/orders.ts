import { structureIn, tableIn } from '../parameters.ts';
import type { Fields, Parameters } from '../rfc.ts';
import { compactDay } from '../formats.ts';
import { segment, type Segment } from './segments.ts';

/** Characters of E1EDKT2-TDLINE. */
const textWidth = 70;

/** ORDERS05 out of what BAPI_SALESORDER_CREATEFROMDAT2 would be given, so that an order is the same by every interface. */
export function orders(parameters: Parameters): readonly Segment[] {
  const header = structureIn(parameters, 'ORDER_HEADER_IN');
  const of = (field: string): string => header[field] ?? '';
  return [
    segment('E1EDK01', { CURCY: of('CURRENCY'), BSART: of('DOC_TYPE'), LIFSK: of('DLV_BLOCK') }),
    qualified('008', of('SALES_ORG')),
    qualified('007', of('DISTR_CHAN')),
    qualified('006', of('DIVISION')),
    qualified('012', of('DOC_TYPE')),
    segment('E1EDK03', { IDDAT: '012', DATUM: compactDay(of('PURCH_DATE')) }),
    ...tableIn(parameters, 'ORDER_PARTNERS').map(partner),
    segment('E1EDK02', { QUALF: '001', BELNR: of('PURCH_NO_C') }),
    texts(parameters, of('NAME')),
    ...tableIn(parameters, 'ORDER_ITEMS_IN').map((item) => itemOf(item, parameters)),
  ];
}

const qualified = (qualifier: string, value: string): Segment => segment('E1EDK14', { QUALF: qualifier, ORGID: value });

const partner = (fields: Fields): Segment =>
  segment('E1EDKA1', {
    PARVW: fields['PARTN_ROLE'] ?? '',
    PARTN: fields['PARTN_NUMB'] ?? '',
    NAME1: fields['NAME'] ?? '',
    STRAS: fields['STREET'] ?? '',
    ORT01: fields['CITY'] ?? '',
    PSTLZ: fields['POSTL_CODE'] ?? '',
    LAND1: fields['COUNTRY'] ?? '',
    REGIO: fields['REGION'] ?? '',
  });

/** The IDoc has no field for the shop's order number (VBKD-IHREZ and BNAME of the BAPI), so people find it in the text. */
function texts(parameters: Parameters, shopOrder: string): Segment {
  const lines = tableIn(parameters, 'ORDER_TEXT').map((line) => line['TEXT_LINE'] ?? '');
  const all = shopOrder === '' ? lines : [...lines, `Order ${shopOrder}`];
  const below = all.flatMap(wrapped).map((line) => segment('E1EDKT2', { TDLINE: line }));
  return segment('E1EDKT1', { TDID: '0001' }, below);
}

const wrapped = (line: string): readonly string[] =>
  Array.from({ length: Math.ceil(line.length / textWidth) }, (_, index) =>
    line.slice(index * textWidth, (index + 1) * textWidth),
  );

function itemOf(item: Fields, parameters: Parameters): Segment {
  const number = item['ITM_NUMBER'] ?? '';
  const rowsOf = (table: string): readonly Fields[] =>
    tableIn(parameters, table).filter((row) => row['ITM_NUMBER'] === number);
  const quantity = rowsOf('ORDER_SCHEDULES_IN')[0]?.['REQ_QTY'] ?? item['TARGET_QTY'] ?? '';
  const tax = item['TAX_CLASS1'] ?? '';
  return segment('E1EDP01', { POSEX: number, MENGE: quantity }, [
    ...(tax === '' ? [] : [segment('E1EDP04', { MWSKZ: tax })]),
    ...rowsOf('ORDER_CONDITIONS_IN').map(condition),
    segment('E1EDP19', { QUALF: '002', IDTNR: item['MATERIAL'] ?? '', KTEXT: item['SHORT_TEXT'] ?? '' }),
  ]);
}

/** BETRG has no sign of its own. */
function condition(fields: Fields): Segment {
  const value = fields['COND_VALUE'] ?? '';
  return segment('E1EDP05', {
    ALCKZ: value.startsWith('-') ? '-' : '',
    KSCHL: fields['COND_TYPE'] ?? '',
    BETRG: value.replace(/^-/, ''),
    KOEIN: fields['CURRENCY'] ?? '',
  });
}

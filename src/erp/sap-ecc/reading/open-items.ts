import { fromDecimal, negate } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import type { OpenItem } from '../../port.ts';
import { bare, dayOf, inTen, numberOf, type DocumentKey } from '../formats.ts';
import type { Fields } from '../rfc.ts';
import type { System } from '../system.ts';
import { all, is } from './conditions.ts';
import { kindOf, type Side } from './document-kinds.ts';
import { withReference } from './reference.ts';
import { readTable, readTableOf, type Row } from './table.ts';

/** Whatever is posted, also into a later period. */
const endOfTime = '9999-12-31';
const headerFields = ['BUKRS', 'BELNR', 'GJAHR', 'BLART', 'XBLNR', 'AWTYP', 'AWKEY'] as const;
type Header = Row<(typeof headerFields)[number]>;

/** The rest of a document that was cleared in part stands on the clearing document, and is shown as of what it came from. */
export async function openItemsOf(
  system: System,
  customer: string,
  signal?: AbortSignal,
): Promise<readonly OpenItem[]> {
  const items = await lineItems(system, customer, signal);
  const origins = await originsOf(system, customer, signal);
  const found = items.map((item) => {
    const key = itemKey(item);
    return { item, key: origins.get(placeOf(key, item['ITEM_NUM'] ?? '')) ?? key };
  });
  const headers = await headersOf(
    system,
    found.map(({ key }) => key),
    signal,
  );
  return found.map(({ item, key }) => openItem(system, item, key, headers.get(numberOf(key))));
}

async function lineItems(
  { rfc, organisation }: System,
  customer: string,
  signal: AbortSignal | undefined,
): Promise<readonly Fields[]> {
  try {
    const answer = await rfc.call(
      'BAPI_AR_ACC_GETOPENITEMS',
      { COMPANYCODE: organisation.companyCode, CUSTOMER: inTen(customer), KEYDATE: endOfTime },
      { write: false, tables: ['LINEITEMS'], signal },
    );
    return answer.table('LINEITEMS');
  } catch (error) {
    if (isUnknownCustomer(error)) return [];
    throw error;
  }
}

/** To SAP at all (F2 153), or to our company code (F5 102). */
const isUnknownCustomer = (error: unknown): boolean =>
  error instanceof ErpError && (error.code === 'not-found' || (error.code === 'invalid' && error.where === 'Customer'));

/** REBZG of a residual item; only a clearing document's, because a credit memo names its invoice there. */
async function originsOf(
  { rfc, organisation }: System,
  customer: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, DocumentKey>> {
  const clearing = all(is('BUKRS', organisation.companyCode), is('KUNNR', inTen(customer)), is('BLART', clearingType));
  const fields = ['BELNR', 'GJAHR', 'BUZEI', 'REBZG', 'REBZJ'] as const;
  const rows = await readTable(rfc, { table: 'BSID', fields, where: clearing }, signal);
  const bukrs = organisation.companyCode;
  return new Map(
    rows
      .filter(({ REBZG }) => bare(REBZG) !== '')
      .map(({ BELNR, GJAHR, BUZEI, REBZG, REBZJ }) => [
        placeOf({ belnr: BELNR, bukrs, gjahr: GJAHR }, BUZEI),
        { belnr: REBZG, bukrs, gjahr: REBZJ },
      ]),
  );
}

/** Document type of what Z_QTC_CLEAR posts. */
const clearingType = 'AB';
const placeOf = (key: DocumentKey, line: string): string => `${numberOf(key)}/${line.padStart(3, '0')}`;
const itemKey = (item: Fields): DocumentKey => ({
  belnr: inTen(item['DOC_NO'] ?? ''),
  bukrs: item['COMP_CODE'] ?? '',
  gjahr: item['FISC_YEAR'] ?? '',
});

async function headersOf(
  { rfc, organisation }: System,
  keys: readonly DocumentKey[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Header>> {
  const query = { table: 'BKPF', fields: headerFields, where: is('BUKRS', organisation.companyCode) } as const;
  const numbers = keys.map(({ belnr }) => belnr);
  const rows = await readTableOf(rfc, query, 'BELNR', numbers, signal);
  return new Map(rows.map((row) => [numberOf({ belnr: row.BELNR, bukrs: row.BUKRS, gjahr: row.GJAHR }), row]));
}

function openItem(system: System, item: Fields, key: DocumentKey, header: Header | undefined): OpenItem {
  const currency = item['CURRENCY'] ?? '';
  const amount = fromDecimal(item['AMT_DOCCUR'] ?? '', currency);
  const side: Side = item['DB_CR_IND'] === 'H' ? 'H' : 'S';
  return {
    ...whatItIs(system, item, key, header, side),
    customer: bare(item['CUSTOMER'] ?? ''),
    open: side === 'H' ? negate(amount) : amount,
    date: dayOf(item['PSTNG_DATE'] ?? '') ?? '',
  };
}

/** What SAP posted of a billing document is known by that one's number, as everywhere else. */
function whatItIs(
  { organisation }: System,
  item: Fields,
  key: DocumentKey,
  header: Header | undefined,
  side: Side,
): Pick<OpenItem, 'kind' | 'number' | 'reference'> {
  const { BLART = item['DOC_TYPE'] ?? '', XBLNR = item['REF_DOC_NO'] ?? '', AWTYP, AWKEY = '' } = header ?? {};
  if (AWTYP === 'VBRK') return { kind: side === 'S' ? 'invoice' : 'credit-memo', number: bare(AWKEY) };
  return { kind: kindOf(BLART, side, organisation) ?? 'other', number: numberOf(key), ...withReference(XBLNR) };
}

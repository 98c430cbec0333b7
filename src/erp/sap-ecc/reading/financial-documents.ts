import type { Day, Reference } from '../../../domain/documents.ts';
import { negate, sum, type Money } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import type { ErpReceipt } from '../../port.ts';
import { onlyOne } from '../../read-back.ts';
import { bare, dayOf, keyOf, numberOf, type DocumentKey } from '../formats.ts';
import type { Digits } from '../currency-digits.ts';
import type { System } from '../system.ts';
import { storedAmount } from './amounts.ts';
import { all, is, isNot, type Condition } from './conditions.ts';
import { isOfKind, isOurType, kindOf, typeOf, type FinancialKind, type Side } from './document-kinds.ts';
import { withReference } from './reference.ts';
import { readTable, type Row } from './table.ts';

/** Debits positive. */
type Item = {
  readonly line: string;
  readonly amount: Money;
  readonly ledger: Money;
  readonly assignment: string;
  readonly text: string;
};
export type CustomerItem = Item & {
  readonly customer: string;
  /** `A` of a down payment. */
  readonly specialGl: string;
  readonly cleared: boolean;
};
export type AccountItem = Item & { readonly account: string };

/** What stands in SAP of one financial document, enough to compare it with what was sent. */
export type StoredDocument = {
  readonly key: DocumentKey;
  /** Nothing for a document such as we never post. */
  readonly kind: FinancialKind | undefined;
  /** Of kind `journal-entry` where it is none of ours. */
  readonly receipt: ErpReceipt;
  readonly type: string;
  readonly side: Side;
  readonly currency: string;
  readonly documentDate: Day | undefined;
  readonly postingDate: Day | undefined;
  readonly headerText: string;
  readonly reversal: DocumentKey | undefined;
  readonly customers: readonly CustomerItem[];
  readonly accounts: readonly AccountItem[];
};

const headerFields = [
  'BUKRS',
  'BELNR',
  'GJAHR',
  'BLART',
  'BLDAT',
  'BUDAT',
  'XBLNR',
  'STBLG',
  'STJAH',
  'CPUDT',
  'CPUTM',
  'BKTXT',
  'WAERS',
  'AWTYP',
] as const;
type Header = Row<(typeof headerFields)[number]>;
const itemFields = ['BELNR', 'GJAHR', 'BUZEI', 'ZUONR', 'SHKZG', 'WAERS', 'WRBTR', 'DMBTR', 'SGTXT'] as const;
type ItemRow = Row<(typeof itemFields)[number]>;
const customerFields = [...itemFields, 'KUNNR', 'UMSKZ'] as const;
const accountFields = [...itemFields, 'HKONT'] as const;

/**
 * What an earlier attempt posted under the reference, reversed or not. What SAP made of a billing document may carry its
 * order's reference, and is none of ours.
 * @throws `conflict` when there are two.
 */
export async function findDocument(
  system: System,
  kind: FinancialKind,
  reference: Reference,
  signal?: AbortSignal,
): Promise<StoredDocument | undefined> {
  const { rfc, organisation } = system;
  const where = all(
    is('XBLNR', reference),
    is('BUKRS', organisation.companyCode),
    is('BLART', typeOf(kind, organisation)),
    isNot('AWTYP', 'VBRK'),
  );
  const headers = await readTable(rfc, { table: 'BKPF', fields: headerFields, where }, signal);
  const documents = [];
  for (const header of headers.filter((each) => !isReversal(each, headers)))
    documents.push(await complete(system, header, signal));
  return onlyOne(
    documents.flatMap((document) => asKind(document, kind, organisation) ?? []),
    `documents (${kind}) carry the reference ${reference}`,
  );
}

/**
 * The same document as of the kind that is asked for, if it may be one: its type and side alone don't always tell, as
 * where a company has one type for receipts and credit memos.
 */
export const asKind = (
  document: StoredDocument,
  kind: FinancialKind,
  organisation: System['organisation'],
): StoredDocument | undefined =>
  isOfKind(kind, document.type, document.side, organisation)
    ? { ...document, kind, receipt: { ...document.receipt, kind } }
    : undefined;

/** Of any kind; nothing when there is none, or when the number is not that of a financial document. */
export async function readDocument(
  system: System,
  number: string,
  signal?: AbortSignal,
): Promise<StoredDocument | undefined> {
  const key = keyOf(number);
  if (!key) return undefined;
  const where = whereKey(key);
  const [header] = await readTable(system.rfc, { table: 'BKPF', fields: headerFields, where }, signal);
  return header && complete(system, header, signal);
}

/** Also of a clearing document, which has no items. */
export async function postingDateOf(
  { rfc }: System,
  key: DocumentKey,
  signal: AbortSignal | undefined,
): Promise<Day | undefined> {
  const fields = ['BELNR', 'BUDAT'] as const;
  const [header] = await readTable(rfc, { table: 'BKPF', fields, where: whereKey(key) }, signal);
  return header && dayOf(header.BUDAT);
}

const whereKey = ({ belnr, bukrs, gjahr }: DocumentKey): Condition =>
  all(is('BUKRS', bukrs), is('BELNR', belnr), is('GJAHR', gjahr));

const keyOfHeader = ({ BELNR, BUKRS, GJAHR }: Header): DocumentKey => ({ belnr: BELNR, bukrs: BUKRS, gjahr: GJAHR });

/**
 * The two name each other, and a reversal repeats the reference of what it reverses: it is the one that was entered
 * later. Of two that were found of one type, that is; by itself a number says nothing, because a type of reversals may
 * draw from a lower range. One whose partner was not found is the original, whichever was entered first: better a
 * reversal taken for what it reverses than something that stands posted again.
 */
function isReversal(header: Header, found: readonly Header[]): boolean {
  const original = found.find(({ BELNR, GJAHR }) => BELNR === header.STBLG && GJAHR === header.STJAH);
  return original !== undefined && enteredAt(original) < enteredAt(header);
}

/** Within one second the number decides: of one type, so of one range. */
const enteredAt = ({ CPUDT, CPUTM, GJAHR, BELNR }: Header): string => `${CPUDT}${CPUTM}${GJAHR}${BELNR}`;

async function complete(system: System, header: Header, signal?: AbortSignal): Promise<StoredDocument> {
  const { rfc, organisation } = system;
  const where = whereKey(keyOfHeader(header));
  const item = readingItems(await system.ledgerCurrency(), await system.digits());
  const open = await readTable(rfc, { table: 'BSID', fields: customerFields, where }, signal);
  // Open before cleared: an item that is cleared between the two is read twice, never missed.
  const cleared = await readTable(rfc, { table: 'BSAD', fields: customerFields, where }, signal);
  const accounts = [
    ...(await readTable(rfc, { table: 'BSIS', fields: accountFields, where }, signal)),
    ...(await readTable(rfc, { table: 'BSAS', fields: accountFields, where }, signal)),
  ];
  const customers = eachOnce([...cleared, ...open]).map((row) => ({
    ...item(row),
    customer: bare(row.KUNNR),
    specialGl: row.UMSKZ,
    cleared: cleared.includes(row),
  }));
  const accountItems = eachOnce(accounts).map((row) => ({ ...item(row), account: bare(row.HKONT) }));
  // Only a clearing document has none; what we post has lost them to a clearing in this very moment.
  if (customers.length + accountItems.length === 0 && isOurType(header.BLART, organisation))
    throw new ErpError('unavailable', `Document ${numberOf(keyOfHeader(header))} shows no items`, { where: 'Lines' });
  return documentOf(header, customers, accountItems, organisation);
}

const eachOnce = <R extends ItemRow>(rows: readonly R[]): readonly R[] =>
  [...new Map([...rows].reverse().map((row) => [row.BUZEI, row])).values()].sort((a, b) =>
    a.BUZEI.localeCompare(b.BUZEI),
  );

const readingItems =
  (ledgerCurrency: string, digits: Digits) =>
  ({ BUZEI, SHKZG, WRBTR, WAERS, DMBTR, ZUONR, SGTXT }: ItemRow): Item => {
    const signed = (amount: Money): Money => (SHKZG === 'H' ? negate(amount) : amount);
    return {
      line: BUZEI,
      amount: signed(storedAmount(WRBTR, WAERS, digits)),
      ledger: signed(storedAmount(DMBTR, ledgerCurrency, digits)),
      assignment: ZUONR,
      text: SGTXT,
    };
  };

function documentOf(
  header: Header,
  customers: readonly CustomerItem[],
  accounts: readonly AccountItem[],
  organisation: System['organisation'],
): StoredDocument {
  const currency = header.WAERS;
  const owed = sum(
    customers.map(({ amount }) => amount),
    currency,
  );
  const side = sideOf(owed, customers.length);
  const kind = kindOf(header.BLART, side, organisation);
  const key = keyOfHeader(header);
  const customer = customers[0]?.customer;
  return {
    key,
    kind,
    receipt: {
      kind: kind ?? 'journal-entry',
      number: numberOf(key),
      ...withReference(header.XBLNR),
      total: customers.length > 0 ? absolute(owed) : debits(accounts, currency),
      ...(customer !== undefined && { customer }),
      status: bare(header.STBLG) === '' ? 'open' : 'reversed',
    },
    type: header.BLART,
    side,
    currency,
    documentDate: dayOf(header.BLDAT),
    postingDate: dayOf(header.BUDAT),
    headerText: header.BKTXT,
    reversal: bare(header.STBLG) === '' ? undefined : { ...key, belnr: header.STBLG, gjahr: header.STJAH },
    customers,
    accounts,
  };
}

const sideOf = ({ minor }: Money, customers: number): Side => {
  if (customers === 0) return undefined;
  return minor < 0 ? 'H' : 'S';
};
const absolute = (amount: Money): Money => (amount.minor < 0 ? negate(amount) : amount);
const debits = (accounts: readonly AccountItem[], currency: string): Money =>
  sum(
    accounts.map(({ amount }) => amount).filter(({ minor }) => minor > 0),
    currency,
  );

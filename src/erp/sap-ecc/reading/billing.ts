import type { Reference } from '../../../domain/documents.ts';
import { add, type Money } from '../../../domain/money.ts';
import type { ErpReceipt } from '../../port.ts';
import { conflict, onlyOne } from '../../read-back.ts';
import { bare, dayOf, inTen, type DocumentKey } from '../formats.ts';
import type { System } from '../system.ts';
import type { Digits } from '../currency-digits.ts';
import { storedAmount } from './amounts.ts';
import { all, is } from './conditions.ts';
import { withReference } from './reference.ts';
import { readTable, readTableOf, type Row } from './table.ts';

const fields = [
  'VBELN',
  'FKART',
  'FKDAT',
  'ERDAT',
  'ERZET',
  'KUNAG',
  'WAERK',
  'NETWR',
  'MWSBK',
  'FKSTO',
  'XBLNR',
  'BUKRS',
  'GJAHR',
  'BELNR',
] as const;
export type BillingRow = Row<(typeof fields)[number]>;

/** What stands in SAP of one billing document. */
export type StoredBilling = {
  readonly receipt: ErpReceipt;
  readonly currency: string;
  readonly date: string | undefined;
  /** The financial document that it made; nothing while accounting has not taken it. */
  readonly document: DocumentKey | undefined;
};

/** The type that we ask for (ORDBILLTYP); its cancellation is of another one, and no invoice. */
const ourType = 'F2';

export const billingQuery = { table: 'VBRK', fields } as const;

/** Of these billing documents those that were not cancelled. */
export async function liveBilling(
  { rfc }: System,
  numbers: readonly string[],
  signal?: AbortSignal,
): Promise<readonly BillingRow[]> {
  const rows = await readTableOf(rfc, { ...billingQuery, where: [] }, 'VBELN', numbers.map(inTen), signal);
  return rows.filter(({ FKSTO }) => FKSTO === '');
}

/** @throws `conflict` for one of another company code: it stands, so it must not pass for one that is not there. */
export async function readBilling(
  { rfc, organisation, digits }: System,
  number: string,
  signal?: AbortSignal,
): Promise<StoredBilling | undefined> {
  const [row] = await readTable(rfc, { ...billingQuery, where: is('VBELN', inTen(number)) }, signal);
  return row && billingOf(inCompany(row, organisation), await digits());
}

/** A sales organisation may belong to another company code (TVKO), and SAP posts there what is billed in it. */
function inCompany(row: BillingRow, { companyCode, salesOrganisation }: System['organisation']): BillingRow {
  if (row.BUKRS === companyCode) return row;
  throw conflict(
    `Billing document ${bare(row.VBELN)} is posted in company code ${row.BUKRS}, not in ${companyCode}: ` +
      `configure the company code of sales organisation ${salesOrganisation}, and cancel what was billed (VF11)`,
    'companyCode',
  );
}

/** One that we made: what SAP makes of an order may carry the order's reference, and is none of ours. */
export async function findBilling(
  system: System,
  reference: Reference,
  signal?: AbortSignal,
): Promise<StoredBilling | undefined> {
  const { rfc, organisation } = system;
  const where = all(is('XBLNR', reference), is('FKART', ourType));
  const rows = await readTable(rfc, { ...billingQuery, where }, signal);
  const orders = await ordersOf(
    system,
    rows.map(({ VBELN }) => VBELN),
    signal,
  );
  const ours = rows.filter(({ VBELN }) => !orders.has(VBELN));
  const one = onlyOne(ours, `billing documents carry the reference ${reference}`);
  return one && billingOf(inCompany(one, organisation), await system.digits());
}

/** The orders (without zeros) that each billing document invoices; one without is not there. */
export async function ordersOf(
  { rfc }: System,
  numbers: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const query = { table: 'VBRP', fields: ['VBELN', 'POSNR', 'AUBEL'], where: [] } as const;
  const items = await readTableOf(rfc, query, 'VBELN', numbers, signal);
  const orders = new Map<string, readonly string[]>();
  for (const { VBELN, AUBEL } of items) {
    const order = bare(AUBEL);
    const before = orders.get(VBELN) ?? [];
    if (order !== '' && !before.includes(order)) orders.set(VBELN, [...before, order]);
  }
  return orders;
}

export const billingTotal = ({ NETWR, MWSBK, WAERK }: BillingRow, digits: Digits): Money =>
  add(storedAmount(NETWR, WAERK, digits), storedAmount(MWSBK, WAERK, digits));

const billingOf = (row: BillingRow, digits: Digits): StoredBilling => ({
  receipt: {
    kind: 'invoice',
    number: bare(row.VBELN),
    ...withReference(row.XBLNR),
    total: billingTotal(row, digits),
    customer: bare(row.KUNAG),
    status: row.FKSTO === '' ? 'open' : 'reversed',
  },
  currency: row.WAERK,
  date: dayOf(row.FKDAT),
  document: bare(row.BELNR) === '' ? undefined : { belnr: row.BELNR, bukrs: row.BUKRS, gjahr: row.GJAHR },
});

import type { Reference } from '../../../domain/documents.ts';
import type { CustomerSearch, ErpCustomer, ErpReceipt } from '../../port.ts';
import { onlyOne } from '../../read-back.ts';
import { bare, inTen } from '../formats.ts';
import type { Fields } from '../rfc.ts';
import type { System } from '../system.ts';
import { is, type Condition } from './conditions.ts';
import { withReference } from './reference.ts';
import { readTable, readTableByKey, readTableOf, type Row } from './table.ts';

/** What stands in SAP of one customer. */
export type StoredCustomer = {
  readonly receipt: ErpReceipt;
  /** NAME_3. */
  readonly stripeId: string;
  /** CUSTOMERADDRESS of BAPI_CUSTOMER_GETDETAIL2. */
  readonly address: Fields;
};

const fields = ['KUNNR', 'NAME1', 'NAME3', 'NAME4', 'ADRNR', 'AUFSD', 'LOEVM'] as const;
type Stored = Row<(typeof fields)[number]>;
const query = { table: 'KNA1', fields } as const;
const mailQuery = { table: 'ADR6', fields: ['ADDRNUMBER', 'SMTP_ADDR'] } as const;
/** SMTP_SRCH holds so much of the address, in capitals. */
const searchedLength = 20;

export async function findCustomer(
  system: System,
  reference: Reference,
  signal?: AbortSignal,
): Promise<StoredCustomer | undefined> {
  const found = await readTable(system.rfc, { ...query, where: is('NAME4', reference) }, signal);
  const one = onlyOne(found, `customers carry the reference ${reference}`);
  return one && withAddress(system, one, signal);
}

export async function readCustomer(
  system: System,
  number: string,
  signal?: AbortSignal,
): Promise<StoredCustomer | undefined> {
  const [one] = await readTable(system.rfc, { ...query, where: is('KUNNR', inTen(number)) }, signal);
  return one && withAddress(system, one, signal);
}

async function withAddress(system: System, stored: Stored, signal?: AbortSignal): Promise<StoredCustomer> {
  const answer = await system.rfc.call(
    'BAPI_CUSTOMER_GETDETAIL2',
    { CUSTOMERNO: stored.KUNNR, COMPANYCODE: system.organisation.companyCode },
    { write: false, signal },
  );
  const number = bare(stored.KUNNR);
  return {
    receipt: {
      kind: 'customer',
      number,
      customer: number,
      ...withReference(stored.NAME4),
      ...(stored.LOEVM !== '' && { status: 'cancelled' }),
    },
    stripeId: stored.NAME3,
    address: answer.structure('CUSTOMERADDRESS'),
  };
}

/**
 * Customers are of the whole client. Who is not in our company code, or is deleted in it or at all, takes none of our
 * documents, and is as good as nobody.
 */
export async function searchCustomers(
  system: System,
  search: CustomerSearch,
  signal?: AbortSignal,
): Promise<readonly ErpCustomer[]> {
  const alive = (await storedBy(system, search, signal)).filter(({ LOEVM }) => LOEVM === '');
  const here = await inCompany(system, alive, signal);
  const stored = alive.filter(({ KUNNR }) => here.get(KUNNR) === 'alive');
  const mails = await mailsOf(system, stored, signal);
  const blocked = await blockedByCredit(system, stored, signal);
  return stored.map(({ KUNNR, NAME1, NAME3, ADRNR, AUFSD }) => {
    const email = mails.get(ADRNR);
    return {
      number: bare(KUNNR),
      name: NAME1,
      creditHold: AUFSD !== '' || blocked.has(KUNNR),
      ...(email !== undefined && { email }),
      ...(NAME3 !== '' && { stripeId: NAME3 }),
    };
  });
}

async function storedBy(
  { rfc }: System,
  search: CustomerSearch,
  signal: AbortSignal | undefined,
): Promise<readonly Stored[]> {
  const by = async (where: Condition): Promise<readonly Stored[]> => readTable(rfc, { ...query, where }, signal);
  if ('number' in search) return by(is('KUNNR', inTen(search.number)));
  if ('stripeId' in search) return by(is('NAME3', search.stripeId));
  const begins = is('SMTP_SRCH', search.email.slice(0, searchedLength).toUpperCase());
  const mails = await readTable(rfc, { ...mailQuery, where: begins }, signal);
  const addresses = mails
    .filter(({ SMTP_ADDR }) => SMTP_ADDR.toLowerCase() === search.email.toLowerCase())
    .map(({ ADDRNUMBER }) => ADDRNUMBER);
  return readTableOf(rfc, { ...query, where: [] }, 'ADRNR', addresses, signal);
}

type Numbered = { readonly KUNNR: string };

/** Who is in our company code, and whether they are deleted in it. */
export async function inCompany(
  { rfc, organisation }: System,
  stored: readonly Numbered[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, 'alive' | 'deleted'>> {
  const where = is('BUKRS', organisation.companyCode);
  const query = { table: 'KNB1', fields: ['KUNNR', 'BUKRS', 'LOEVM'], where } as const;
  const rows = await readTableByKey(rfc, query, 'KUNNR', numbersOf(stored), signal);
  return new Map(rows.map(({ KUNNR, LOEVM }) => [KUNNR, LOEVM === '' ? 'alive' : 'deleted']));
}

const numbersOf = (stored: readonly Numbered[]): readonly string[] => stored.map(({ KUNNR }) => KUNNR);

export async function mailsOf(
  { rfc }: System,
  stored: readonly { readonly ADRNR: string }[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const addresses = stored.map(({ ADRNR }) => ADRNR).filter((address) => address !== '');
  const mails = await readTableOf(rfc, { ...mailQuery, where: [] }, 'ADDRNUMBER', addresses, signal);
  // The first of several stays: SAP's own order of them.
  return new Map([...mails].reverse().map(({ ADDRNUMBER, SMTP_ADDR }) => [ADDRNUMBER, SMTP_ADDR]));
}

/** In any credit control area. */
export async function blockedByCredit(
  { rfc }: System,
  stored: readonly Numbered[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const blocks = { table: 'KNKK', fields: ['KUNNR', 'KKBER'], where: is('CRBLB', 'X') } as const;
  return new Set((await readTableByKey(rfc, blocks, 'KUNNR', numbersOf(stored), signal)).map(({ KUNNR }) => KUNNR));
}

import type { CustomerRecord } from '../../port.ts';
import { addressIn, nameOf, type Master } from '../customer-master.ts';
import { bare, inTen } from '../formats.ts';
import type { Rfc } from '../rfc.ts';
import type { Organisation, System } from '../system.ts';
import {
  beginningOf,
  changesSince,
  lastChanges,
  latest,
  timeOf,
  type Moment,
  type ObjectClass,
} from './change-documents.ts';
import type { Stamp } from './clock.ts';
import { all, is } from './conditions.ts';
import { blockedByCredit, inCompany, mailsOf } from './customers.ts';
import type { Masters } from './master-records.ts';
import { readTable, readTableByKey, readTableOf, type Row } from './table.ts';

/** A customer as it stands, with the fields that we set. */
export type StoredMaster = {
  readonly record: CustomerRecord;
  readonly master: Master;
  /** Something else than the central order block keeps orders away. */
  readonly blockedBesides: boolean;
};

const fields = [
  'KUNNR',
  'NAME1',
  'NAME2',
  'NAME3',
  'STRAS',
  'PSTLZ',
  'ORT01',
  'REGIO',
  'LAND1',
  'TELF1',
  'STCEG',
  'ADRNR',
  'AUFSD',
  'LOEVM',
  'ERDAT',
] as const;
const general = { table: 'KNA1', fields, where: [] } as const;
type General = Row<(typeof fields)[number]>;
const addresses = { table: 'KNA1', fields: ['KUNNR', 'ADRNR'], where: [] } as const;
type Addressed = Row<'KUNNR' | 'ADRNR'>;

/** Blocked ones too; one that is not of our company code is nobody. */
export async function readMaster(
  system: System,
  number: string,
  signal: AbortSignal | undefined,
): Promise<StoredMaster | undefined> {
  return (await readMasters(system, [inTen(number)], signal))[0];
}

async function readMasters(
  system: System,
  numbers: readonly string[],
  signal: AbortSignal | undefined,
  known?: ReadonlyMap<string, Moment>,
): Promise<readonly StoredMaster[]> {
  const rows = await readTableByKey(system.rfc, general, 'KUNNR', numbers, signal);
  const here = await inCompany(system, rows, signal);
  const stored = rows.filter(({ KUNNR }) => here.has(KUNNR));
  const mails = await mailsOf(system, stored, signal);
  const credit = await blockedByCredit(system, stored, signal);
  const areas = await inSalesArea(system, stored, signal);
  const changed = known ?? (await lastOf(system, stored, signal));
  const masters = new Map(
    stored.map((row) => {
      const area = areas.get(row.KUNNR);
      const gone = here.get(row.KUNNR) === 'deleted' || row.LOEVM !== '' || area?.LOEVM === 'X';
      const marks = {
        email: mails.get(row.ADRNR) ?? '',
        currency: area?.WAERS ?? '',
        blockedBesides: gone || credit.has(row.KUNNR) || (area?.AUFSD ?? '') !== '',
        changedAt: timeOf(changed.get(row.KUNNR) ?? beginningOf(row.ERDAT), system.organisation.timeZone),
      };
      return [row.KUNNR, masterOf(row, marks, system.organisation)];
    }),
  );
  return numbers.flatMap((number) => masters.get(number) ?? []);
}

type Marks = {
  readonly email: string;
  readonly currency: string;
  readonly blockedBesides: boolean;
  readonly changedAt: string;
};

function masterOf(row: General, marks: Marks, { unknownAddress }: Organisation): StoredMaster {
  const { KUNNR: _number, ADRNR: _address, LOEVM: _gone, ERDAT: _made, ...own } = row;
  const master: Master = { ...own, SMTP_ADDR: marks.email };
  const address = addressIn(master, unknownAddress);
  const texts = {
    email: marks.email,
    phone: master.TELF1,
    taxId: master.STCEG,
    currency: marks.currency,
    stripeId: master.NAME3,
  };
  const record: CustomerRecord = {
    number: bare(row.KUNNR),
    name: nameOf(master),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    ...(address && { address }),
    blocked: marks.blockedBesides || master.AUFSD !== '',
    changedAt: marks.changedAt,
  };
  return { record, master, blockedBesides: marks.blockedBesides };
}

async function inSalesArea({ rfc, organisation }: System, stored: readonly General[], signal: AbortSignal | undefined) {
  const { salesOrganisation, distributionChannel, division } = organisation;
  const where = all(is('VKORG', salesOrganisation), is('VTWEG', distributionChannel), is('SPART', division));
  const query = { table: 'KNVV', fields: ['KUNNR', 'WAERS', 'AUFSD', 'LOEVM'], where } as const;
  const numbers = stored.map(({ KUNNR }) => KUNNR);
  const rows = await readTableByKey(rfc, query, 'KUNNR', numbers, signal);
  return new Map(rows.map((row) => [row.KUNNR, row]));
}

/** OBJECTID of an address: its group, four characters wide, and its number. */
const addressObject = (address: string): string => `BP  ${address}`;
const addressOf = (object: string): string => object.slice(4);
/** OBJECTID of a customer's credit data begins with the customer. */
const customerOf = (object: string): string => object.slice(0, 10);

/** The last change of each by any of the objects that a customer consists of. */
async function lastOf(
  { rfc }: System,
  stored: readonly Addressed[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Moment>> {
  const numbers = stored.map(({ KUNNR }) => KUNNR);
  const own = await lastChanges(rfc, 'DEBI', numbers, signal);
  const objects = new Map(stored.map(({ KUNNR, ADRNR }) => [addressObject(ADRNR), KUNNR]));
  const ofAddresses = await lastChanges(rfc, 'ADRESSE', [...objects.keys()], signal);
  const areas = await creditAreas(rfc, numbers, signal);
  const ofCredit = await lastChanges(rfc, 'KLIM', areas, signal);
  return latest([
    ...own,
    ...[...ofAddresses].map(([object, at]) => [objects.get(object) ?? '', at] as const),
    ...[...ofCredit].map(([object, at]) => [customerOf(object), at] as const),
  ]);
}

async function creditAreas(rfc: Rfc, numbers: readonly string[], signal: AbortSignal | undefined) {
  const query = { table: 'KNKK', fields: ['KUNNR', 'KKBER'], where: [] } as const;
  const rows = await readTableByKey(rfc, query, 'KUNNR', numbers, signal);
  return rows.map(({ KUNNR, KKBER }) => `${KUNNR}${KKBER}`);
}

export const customerMasters = (system: System): Masters<CustomerRecord> => {
  const { rfc, organisation } = system;
  return {
    all: { table: 'KNB1', fields: ['KUNNR'], where: is('BUKRS', organisation.companyCode) },

    async *changed(since: Stamp, signal) {
      for (const [objectClass, ids] of Object.entries(identified) as [ObjectClass, Identified][])
        for await (const page of changesSince(rfc, objectClass, since, signal)) yield ids(rfc, page, signal);
    },

    async made(day, signal) {
      const where = is('ERDAT', day, 'GE');
      const rows = await readTable(rfc, { table: 'KNA1', fields: ['KUNNR', 'ADRNR', 'ERDAT'], where }, signal);
      const told = await lastOf(system, rows, signal);
      return rows.filter(({ KUNNR }) => !told.has(KUNNR)).map(({ KUNNR, ERDAT }) => [KUNNR, beginningOf(ERDAT)]);
    },

    read: async (numbers, signal, at) => (await readMasters(system, numbers, signal, at)).map(({ record }) => record),
  };
};

type Changes = readonly (readonly [string, Moment])[];
/** Whose master the objects of a class are parts of. */
type Identified = (rfc: Rfc, changes: Changes, signal: AbortSignal | undefined) => Promise<Changes> | Changes;

const identified: Readonly<Partial<Record<ObjectClass, Identified>>> = {
  DEBI: (_rfc, changes) => changes,
  KLIM: (_rfc, changes) => changes.map(([object, at]) => [customerOf(object), at]),
  ADRESSE: async (rfc, changes, signal) => {
    const last = latest(
      changes.filter(([object]) => object.startsWith('BP  ')).map(([object, at]) => [addressOf(object), at]),
    );
    const rows = await readTableOf(rfc, addresses, 'ADRNR', [...last.keys()], signal);
    return rows.map(({ KUNNR, ADRNR }) => [KUNNR, last.get(ADRNR) ?? '']);
  },
};

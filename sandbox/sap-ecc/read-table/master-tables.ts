import type { ChangeDocument } from '../company.ts';
import type { Erp } from '../erp.ts';
import type { Row } from './columns.ts';
import { columns } from './columns.ts';
import { dayOf, timeOf } from './ledger-tables.ts';
import type { Table } from './read.ts';

const flag = (set: boolean): string => (set ? 'X' : '');

/** Channel and division of everybody and everything. */
const [channel, division] = ['10', '00'];

/** Customers, materials, and what was changed in them. */
export const masterTables = (erp: Erp): Readonly<Record<string, Table>> => ({
  ...customerTables(erp),
  ...materialTables(erp),
  ...changeTables(erp),
});

const customerTables = ({ company, companyCode, creditArea, salesOrganisation }: Erp) => ({
  KNA1: {
    columns: columns(`KUNNR C10, NAME1 C35, NAME2 C35, NAME3 C35, NAME4 C35, STRAS C35, PSTLZ C10, ORT01 C35, REGIO C3,
      LAND1 C3, TELF1 C16, STCEG C20, ADRNR C10, AUFSD C2, LOEVM C1, ERDAT D`),
    rows: (): readonly Row[] =>
      company.customers.all().map((customer) => ({
        KUNNR: customer.number,
        NAME1: customer.names[0],
        NAME2: customer.names[1],
        NAME3: customer.names[2],
        NAME4: customer.names[3],
        STRAS: customer.street,
        PSTLZ: customer.postalCode,
        ORT01: customer.city,
        REGIO: customer.region,
        LAND1: customer.country,
        TELF1: customer.phone,
        STCEG: customer.taxId,
        ADRNR: customer.addressNumber,
        AUFSD: customer.orderBlock,
        LOEVM: flag(customer.deleted),
        ERDAT: dayOf(customer.created),
      })),
  },
  /** Everybody is in the one company code. */
  KNB1: {
    columns: columns('KUNNR C10, BUKRS C4, LOEVM C1'),
    rows: () => company.customers.all().map(({ number }) => ({ KUNNR: number, BUKRS: companyCode, LOEVM: '' })),
  },
  KNVV: {
    columns: columns('KUNNR C10, VKORG C4, VTWEG C2, SPART C2, WAERS C5, AUFSD C2, LOEVM C1'),
    rows: () =>
      company.customers.all().map(({ number, currency }) => ({
        KUNNR: number,
        VKORG: salesOrganisation,
        VTWEG: channel,
        SPART: division,
        WAERS: currency,
        AUFSD: '',
        LOEVM: '',
      })),
  },
  KNKK: {
    columns: columns('KUNNR C10, KKBER C4, CRBLB C1'),
    rows: () =>
      company.customers
        .all()
        .map(({ number, creditBlocked }) => ({ KUNNR: number, KKBER: creditArea, CRBLB: flag(creditBlocked) })),
  },
  ADR6: {
    columns: columns('ADDRNUMBER C10, SMTP_ADDR C241, SMTP_SRCH C20'),
    rows: () =>
      company.customers
        .all()
        .filter(({ email }) => email !== '')
        .map(({ addressNumber, email }) => ({
          ADDRNUMBER: addressNumber,
          SMTP_ADDR: email,
          SMTP_SRCH: email.slice(0, 20).toUpperCase(),
        })),
  },
});

const materialTables = ({ company, salesOrganisation }: Erp) => ({
  MARA: {
    columns: columns('MATNR C18, ERSDA D, LAEDA D, LVORM C1'),
    rows: (): readonly Row[] => {
      const changes = company.changeDocuments.all().filter(({ objectClass }) => objectClass === 'MATERIAL');
      const changed = new Map(changes.map(({ objectId, created }) => [objectId, created]));
      return company.materials.all().map(({ number, created, discontinued }) => ({
        MATNR: number,
        ERSDA: dayOf(created),
        LAEDA: dayOf(changed.get(number) ?? created),
        LVORM: flag(discontinued),
      }));
    },
  },
  MVKE: {
    columns: columns('MATNR C18, VKORG C4, VTWEG C2, LVORM C1'),
    rows: () =>
      company.materials
        .all()
        .map(({ number }) => ({ MATNR: number, VKORG: salesOrganisation, VTWEG: channel, LVORM: '' })),
  },
  MAKT: {
    columns: columns('MATNR C18, SPRAS C1, MAKTX C40'),
    rows: () =>
      company.materials.all().map(({ number, description }) => ({ MATNR: number, SPRAS: 'E', MAKTX: description })),
  },
});

const keyOf = ({ objectClass, objectId, number }: ChangeDocument) => ({
  OBJECTCLAS: objectClass,
  OBJECTID: objectId,
  CHANGENR: number,
});

const changeTables = ({ company }: Erp) => ({
  CDHDR: {
    columns: columns('OBJECTCLAS C15, OBJECTID C90, CHANGENR C10, USERNAME C12, UDATE D, UTIME T, TCODE C20'),
    rows: (): readonly Row[] =>
      company.changeDocuments.all().map((document) => ({
        ...keyOf(document),
        USERNAME: document.user.slice(0, 12),
        UDATE: dayOf(document.created),
        UTIME: timeOf(document.created),
        TCODE: '',
      })),
  },
  CDPOS: {
    columns: columns(`OBJECTCLAS C15, OBJECTID C90, CHANGENR C10, TABNAME C30, FNAME C30, CHNGIND C1, VALUE_NEW C254,
      VALUE_OLD C254`),
    rows: (): readonly Row[] =>
      company.changeDocuments.all().flatMap((document) =>
        document.fields.map(({ table, field, from, to }) => ({
          ...keyOf(document),
          TABNAME: table,
          FNAME: field,
          CHNGIND: field === 'KEY' ? 'I' : 'U',
          VALUE_NEW: to,
          VALUE_OLD: from,
        })),
      ),
  },
});

import type { BillingDocument } from '../company.ts';
import type { Erp } from '../erp.ts';
import type { Row } from './columns.ts';
import { columns } from './columns.ts';
import { compactDay, partsOf } from './ledger-tables.ts';
import type { Table } from './read.ts';

const flag = (set: boolean): string => (set ? 'X' : '');
/** ERDAT and ERZET by the clock of the simulated system, which is UTC. */
const made = (moment: string) => ({
  ERDAT: compactDay(moment.slice(0, 10)),
  ERZET: moment.slice(11, 19).replaceAll(':', ''),
});

const billing = (document: BillingDocument): Row => {
  const { number, companyCode, year } = partsOf(document.fiDocument);
  return {
    ...made(document.created),
    VBELN: document.number,
    FKART: document.type,
    FKDAT: compactDay(document.date),
    KUNAG: document.payer,
    WAERK: document.currency,
    NETWR: document.net,
    MWSBK: document.tax,
    FKSTO: flag(document.cancelledBy !== undefined),
    XBLNR: document.reference,
    ZUONR: document.assignment,
    BUKRS: companyCode,
    GJAHR: year,
    BELNR: number,
  };
};

/** Customers, orders and billing documents. */
export const salesTables = ({ company, companyCode, creditArea }: Erp): Readonly<Record<string, Table>> => ({
  KNA1: {
    columns: columns('KUNNR C10, NAME1 C35, NAME3 C35, NAME4 C35, ADRNR C10, AUFSD C2, LOEVM C1'),
    rows: () =>
      company.customers.all().map(({ number, names, addressNumber, orderBlock, deleted }) => ({
        KUNNR: number,
        NAME1: names[0],
        NAME3: names[2],
        NAME4: names[3],
        ADRNR: addressNumber,
        AUFSD: orderBlock,
        LOEVM: flag(deleted),
      })),
  },
  /** Everybody is in the one company code. */
  KNB1: {
    columns: columns('KUNNR C10, BUKRS C4, LOEVM C1'),
    rows: () => company.customers.all().map(({ number }) => ({ KUNNR: number, BUKRS: companyCode, LOEVM: '' })),
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
  VBAK: {
    columns: columns('VBELN C10, BSTNK C20, KUNNR C10, VKORG C4, ZUONR C18, ERDAT D, ERZET T'),
    rows: () =>
      company.orders.all().map(({ number, purchaseNumber, soldTo, salesOrganisation, assignment, created }) => ({
        ...made(created),
        VBELN: number,
        BSTNK: purchaseNumber.slice(0, 20),
        KUNNR: soldTo,
        VKORG: salesOrganisation,
        ZUONR: assignment,
      })),
  },
  VBRK: {
    columns: columns(`VBELN C10, FKART C4, FKDAT D, ERDAT D, ERZET T, KUNAG C10, WAERK C5, NETWR P, MWSBK P, FKSTO C1,
      XBLNR C16, ZUONR C18, BUKRS C4, GJAHR N4, BELNR C10`),
    rows: () => company.billingDocuments.all().map(billing),
  },
  VBRP: {
    columns: columns('VBELN C10, POSNR N6, AUBEL C10, MATNR C18'),
    rows: () =>
      company.billingDocuments
        .all()
        .flatMap(({ number, order, items }) =>
          items.map((item) => ({ VBELN: number, POSNR: item.number, AUBEL: order, MATNR: item.material })),
        ),
  },
});

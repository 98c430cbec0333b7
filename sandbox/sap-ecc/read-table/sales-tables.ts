import type { BillingDocument } from '../company.ts';
import type { Erp } from '../erp.ts';
import type { Row } from './columns.ts';
import { columns } from './columns.ts';
import { compactDay, dayOf, partsOf, timeOf } from './ledger-tables.ts';
import type { Table } from './read.ts';

const flag = (set: boolean): string => (set ? 'X' : '');
/** ERDAT and ERZET by the clock of the simulated system, which is UTC. */
const made = (moment: string) => ({ ERDAT: dayOf(moment), ERZET: timeOf(moment) });

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

/** Orders and billing documents. */
export const salesTables = ({ company }: Erp): Readonly<Record<string, Table>> => ({
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

import type { FiDocument, FiLine } from '../company.ts';
import type { Erp } from '../erp.ts';
import type { Row } from './columns.ts';
import { columns } from './columns.ts';
import type { Table } from './read.ts';

const abs = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
export const compactDay = (day: string): string => day.replaceAll('-', '');
/** Of a moment, by the clock of the simulated system, which is UTC. */
export const dayOf = (moment: string): string => compactDay(moment.slice(0, 10));
export const timeOf = (moment: string): string => moment.slice(11, 19).replaceAll(':', '');

/** OBJ_KEY taken apart. */
export const partsOf = (key: string | undefined) => ({
  number: key?.slice(0, 10) ?? '',
  companyCode: key?.slice(10, 14) ?? '',
  year: key?.slice(14) ?? '',
});

type Posted = { readonly document: FiDocument; readonly line: FiLine };
const linesIn = (erp: Erp): readonly Posted[] =>
  erp.company.fiDocuments.all().flatMap((document) => document.lines.map((line) => ({ document, line })));

/** Amounts have no sign in the tables; SHKZG tells the side. */
function shared({ document, line }: Posted): Row {
  const { number, companyCode, year } = partsOf(document.key);
  return {
    BUKRS: companyCode,
    ZUONR: line.assignment,
    GJAHR: year,
    BELNR: number,
    BUZEI: line.item,
    BUDAT: compactDay(document.postingDate),
    SHKZG: (line.amount || line.local) < 0n ? 'H' : 'S',
    WAERS: document.currency,
    WRBTR: abs(line.amount),
    DMBTR: abs(line.local),
    SGTXT: line.text,
  };
}

const customerItem = (posted: Posted): Row => {
  const { document, line } = posted;
  const rest = partsOf(line.restOf);
  return {
    ...shared(posted),
    KUNNR: line.customer,
    UMSKZ: line.specialLedger,
    BLART: document.type,
    XBLNR: document.reference,
    AUGDT: compactDay(line.clearing?.date ?? ''),
    AUGBL: partsOf(line.clearing?.document).number,
    REBZG: rest.number,
    REBZJ: rest.year,
  };
};

const ofCustomer = ({ line }: Posted): boolean => line.customer !== '';
const isCleared = ({ line }: Posted): boolean => line.clearing !== undefined;

const item =
  'BUKRS C4, ZUONR C18, GJAHR N4, BELNR C10, BUZEI N3, BUDAT D, SHKZG C1, WAERS C5, WRBTR P, DMBTR P, SGTXT C50';
const customerColumns = columns(
  `${item}, KUNNR C10, UMSKZ C1, BLART C2, XBLNR C16, AUGDT D, AUGBL C10, REBZG C10, REBZJ N4`,
);
const accountColumns = columns(`${item}, HKONT C10`);

const header = (document: FiDocument): Row => {
  const { number, companyCode, year } = partsOf(document.key);
  // A document that was taken back and the one that takes it back name each other.
  const counterpart = partsOf(document.reversedBy ?? document.reverses);
  return {
    BUKRS: companyCode,
    BELNR: number,
    GJAHR: year,
    BLART: document.type,
    BLDAT: compactDay(document.documentDate),
    BUDAT: compactDay(document.postingDate),
    XBLNR: document.reference,
    STBLG: counterpart.number,
    STJAH: counterpart.year,
    CPUDT: dayOf(document.created),
    CPUTM: timeOf(document.created),
    BKTXT: document.headerText,
    WAERS: document.currency,
    AWTYP: document.origin.type,
    AWKEY: document.origin.key,
  };
};

/** FI documents: their headers, and their items in the tables of open and of cleared ones. */
export function ledgerTables(erp: Erp): Readonly<Record<string, Table>> {
  const customerItems = (cleared: boolean): Table => ({
    columns: customerColumns,
    rows: () =>
      linesIn(erp)
        .filter((posted) => ofCustomer(posted) && isCleared(posted) === cleared)
        .map(customerItem),
  });
  const accountItems = (cleared: boolean): Table => ({
    columns: accountColumns,
    rows: () =>
      linesIn(erp)
        .filter((posted) => !ofCustomer(posted) && isCleared(posted) === cleared)
        .map((posted) => ({ ...shared(posted), HKONT: posted.line.account })),
  });
  return {
    BKPF: {
      columns: columns(`BUKRS C4, BELNR C10, GJAHR N4, BLART C2, BLDAT D, BUDAT D, XBLNR C16, STBLG C10, STJAH N4,
        CPUDT D, CPUTM T, BKTXT C25, WAERS C5, AWTYP C5, AWKEY C20`),
      rows: () => erp.company.fiDocuments.all().map(header),
    },
    BSID: customerItems(false),
    BSAD: customerItems(true),
    BSIS: accountItems(false),
    BSAS: accountItems(true),
  };
}

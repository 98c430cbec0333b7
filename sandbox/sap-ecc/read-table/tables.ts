import type { Erp } from '../erp.ts';
import type { Row } from './columns.ts';
import { columns } from './columns.ts';
import { ledgerTables } from './ledger-tables.ts';
import { masterTables } from './master-tables.ts';
import type { Table } from './read.ts';
import { salesTables } from './sales-tables.ts';

const flag = (set: boolean | undefined): string => (set ? 'X' : '');
/** Of fixed rows that depend on nothing but the customising. */
const table = (notation: string, rows: () => readonly Row[]): Table => ({ columns: columns(notation), rows });

/** The tables that anybody reads, as views of what is committed. */
export const tablesOf = (erp: Erp): Readonly<Record<string, Table>> => ({
  ...customising(erp),
  ...masterTables(erp),
  ...salesTables(erp),
  ...ledgerTables(erp),
  ...idocTables(erp),
});

/** Account types that have an interval of open periods of their own: all, customers, G/L accounts. */
const accountTypes = ['+', 'D', 'S'] as const;

const customising = ({
  companyCode,
  companyName,
  ledgerCurrency,
  currencies,
  chart,
  chartOfAccounts,
  periods,
}: Erp) => ({
  T001: table('BUKRS C4, BUTXT C25, WAERS C5, OPVAR C4', () => [
    { BUKRS: companyCode, BUTXT: companyName, WAERS: ledgerCurrency, OPVAR: companyCode },
  ]),
  /** Only currencies that have not two digits. */
  TCURX: table('CURRKEY C5, CURRDEC N1', () =>
    currencies
      .codes()
      .filter((currency) => currencies.digits(currency) !== 2)
      .map((currency) => ({ CURRKEY: currency, CURRDEC: String(currencies.digits(currency)) })),
  ),
  T001B: table('BUKRS C4, MKOAR C1, FRPE1 N3, FRYE1 N4, TOPE1 N3, TOYE1 N4', () => {
    const { from, to } = periods.open();
    return accountTypes.map((type) => ({
      BUKRS: companyCode,
      MKOAR: type,
      FRPE1: from.slice(5),
      FRYE1: from.slice(0, 4),
      TOPE1: to.slice(5),
      TOYE1: to.slice(0, 4),
    }));
  }),
  SKA1: table('KTOPL C4, SAKNR C10, XBILK C1, XSPEB C1', () =>
    chart.all().map(({ number, balanceSheet, blocked }) => ({
      KTOPL: chartOfAccounts,
      SAKNR: number,
      XBILK: flag(balanceSheet),
      XSPEB: flag(blocked),
    })),
  ),
  SKAT: table('SPRAS C1, KTOPL C4, SAKNR C10, TXT50 C50', () =>
    chart.all().map(({ number, description }) => ({
      SPRAS: 'E',
      KTOPL: chartOfAccounts,
      SAKNR: number,
      TXT50: description,
    })),
  ),
  SKB1: table('BUKRS C4, SAKNR C10, MITKZ C1, XOPVW C1, XSPEB C1, WAERS C5', () =>
    chart.all().map(({ number, reconciliation, openItems, blocked, currency }) => ({
      BUKRS: companyCode,
      SAKNR: number,
      MITKZ: reconciliation ?? '',
      XOPVW: flag(openItems),
      XSPEB: flag(blocked),
      WAERS: currency,
    })),
  ),
});

const idocTables = ({ company }: Erp) => ({
  EDIDC: table('DOCNUM N16, STATUS C2, MESTYP C30, SNDPRN C10, ARCKEY C70', () =>
    company.idocs.all().map(({ number, statuses, messageType, sender, archiveKey }) => ({
      DOCNUM: number,
      STATUS: statuses.at(-1)?.status ?? '',
      MESTYP: messageType,
      SNDPRN: sender,
      ARCKEY: archiveKey,
    })),
  ),
  EDIDS: table(
    `DOCNUM N16, COUNTR N4, STATUS C2, STAMID C20, STAMNO N3, STAPA1 C50, STAPA2 C50, STAPA3 C50, STAPA4 C50,
      STATXT C70`,
    () =>
      company.idocs.all().flatMap(({ number, statuses }) =>
        statuses.map(({ status, messageId, messageNumber, parameters, text }, index) => ({
          DOCNUM: number,
          COUNTR: String(index + 1),
          STATUS: status,
          STAMID: messageId,
          STAMNO: messageNumber,
          STAPA1: parameters[0] ?? '',
          STAPA2: parameters[1] ?? '',
          STAPA3: parameters[2] ?? '',
          STAPA4: parameters[3] ?? '',
          STATXT: text,
        })),
      ),
  ),
});

import { paged } from '../../paged.ts';
import type { ErpAccount, ErpPort } from '../../port.ts';
import { bare, inTen, material } from '../formats.ts';
import { languageKey } from '../language.ts';
import type { System } from '../system.ts';
import { all, is } from './conditions.ts';
import { customerMasters, readMaster } from './customer-records.ts';
import { searchCustomers } from './customers.ts';
import { itemMasters } from './item-records.ts';
import { masterRecords } from './master-records.ts';
import { quantityText, thousandths } from './quantity.ts';
import { readTable, tablePages, type Row } from './table.ts';

/** Base unit of measure in which stock is asked for: pieces, in SAP's internal spelling. */
const pieces = 'ST';

type MasterData = Pick<
  ErpPort,
  'customers' | 'customer' | 'customerRecords' | 'items' | 'itemRecords' | 'accounts' | 'accountRecords'
>;

export const createMasterData = (system: System): MasterData => ({
  customers: async (search, call) => searchCustomers(system, search, call?.signal),
  customer: async (number, call) => (await readMaster(system, number, call?.signal))?.record,
  customerRecords: (search, call) => masterRecords(system, customerMasters(system), search, call?.signal),
  itemRecords: (search, call) => masterRecords(system, itemMasters(system), search, call?.signal),
  accountRecords: (call) => paged(() => chart(system, call?.signal)),
  items: async ({ number }, call) => itemsOf(system, number, call?.signal),
  accounts: async ({ number }, call) => accountsOf(system, number, call?.signal),
});

const itemsOf = async ({ rfc, organisation }: System, number: string, signal: AbortSignal | undefined) => {
  const MATNR_LOW = material(number);
  const listed = await rfc.call(
    'BAPI_MATERIAL_GETLIST',
    { MATNRSELECTION: [{ SIGN: 'I', OPTION: 'EQ', MATNR_LOW }] },
    { write: false, tables: ['MATNRLIST'], signal },
  );
  const found = listed.table('MATNRLIST').find(({ MATERIAL }) => MATERIAL?.trim() === MATNR_LOW);
  if (!found) return [];
  const stock = await rfc.call(
    'BAPI_MATERIAL_AVAILABILITY',
    { PLANT: organisation.plant, MATERIAL: MATNR_LOW, UNIT: pieces },
    { write: false, signal },
  );
  return [
    {
      number: bare(MATNR_LOW),
      description: found['MATL_DESC']?.trim() ?? '',
      available: quantityText(thousandths(stock.text('AV_QTY_PLT'))),
    },
  ];
};

/** An account is of a company code (SKB1) only as one of its chart (SKA1), and may be blocked in either. */
async function accountsOf(
  { rfc, organisation }: System,
  number: string,
  signal: AbortSignal | undefined,
): Promise<readonly ErpAccount[]> {
  const here = all(is('BUKRS', organisation.companyCode), is('SAKNR', inTen(number)));
  const chart = all(is('KTOPL', organisation.chartOfAccounts), is('SAKNR', inTen(number)));
  const [ours] = await readTable(rfc, { ...inCode, where: here }, signal);
  const [general] = await readTable(rfc, { ...inChart, where: chart }, signal);
  return ours && general ? [accountOf(ours, general)] : [];
}

const inCode = { table: 'SKB1', fields: ['SAKNR', 'MITKZ', 'XOPVW', 'XSPEB'] } as const;
const inChart = { table: 'SKA1', fields: ['SAKNR', 'XBILK', 'XSPEB'] } as const;
type Ours = Row<(typeof inCode.fields)[number]>;
type General = Row<(typeof inChart.fields)[number]>;

const accountOf = (ours: Ours, general: General, description = ''): ErpAccount => ({
  number: bare(ours.SAKNR),
  ...(description !== '' && { description }),
  kind: kindOf({ reconciles: ours.MITKZ !== '', balance: general.XBILK === 'X', openItems: ours.XOPVW === 'X' }),
  blocked: ours.XSPEB === 'X' || general.XSPEB === 'X',
});

/** All accounts of our company code, with their names in the language that we log on in; the last page has them. */
async function* chart(
  { rfc, organisation }: System,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ErpAccount[]> {
  const { companyCode, chartOfAccounts, language } = organisation;
  const ours: Ours[] = [];
  for await (const page of tablePages(rfc, { ...inCode, where: is('BUKRS', companyCode) }, signal)) {
    ours.push(...page);
    yield [];
  }
  const general = new Map<string, General>();
  for await (const page of tablePages(rfc, { ...inChart, where: is('KTOPL', chartOfAccounts) }, signal)) {
    for (const row of page) general.set(row.SAKNR, row);
    yield [];
  }
  const named = all(is('KTOPL', chartOfAccounts), is('SPRAS', languageKey(language)));
  const names = new Map<string, string>();
  for await (const page of tablePages(rfc, { table: 'SKAT', fields: ['SAKNR', 'TXT50'], where: named }, signal)) {
    for (const { SAKNR, TXT50 } of page) names.set(SAKNR, TXT50);
    yield [];
  }
  const sorted = ours.toSorted((a, b) => a.SAKNR.localeCompare(b.SAKNR));
  yield sorted.flatMap((one) => {
    const row = general.get(one.SAKNR);
    return row ? [accountOf(one, row, names.get(one.SAKNR))] : [];
  });
}

type Traits = { readonly reconciles: boolean; readonly balance: boolean; readonly openItems: boolean };

/**
 * `bank` is what takes money: SAP has no such mark, so it is a balance sheet account with open item management, as a
 * clearing account for Stripe must be.
 */
function kindOf({ reconciles, balance, openItems }: Traits): ErpAccount['kind'] {
  if (reconciles) return 'control';
  if (!balance) return 'profit-and-loss';
  return openItems ? 'bank' : 'balance';
}

import type { ErpAccount, ErpPort } from '../../port.ts';
import { bare, inTen, material } from '../formats.ts';
import type { System } from '../system.ts';
import { all, is } from './conditions.ts';
import { searchCustomers } from './customers.ts';
import { quantityText, thousandths } from './quantity.ts';
import { readTable } from './table.ts';

/** Base unit of measure in which stock is asked for: pieces, in SAP's internal spelling. */
const pieces = 'ST';

type MasterData = Pick<ErpPort, 'customers' | 'items' | 'accounts'>;

export const createMasterData = (system: System): MasterData => ({
  customers: async (search, call) => searchCustomers(system, search, call?.signal),
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
  const [ours] = await readTable(
    rfc,
    { table: 'SKB1', fields: ['SAKNR', 'MITKZ', 'XOPVW', 'XSPEB'], where: here },
    signal,
  );
  const [general] = await readTable(rfc, { table: 'SKA1', fields: ['SAKNR', 'XBILK', 'XSPEB'], where: chart }, signal);
  if (!ours || !general) return [];
  const traits = { reconciles: ours.MITKZ !== '', balance: general.XBILK === 'X', openItems: ours.XOPVW === 'X' };
  return [{ number: bare(number), kind: kindOf(traits), blocked: ours.XSPEB === 'X' || general.XSPEB === 'X' }];
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

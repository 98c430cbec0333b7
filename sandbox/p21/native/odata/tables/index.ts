import type { NativeSite } from '../../native-site.ts';
import type { LocalClock } from '../clock.ts';
import type { Table } from '../table.ts';
import { cashTables } from './cash.ts';
import { customerTables } from './customers.ts';
import { groundOf } from './ground.ts';
import { itemTables } from './items.ts';
import { ledgerTables } from './ledger.ts';
import { masterTables } from './masters.ts';
import { orderTables } from './orders.ts';
import { receivableTables } from './receivables.ts';

/** Every table that can be read, by name. */
export function tablesOf(site: NativeSite, clock: LocalClock): ReadonlyMap<string, Table> {
  const ground = groundOf(site, clock);
  const tables = [
    masterTables,
    customerTables,
    itemTables,
    orderTables,
    receivableTables,
    cashTables,
    ledgerTables,
  ].flatMap((make) => make(ground));
  return new Map(tables.map((table) => [table.name, table]));
}

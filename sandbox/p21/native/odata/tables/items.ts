import type { Erp } from '../../../erp.ts';
import type { Item } from '../../../records.ts';
import { sum } from '../../../../money.ts';
import { decimal, flag, tableOf, text, time, whole } from '../table.ts';
import type { Table } from '../table.ts';
import type { Ground } from './ground.ts';

/** Where all the stock is: the books know one place. */
const LOCATION = '1';

export const itemTables = ({ erp, clock, quantity }: Ground): readonly Table[] => {
  const uids = new Map<string, string>();
  const uidOf = ({ number }: Item): string => {
    const uid = uids.get(number) ?? String(uids.size + 1);
    uids.set(number, uid);
    return uid;
  };
  const items = () => erp.items.all();
  const inv_mast_uid = whole<Item>(uidOf);
  return [
    tableOf('inv_mast', items, {
      inv_mast_uid,
      item_id: text(({ number }) => number),
      item_desc: text(({ description }) => description),
      delete_flag: flag(({ discontinued }) => discontinued),
      date_last_modified: time(({ modified }) => clock.at(modified)),
    }),
    tableOf('inv_loc', items, {
      inv_mast_uid,
      location_id: whole(() => LOCATION),
      qty_on_hand: decimal((item) => quantity(item.kind === 'stock' ? item.free + promised(erp, item) : 0n)),
      qty_allocated: decimal((item) => quantity(promised(erp, item))),
    }),
  ];
};

/** Of an item, what is in stock still and belongs to orders already. */
function promised({ orders }: Erp, { number, kind }: Item): bigint {
  if (kind === 'service') return 0n;
  const lines = orders.all().flatMap((order) => order.lines.filter(({ item }) => item === number));
  return sum(lines.map(({ allocated }) => allocated));
}

import type { ItemRecord } from '../../port.ts';
import { bare } from '../formats.ts';
import { languageKey } from '../language.ts';
import type { System } from '../system.ts';
import { beginningOf, changesSince, lastChanges, timeOf, type Moment } from './change-documents.ts';
import { all, is } from './conditions.ts';
import type { Masters } from './master-records.ts';
import { readTable, readTableByKey } from './table.ts';

/** What our distribution chain sells: a material is out of sale by its deletion flag, there or at all. */
export const itemMasters = (system: System): Masters<ItemRecord> => {
  const { rfc, organisation } = system;
  const ours = all(is('VKORG', organisation.salesOrganisation), is('VTWEG', organisation.distributionChannel));
  return {
    all: { table: 'MVKE', fields: ['MATNR'], where: ours },
    changed: (since, signal) => changesSince(rfc, 'MATERIAL', since, signal),

    async made(day, signal) {
      const where = is('ERSDA', day, 'GE');
      const rows = await readTable(rfc, { table: 'MARA', fields: ['MATNR', 'ERSDA'], where }, signal);
      const numbers = rows.map(({ MATNR }) => MATNR);
      const told = await lastChanges(rfc, 'MATERIAL', numbers, signal);
      return rows.filter(({ MATNR }) => !told.has(MATNR)).map(({ MATNR, ERSDA }) => [MATNR, beginningOf(ERSDA)]);
    },

    read: async (numbers, signal, at) => readItems(system, numbers, ours, signal, at),
  };
};

async function readItems(
  { rfc, organisation }: System,
  numbers: readonly string[],
  ours: readonly string[],
  signal: AbortSignal | undefined,
  known?: ReadonlyMap<string, Moment>,
): Promise<readonly ItemRecord[]> {
  const byNumber = async <F extends string>(
    table: string,
    fields: readonly ['MATNR', ...F[]],
    where: readonly string[],
  ) => {
    const rows = await readTableByKey<'MATNR' | F>(rfc, { table, fields, where }, 'MATNR', numbers, signal);
    return new Map(rows.map((row) => [row.MATNR, row]));
  };
  const sold = await byNumber('MVKE', ['MATNR', 'LVORM'], ours);
  const general = await byNumber('MARA', ['MATNR', 'ERSDA', 'LAEDA', 'LVORM'], []);
  const texts = await byNumber('MAKT', ['MATNR', 'MAKTX'], is('SPRAS', languageKey(organisation.language)));
  const changed = known ?? (await lastChanges(rfc, 'MATERIAL', [...sold.keys()], signal));
  return numbers.flatMap((number) => {
    const [chain, row] = [sold.get(number), general.get(number)];
    if (!chain || !row) return [];
    const [made, last] = [beginningOf(row.ERSDA), beginningOf(row.LAEDA)];
    const at = changed.get(number) ?? (last > made ? last : made);
    return {
      number: bare(number),
      description: texts.get(number)?.MAKTX ?? '',
      discontinued: chain.LVORM === 'X' || row.LVORM === 'X',
      changedAt: timeOf(at, organisation.timeZone),
    };
  });
}

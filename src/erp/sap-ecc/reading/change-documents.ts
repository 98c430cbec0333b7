import type { Rfc } from '../rfc.ts';
import { momentOf, type Stamp } from './clock.ts';
import { all, either, is } from './conditions.ts';
import { readTableByKey, tablePages, type Row } from './table.ts';

/** What SAP writes changes of under, each with identifiers of its own. */
export type ObjectClass = 'DEBI' | 'ADRESSE' | 'KLIM' | 'MATERIAL';
/** Day and time by SAP's clock in fourteen digits, so that the greater text is the later one. */
export type Moment = string;

const fields = ['OBJECTID', 'UDATE', 'UTIME'] as const;
const query = { table: 'CDHDR', fields } as const;
type Change = Row<(typeof fields)[number]>;

/** Of these objects the last change of each; one without any is not there. */
export async function lastChanges(
  rfc: Rfc,
  objectClass: ObjectClass,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Moment>> {
  const where = is('OBJECTCLAS', objectClass);
  const rows = await readTableByKey(rfc, { ...query, where }, 'OBJECTID', ids, signal);
  return latest(rows.map(changeOf));
}

/** Page by page, as SAP gives them. */
export async function* changesSince(
  rfc: Rfc,
  objectClass: ObjectClass,
  { day, time }: Stamp,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly (readonly [id: string, at: Moment])[]> {
  const later = either(is('UDATE', day, 'GT'), all(is('UDATE', day), is('UTIME', time, 'GE')));
  const where = all(is('OBJECTCLAS', objectClass), later);
  for await (const page of tablePages(rfc, { ...query, where }, signal)) yield page.map(changeOf);
}

const changeOf = ({ OBJECTID, UDATE, UTIME }: Change) => [OBJECTID, `${UDATE}${UTIME}`] as const;

/** The last of each. */
export function latest(changes: Iterable<readonly [string, Moment]>): ReadonlyMap<string, Moment> {
  const last = new Map<string, Moment>();
  for (const [id, at] of changes) if (at > (last.get(id) ?? '')) last.set(id, at);
  return last;
}

/** ISO time of what SAP's clock showed. */
export const timeOf = (at: Moment, timeZone: string): string =>
  momentOf({ day: at.slice(0, 8), time: at.slice(8) }, timeZone).toISOString();

/** The beginning of a day of a table (`20260130`); a record without one is as old as can be. */
export const beginningOf = (day: string): Moment => `${/^0*$/.test(day) ? '19700101' : day}000000`;

import type { Day } from '../../../domain/documents.ts';
import { earliestShown, momentShown } from '../../clock.ts';
import { ErpError } from '../../errors.ts';
import { conflict } from '../../read-back.ts';

const withZone = /(?:[zZ]|[-+]\d\d:?\d\d)$/;

/**
 * The moment of a row's time, which says nothing of its zone, or does. @throws `conflict` for text that is no time
 */
export function momentOf(text: string | null | undefined, timeZone: string, column: string): Date {
  const time = (text ?? '').trim();
  // Seven digits of a second come too; a clock's thousandths are all that we keep.
  const short = time.replace(/(\.\d{3})\d+/, '$1');
  const moment = withZone.test(short) ? new Date(short) : shown(short, timeZone);
  if (moment && !Number.isNaN(moment.getTime())) return moment;
  throw conflict(`"${time}" in ${column} is not a time`, column);
}

const shown = (time: string, timeZone: string): Date | undefined =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(time) && !Number.isNaN(Date.parse(`${time}Z`))
    ? momentShown(time, timeZone)
    : undefined;

/**
 * The day of a row's time: a date in Prophet 21 is a midnight of its own clock, or the last minute before one. What
 * is told by another clock is brought back to it; what is such a time as it stands is the day that it names, whatever zone is
 * put behind.
 * @throws `conflict` for text that is no time
 */
export function dayOf(text: string | null | undefined, timeZone: string, column: string): Day {
  const time = (text ?? '').trim();
  const asItStands = !withZone.test(time) || /T(00:00(:00(\.0+)?)?|23:59(:\d\d(\.\d+)?)?)[-+zZ]/.test(time);
  const day = asItStands ? time.slice(0, 10) : dayShown(momentOf(time, timeZone, column), timeZone);
  if (/^\d{4}-\d\d-\d\d$/.test(day)) return day;
  throw conflict(`"${time}" in ${column} is not a date`, column);
}

/** As Sweden writes it: `2026-01-30`. */
const dayShown = (moment: Date, timeZone: string): Day =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(moment);

/** A moment that a caller gives. @throws `invalid` with an example */
export function momentGiven(since: string): Date {
  const moment = new Date(since);
  if (!Number.isNaN(moment.getTime())) return moment;
  const message = `"${since}" is not a time; write it as in 2026-01-30T09:15:00.000Z`;
  throw new ErpError('invalid', message, { where: 'since' });
}

/** What OData compares a time without zone with: the clock's reading, or the moment that it means. */
export type Comparison = 'readings' | 'moments';

/**
 * The literal from which everything is found that changed at this moment or later. Which way OData compares is not known
 * (M) until a row shows it, so it is the earlier of both: too much may come, and is left out by `isSince`.
 */
export function literalSince(moment: Date, timeZone: string, by?: Comparison): string {
  const literals = { readings: `${earliestShown(moment, timeZone)}Z`, moments: moment.toISOString() };
  if (by !== undefined) return literals[by];
  return literals.readings < literals.moments ? literals.readings : literals.moments;
}

/** Which way OData must have compared to give this row from that literal on; nothing where both ways would have. */
export function comparedBy(
  text: string | null | undefined,
  literal: string,
  timeZone: string,
  column: string,
): Comparison | undefined {
  const asked = new Date(literal);
  if (withZone.test(text ?? '') || momentOf(text, 'UTC', column) < asked) return 'moments';
  return isSince(text, asked, timeZone, column) ? undefined : 'readings';
}

/** Whether a row's time may be this moment or a later one; in the hour that comes twice it may. */
export const isSince = (text: string | null | undefined, moment: Date, timeZone: string, column: string): boolean => {
  if (withZone.test(text?.trim() ?? '')) return momentOf(text, timeZone, column) >= moment;
  return momentOf(text, 'UTC', column) >= new Date(`${earliestShown(moment, timeZone)}Z`);
};

import { earliestShown, momentShown } from '../../clock.ts';
import { ErpError } from '../../errors.ts';

/** What SAP writes of a moment: `20260130` and `091500`, by its own clock. */
export type Stamp = { readonly day: string; readonly time: string };

/**
 * The earliest stamp that SAP may write from this moment on. In the night in which the clock is put back an hour comes
 * twice, and a later moment may carry an earlier stamp.
 */
export function earliestStamp(moment: Date, timeZone: string): Stamp {
  const text = earliestShown(moment, timeZone);
  return { day: text.slice(0, 10).replaceAll('-', ''), time: text.slice(11, 19).replaceAll(':', '') };
}

/** The moment of a stamp; of one that came twice, the first. @throws RangeError for the initial stamp, all zeros */
export const momentOf = ({ day, time }: Stamp, timeZone: string): Date =>
  momentShown(
    `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`,
    timeZone,
  );

/** The earliest stamp from a time on that a caller gave. @throws `invalid` for text that is no time */
export function stampSince(since: string, timeZone: string): Stamp {
  const moment = new Date(since);
  if (!Number.isNaN(moment.getTime())) return earliestStamp(moment, timeZone);
  throw new ErpError('invalid', `"${since}" is not a time; write it as in 2026-01-30T09:15:00.000Z`, {
    where: 'since',
  });
}

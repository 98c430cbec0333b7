import type { Day } from '../../../domain/documents.ts';
import { ErpError } from '../../errors.ts';
import type { ErpPort } from '../../port.ts';
import { wholeNumber } from './amounts.ts';
import { flag, text } from './documents/rows.ts';
import type { Native } from './native.ts';
import type { Row } from './odata.ts';
import { dayOf } from './times.ts';

/** A period of the general ledger. */
type Period = {
  readonly number: string;
  readonly year: string;
  readonly from: Day;
  readonly to: Day;
  readonly closed: boolean;
};

export const createPeriods = (native: Native): Pick<ErpPort, 'openPeriod'> => ({
  async openPeriod(day, call) {
    const periods = await periodsAround(native, day, call?.signal);
    if (isOpen(periods, day)) return day;
    const starts = periods.map(({ from }) => from).filter((from) => from > day && isOpen(periods, from));
    const next = starts.toSorted()[0];
    if (next !== undefined) return next;
    throw new ErpError('rejected', `Prophet 21 has no open period on ${day} or later`, { where: 'period' });
  },
});

/**
 * Periods of the year of a day, of the one before it, since a fiscal year may be named after its end, and of all later
 * ones, in their order.
 */
export async function periodsAround(
  { odata, company, site }: Native,
  day: Day,
  signal?: AbortSignal,
): Promise<readonly Period[]> {
  const year = String(Number(day.slice(0, 4)) - 1);
  const where = [
    { column: 'company_no', is: 'eq', value: company },
    { column: 'year_for_period', is: 'ge', value: year },
  ] as const;
  const rows = await odata.rows('periods', { where, orderBy: ['year_for_period', 'period'] }, signal);
  return rows.map((row) => periodOf(row, site.timeZone));
}

const periodOf = (row: Row, timeZone: string): Period => ({
  number: wholeNumber(text(row, 'period'), 'period'),
  year: wholeNumber(text(row, 'year_for_period'), 'year_for_period'),
  from: dayOf(row['beginning_date'], timeZone, 'beginning_date'),
  to: dayOf(row['ending_date'], timeZone, 'ending_date'),
  closed: flag(row, 'period_closed'),
});

/** The first that has a day is its period: one for closing the year has the last days of another, and comes after it. */
export const periodIn = (periods: readonly Period[], day: Day): Period | undefined =>
  periods.find(({ from, to }) => from <= day && day <= to);

const isOpen = (periods: readonly Period[], day: Day): boolean => periodIn(periods, day)?.closed === false;

import type { Day } from '../../../domain/documents.ts';
import { ErpError } from '../../errors.ts';
import type { ErpPort } from '../../port.ts';
import { wholeNumber } from './amounts.ts';
import type { Native } from './native.ts';
import type { Row } from './odata.ts';
import { dayOf } from './times.ts';

/** A period of the general ledger, as `Period` and `YearForPeriod` name it. */
type Period = {
  readonly number: string;
  readonly year: string;
  readonly from: Day;
  readonly to: Day;
  readonly closed: boolean;
};

/**
 * Periods of the year of a day, of the one before it, since a fiscal year may be named after its end, and of all later
 * ones, oldest first; one for closing a year, which has the days of another, comes after that one.
 */
async function periodsAround(
  { odata, company }: Pick<Native, 'odata' | 'company'>,
  day: Day,
  signal: AbortSignal | undefined,
): Promise<readonly Period[]> {
  const year = String(Number(day.slice(0, 4)) - 1);
  const where = [
    { column: 'company_no', is: 'eq', value: company },
    { column: 'year_for_period', is: 'ge', value: year },
  ] as const;
  const rows = await odata.rows('periods', { where, orderBy: ['year_for_period', 'period'] }, signal);
  return rows.map(periodOf).sort((a, b) => a.from.localeCompare(b.from));
}

const periodOf = (row: Row): Period => ({
  number: wholeNumber(row['period'] ?? '', 'period'),
  year: wholeNumber(row['year_for_period'] ?? '', 'year_for_period'),
  from: dayOf(row['beginning_date'], 'beginning_date'),
  to: dayOf(row['ending_date'], 'ending_date'),
  closed: row['period_closed'] === 'Y',
});

const contains =
  (day: Day) =>
  ({ from, to }: Period): boolean =>
    from <= day && day <= to;

/** The open period that a day lies in. @throws `rejected` when it is closed, or when Prophet 21 has none */
export async function openPeriodOf(
  native: Pick<Native, 'odata' | 'company'>,
  day: Day,
  signal?: AbortSignal,
): Promise<Pick<Period, 'number' | 'year'>> {
  const around = (await periodsAround(native, day, signal)).filter(contains(day));
  const open = around.find(({ closed }) => !closed);
  if (open) return open;
  const [period] = around;
  const what = period ? `Period ${period.number} of ${period.year} is closed` : `Prophet 21 has no period of ${day}`;
  throw new ErpError('rejected', what, { where: 'period' });
}

export const createPeriods = (native: Native): Pick<ErpPort, 'openPeriod'> => ({
  async openPeriod(day, call) {
    const periods = (await periodsAround(native, day, call?.signal)).filter(({ closed }) => !closed);
    if (periods.some(contains(day))) return day;
    const next = periods.find(({ from }) => from > day);
    if (next) return next.from;
    throw new ErpError('rejected', `Prophet 21 has no open period on ${day} or later`, { where: 'period' });
  },
});

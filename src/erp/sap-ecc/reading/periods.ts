import type { Day } from '../../../domain/documents.ts';
import { ErpError } from '../../errors.ts';
import type { System } from '../system.ts';
import { companyOf } from './company.ts';
import { is } from './conditions.ts';
import { readTable } from './table.ts';

/** An interval of periods, each `year * 1000 + period`. */
type Interval = { readonly account: string; readonly from: number; readonly to: number };

/** All accounts, customers, G/L accounts: what we post to. */
const accountTypes = ['+', 'D', 'S'] as const;

/**
 * The day itself if its period is open for everything that we post to, else the first day of the next period that is.
 * We take fiscal years for calendar years and periods for months (fiscal year variant K4). T001B may hold intervals of
 * accounts; a period that is open for one of them counts as open, and what SAP refuses all the same goes to a person.
 * @throws `rejected` when no later period is open.
 */
export async function openPeriod({ rfc, organisation }: System, day: Day, signal?: AbortSignal): Promise<Day> {
  const { OPVAR } = await companyOf(rfc, organisation, signal);
  const rows = await readTable(
    rfc,
    { table: 'T001B', fields: ['BUKRS', 'MKOAR', 'FRPE1', 'FRYE1', 'TOPE1', 'TOYE1'], where: is('BUKRS', OPVAR) },
    signal,
  );
  const intervals = rows.map((row) => ({
    account: row.MKOAR,
    from: periodOf(row.FRYE1, row.FRPE1),
    to: periodOf(row.TOYE1, row.TOPE1),
  }));
  const [year = '', month = ''] = day.split('-');
  const wanted = periodOf(year, month);
  if (isOpen(intervals, wanted)) return day;
  const starts = intervals
    .map(({ from }) => monthFrom(from))
    .filter((from) => from > wanted && isOpen(intervals, from));
  if (starts.length > 0) return firstDayOf(Math.min(...starts));
  throw new ErpError(
    'rejected',
    `No posting period is open on ${day} or later in variant ${OPVAR} (transaction OB52)`,
    {
      where: 'Date',
    },
  );
}

/** `+` must allow it, and so must an account type that has rows of its own. */
const isOpen = (intervals: readonly Interval[], period: number): boolean =>
  accountTypes.every((type) => {
    const ofType = intervals.filter(({ account }) => account === type);
    if (ofType.length === 0) return type !== '+';
    return ofType.some(({ from, to }) => from <= period && period <= to);
  });

const periodOf = (year: string, period: string): number => Number(year) * 1_000 + Number(period);

/** Periods 13 to 16 are for closing a year: no day lies in them. */
const monthFrom = (period: number): number =>
  period % 1_000 <= 12 ? period : (Math.floor(period / 1_000) + 1) * 1_000 + 1;

const firstDayOf = (period: number): Day =>
  `${Math.floor(period / 1_000)}-${String(period % 1_000).padStart(2, '0')}-01`;

import { describe, expect, it } from 'vitest';
import { createPeriods } from '../../../../src/erp/p21/native/periods.ts';
import { reading } from './fake-tables.ts';

const period = (year: string, number: string, days: readonly [string, string], closed = 'N') => ({
  company_no: 'ACME',
  period: `${number}.0000`,
  year_for_period: year,
  beginning_date: `${days[0]}T00:00:00`,
  ending_date: `${days[1]}T00:00:00`,
  period_closed: closed,
});
const periods = [
  period('2025', '11', ['2025-11-01', '2025-11-30'], 'Y'),
  period('2025', '12', ['2025-12-01', '2025-12-31'], 'Y'),
  period('2026', '1', ['2026-01-01', '2026-01-31']),
  period('2026', '2', ['2026-02-01', '2026-02-28']),
];
const others = { ...period('2025', '12', ['2025-12-01', '2025-12-31']), company_no: 'OTHER' };
const native = reading({ periods: [...periods, others] });
const { openPeriod } = createPeriods(native);

describe('the open period', () => {
  it('of a day in an open one begins with the day itself', async () =>
    expect(await openPeriod('2026-01-31')).toBe('2026-01-31'));

  it('of a day in a closed one begins with the first open day after it', async () =>
    expect(await openPeriod('2025-11-15')).toBe('2026-01-01'));

  it('is refused when none follows', async () =>
    expect(openPeriod('2026-03-01')).rejects.toMatchObject({ code: 'rejected' }));

  it('is found where a fiscal year is named after its end', async () => {
    const fiscal = reading({ periods: [period('2027', '1', ['2026-07-01', '2026-07-31'])] });

    expect(await createPeriods(fiscal).openPeriod('2026-06-15')).toBe('2026-07-01');
  });

  it('is none for closing the year, which has days of another', async () => {
    const closing = reading({
      periods: [
        period('2026', '12', ['2026-12-01', '2026-12-31'], 'Y'),
        period('2026', '13', ['2026-12-31', '2026-12-31']),
        period('2027', '1', ['2027-01-01', '2027-01-31']),
      ],
    });

    expect(await createPeriods(closing).openPeriod('2026-12-15')).toBe('2027-01-01');
    expect(await createPeriods(closing).openPeriod('2026-12-31')).toBe('2027-01-01');
  });
});

import { describe, expect, it } from 'vitest';
import { openPeriod } from '../../../../src/erp/sap-ecc/reading/periods.ts';
import { fakeSystem } from './fake-rfc.ts';

type Interval = readonly [type: string, from: string, to: string];
/** `2026/001` is the first period of 2026. */
const split = (period: string) => period.split('/') as [string, string];

const firstOpen = async (day: string, ...intervals: readonly Interval[]): Promise<string> => {
  const T001B = intervals.map(([MKOAR, from, to]) => {
    const [[FRYE1, FRPE1], [TOYE1, TOPE1]] = [split(from), split(to)];
    return { BUKRS: 'V1', MKOAR, FRPE1, FRYE1, TOPE1, TOYE1 };
  });
  const T001 = [{ BUKRS: '1000', BUTXT: 'Example', WAERS: 'USD', OPVAR: 'V1' }];
  return openPeriod(fakeSystem({ T001, T001B: [...T001B, { ...T001B[0], BUKRS: 'V2' }] as never }).system, day);
};
const year: Interval = ['+', '2026/001', '2026/012'];

describe('a posting period', () => {
  it('that is open leaves the day alone, on its first day as on its last', async () => {
    for (const day of ['2026-01-01', '2026-05-17', '2026-12-31']) expect(await firstOpen(day, year)).toBe(day);
  });

  it('that is closed gives the first day of the next open one', async () => {
    expect(await firstOpen('2025-12-31', year)).toBe('2026-01-01');
    expect(await firstOpen('2026-02-10', ['+', '2026/003', '2026/004'], ['+', '2026/006', '2026/006'])).toBe(
      '2026-03-01',
    );
    expect(await firstOpen('2026-05-10', ['+', '2026/003', '2026/004'], ['+', '2026/006', '2026/006'])).toBe(
      '2026-06-01',
    );
  });

  it('must be open for customers and for G/L accounts too', async () => {
    expect(await firstOpen('2026-02-10', year, ['D', '2026/003', '2026/012'], ['S', '2026/004', '2026/012'])).toBe(
      '2026-04-01',
    );
    expect(await firstOpen('2026-04-10', year, ['D', '2026/003', '2026/012'])).toBe('2026-04-10');
  });

  it('is not open by an account type alone, nor closed by one that we do not post to', async () => {
    await expect(firstOpen('2026-02-10', ['D', '2026/001', '2026/012'])).rejects.toMatchObject({ code: 'rejected' });
    expect(await firstOpen('2026-02-10', year, ['K', '2026/007', '2026/012'])).toBe('2026-02-10');
  });

  it('of a closing (13 to 16) holds no day', async () => {
    expect(await firstOpen('2025-11-30', ['+', '2025/013', '2026/012'])).toBe('2026-01-01');
  });

  it('that no later one follows is refused', async () => {
    await expect(firstOpen('2027-01-01', year)).rejects.toMatchObject({ code: 'rejected', where: 'Date' });
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../../src/mapping/day.ts';

describe('the day of a moment', () => {
  it.each([
    ['2026-01-30T23:30:00Z', 'Europe/Berlin', '2026-01-31'],
    ['2026-01-30T23:30:00Z', 'UTC', '2026-01-30'],
    ['2026-01-01T04:59:59Z', 'America/New_York', '2025-12-31'],
    ['2026-03-29T22:30:00Z', 'Europe/Berlin', '2026-03-30'],
    ['2026-06-30T18:30:00Z', 'Asia/Kolkata', '2026-07-01'],
    ['2026-01-30T00:00:00Z', 'Pacific/Kiritimati', '2026-01-30'],
  ])('%s in %s is %s', (iso, zone, day) => expect(dayOf(iso, zone)).toBe(day));

  it('in UTC is what the text begins with', () => {
    const moments = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, (moment) => {
        expect(dayOf(moment.toISOString(), 'UTC')).toBe(moment.toISOString().slice(0, 10));
      }),
    );
  });

  it.each([
    ['yesterday', 'UTC'],
    ['2026-01-30T00:00:00Z', 'Europe/Atlantis'],
  ])('%s in %s is an error', (iso, zone) => expect(() => dayOf(iso, zone)).toThrow(RangeError));
});

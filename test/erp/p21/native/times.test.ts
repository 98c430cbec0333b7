import { assert, constantFrom, date, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, isSince, literalSince, momentGiven, momentOf } from '../../../../src/erp/p21/native/times.ts';

const chicago = 'America/Chicago';

describe("a time of Prophet 21's clock", () => {
  it.each([
    ['2026-01-30T04:15:00.123', '2026-01-30T10:15:00.123Z'],
    ['2026-07-30T04:15:00', '2026-07-30T09:15:00.000Z'],
    ['2026-01-30T04:15:00.1234567', '2026-01-30T10:15:00.123Z'],
    ['2026-01-30T04:15:00Z', '2026-01-30T04:15:00.000Z'],
    ['2026-01-30T04:15:00-06:00', '2026-01-30T10:15:00.000Z'],
  ])('%s is the moment %s', (text, moment) =>
    expect(momentOf(text, chicago, 'date_last_modified').toISOString()).toBe(moment),
  );

  it.each([null, '', 'yesterday', '2026-13-01T00:00:00', '30.01.2026'])('is not %s', (text) =>
    expect(() => momentOf(text, chicago, 'date_last_modified')).toThrow(
      expect.objectContaining({ code: 'conflict', where: 'date_last_modified' }),
    ),
  );

  it('names a day, whatever stands behind it', () => {
    expect(dayOf('2026-01-30T00:00:00', 'invoice_date')).toBe('2026-01-30');
    expect(dayOf('2026-01-30', 'invoice_date')).toBe('2026-01-30');
    expect(() => dayOf(null, 'invoice_date')).toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it('is asked from by whichever is earlier, the reading or the moment', () => {
    const moment = new Date('2026-01-30T09:15:00.000Z');

    expect(literalSince(moment, chicago)).toBe('2026-01-30T03:15:00.000Z');
    expect(literalSince(moment, 'Europe/Berlin')).toBe('2026-01-30T09:15:00.000Z');
  });

  it('never leaves out what was written at the moment asked about or later', () => {
    const zones = constantFrom('Europe/Berlin', chicago, 'Asia/Kolkata', 'UTC');
    const moments = date({ min: new Date('2025-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
    const written = (moment: Date, timeZone: string): string =>
      new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
        .format(moment)
        .replace(' ', 'T');
    assert(
      property(moments, zones, nat(4 * 3_600_000), (moment, zone, later) => {
        const since = new Date(Math.floor(moment.getTime() / 1_000) * 1_000);
        const row = written(new Date(since.getTime() + later), zone);

        expect(isSince(row, since, zone, 'date_last_modified')).toBe(true);
        expect(`${row}.000Z` >= literalSince(since, zone)).toBe(true);
      }),
    );
  });

  it('leaves out what came only because the literal is the earlier one', () =>
    expect(isSince('2026-01-30T03:14:59.999', new Date('2026-01-30T09:15:00Z'), chicago, 'date_last_modified')).toBe(
      false,
    ));

  it('is refused with an example when a caller gives none', () =>
    expect(() => momentGiven('yesterday')).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringContaining('2026-') as string }),
    ));
});

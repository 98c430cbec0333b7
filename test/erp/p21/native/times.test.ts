import { assert, constantFrom, date, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  comparedBy,
  dayOf,
  isSince,
  literalSince,
  momentGiven,
  momentOf,
} from '../../../../src/erp/p21/native/times.ts';

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

  it.each([
    ['2026-01-30T00:00:00', chicago],
    ['2026-01-30', chicago],
    ['2026-01-30T23:59:59.997', chicago],
    ['2026-01-30T00:00:00Z', chicago],
    ['2026-01-30T00:00:00.000-06:00', chicago],
    ['2026-01-30T06:00:00Z', chicago],
    ['2026-01-30T23:59:59.997Z', 'Europe/Berlin'],
    ['2026-01-30T22:59:59.997Z', 'Europe/Berlin'],
    ['2026-01-29T23:00:00Z', 'Europe/Berlin'],
    ['2026-01-29T18:30:00.000Z', 'Asia/Kolkata'],
    ['2026-01-30T00:00:00Z', 'Asia/Kolkata'],
  ])('%s names the thirtieth by the clock of %s', (text, timeZone) =>
    expect(dayOf(text, timeZone, 'invoice_date')).toBe('2026-01-30'),
  );

  it.each([null, '', 'yesterday', '30.01.2026', '2026-13-01T09:00:00Z'])('names no day as %s', (text) =>
    expect(() => dayOf(text, chicago, 'invoice_date')).toThrow(
      expect.objectContaining({ code: 'conflict', where: 'invoice_date' }),
    ),
  );

  it('is asked from by whichever is earlier, the reading or the moment', () => {
    const moment = new Date('2026-01-30T09:15:00.000Z');

    expect(literalSince(moment, chicago)).toBe('2026-01-30T03:15:00.000Z');
    expect(literalSince(moment, 'Europe/Berlin')).toBe('2026-01-30T09:15:00.000Z');
  });

  it('shows which way it was compared as soon as the other way would have left it out', () => {
    const literal = '2026-01-30T09:15:00.000Z';
    const by = (text: string, zone: string) => comparedBy(text, literal, zone, 'date_last_modified');

    expect(by('2026-01-30T09:14:59.999', chicago)).toBe('moments');
    expect(by('2026-01-30T09:15:00.000', chicago)).toBeUndefined();
    expect(by('2026-01-30T10:14:59.999', 'Europe/Berlin')).toBe('readings');
    expect(by('2026-01-30T10:15:00.000', 'Europe/Berlin')).toBeUndefined();
    expect(by('2026-01-30T10:15:00.000Z', 'Europe/Berlin')).toBe('moments');
    // In the hour that comes twice it may be the second.
    expect(comparedBy('2026-10-25T02:30:00', '2026-10-25T01:15:00Z', 'Europe/Berlin', 'x')).toBeUndefined();
    expect(literalSince(new Date(literal), chicago, 'moments')).toBe(literal);
    expect(literalSince(new Date(literal), 'Europe/Berlin', 'readings')).toBe('2026-01-30T10:15:00.000Z');
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

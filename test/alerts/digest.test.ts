import { assert, constantFrom, date, nat, property } from 'fast-check';
import { expect, it } from 'vitest';
import { nextDigest } from '../../src/alerts/digest.ts';

const at = (time: string, now: string, timeZone: string) => {
  const [hour, minute] = time.split(':').map(Number);
  return nextDigest({ hour: hour ?? 0, minute: minute ?? 0, timeZone }, new Date(now)).toISOString();
};

it.each([
  ['08:00', '2026-11-22T03:00:00Z', 'UTC', '2026-11-22T08:00:00.000Z'],
  ['08:00', '2026-11-22T08:00:00Z', 'UTC', '2026-11-23T08:00:00.000Z'],
  ['08:00', '2026-11-22T06:59:59Z', 'Europe/Berlin', '2026-11-22T07:00:00.000Z'],
  ['08:00', '2026-07-01T12:00:00Z', 'Europe/Berlin', '2026-07-02T06:00:00.000Z'],
  ['23:30', '2026-11-22T05:00:00Z', 'America/Los_Angeles', '2026-11-22T07:30:00.000Z'],
  ['00:15', '2026-11-22T12:00:00Z', 'Pacific/Kiritimati', '2026-11-23T10:15:00.000Z'],
  ['08:00', '2026-10-24T12:00:00Z', 'Europe/Berlin', '2026-10-25T07:00:00.000Z'], // the clocks went back that night
  ['02:30', '2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'], // a time that there is not
])('the digest of %s after %s in %s goes at %s', (time, now, timeZone, next) => {
  expect(at(time, now, timeZone)).toBe(next);
});

it('comes every so many minutes, at the same moment for every process', () => {
  expect(nextDigest({ minutes: 30 }, new Date('2026-11-22T03:29:59Z')).toISOString()).toBe('2026-11-22T03:30:00.000Z');
  expect(nextDigest({ minutes: 30 }, new Date('2026-11-22T03:30:00Z')).toISOString()).toBe('2026-11-22T04:00:00.000Z');
});

it('is always ahead, within 25 hours', () => {
  const zones = constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
  const now = date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
  assert(
    property(nat(23), nat(59), zones, now, (hour, minute, timeZone, from) => {
      const next = nextDigest({ hour, minute, timeZone }, from);
      expect(next.getTime()).toBeGreaterThan(from.getTime());
      expect(next.getTime() - from.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
    }),
  );
});

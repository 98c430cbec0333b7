import { dayOf } from '../../day.ts';
import { ExpressionFault } from '../fault.ts';
import { named } from './definition.ts';

const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const isDay = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Seconds are what Stripe counts in. */
function momentOf(time: unknown): string {
  const text = typeof time === 'number' && Number.isSafeInteger(time) ? fromSeconds(time) : time;
  if (typeof text === 'string' && isTime.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new ExpressionFault(
    'failed',
    '$day needs a time with its zone, as in 2026-01-31T09:30:00Z, or seconds since 1970',
  );
}

function fromSeconds(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

const parts = /YYYY|YY|MM|M|DD|D/g;

function dayFormat(day: string, pattern: string): string {
  const [, year = '', month = '', date = ''] = isDay.exec(day) ?? [];
  if (!isReal(day))
    throw new ExpressionFault('failed', '$dayFormat needs a day, as in 2026-01-31; $day makes one of a time');
  const written: Readonly<Record<string, string>> = {
    YYYY: year,
    YY: year.slice(2),
    MM: month,
    M: String(Number(month)),
    DD: date,
    D: String(Number(date)),
  };
  return pattern.slice(0, 100).replace(parts, (part) => written[part] ?? part);
}

const isReal = (day: string): boolean => {
  const date = isDay.test(day) ? new Date(`${day}T00:00:00Z`) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};

export const days = [
  named({
    name: 'day',
    takes: [{ name: 'time', kind: 'anything' }],
    gives: { is: 'day' },
    about: "The calendar day of a time in the company's time zone",
    examples: [
      { text: '$day("2026-01-30T23:30:00Z")', gives: '2026-01-31' },
      { text: '$day("2026-07-01T12:00:00+02:00")', gives: '2026-07-01' },
    ],
    run: ([time], { timeZone }) => (typeof time === 'string' && isReal(time) ? time : dayOf(momentOf(time), timeZone)),
  }),
  named({
    name: 'dayFormat',
    takes: [
      { name: 'day', kind: 'text' },
      { name: 'pattern', kind: 'text' },
    ],
    gives: { is: 'text' },
    about: 'A day written by a pattern of YYYY, YY, MM, M, DD and D',
    examples: [
      { text: '$dayFormat("2026-01-31", "YYYYMMDD")', gives: '20260131' },
      { text: '$dayFormat("2026-03-05", "D.M.YY")', gives: '5.3.26' },
    ],
    run: ([day, pattern]) => dayFormat(day, pattern),
  }),
];

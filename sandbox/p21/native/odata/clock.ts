export type LocalClock = {
  /** An instant as Prophet 21 writes it: `2026-01-30T09:15:00.123Z` is `2026-01-30T04:15:00.123` in New York. */
  readonly at: (instant: string) => string;
  /** A day, as a time of that clock. */
  readonly day: (day: string) => string;
};

/** The clock of the company's place. In the hour that autumn repeats, two instants look the same. */
export function createLocalClock(timeZone: string): LocalClock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return {
    at: (instant) => {
      const date = new Date(instant);
      const milliseconds = date.toISOString().slice(-5, -1);
      return `${format.format(date).replace(' ', 'T')}${milliseconds}`;
    },
    day: (day) => `${day}T00:00:00.000`,
  };
}

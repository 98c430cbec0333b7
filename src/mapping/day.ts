import type { Day } from '../domain/documents.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The calendar day of a moment where the company keeps its books: `2026-01-30T23:30:00Z` is the 31st in Berlin.
 * @throws RangeError when the text is no time or the zone is unknown.
 */
export function dayOf(iso: string, timeZone: string): Day {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(new Date(iso))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
}

/** Making a format costs far more than using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}

const hour = 3_600_000;

/**
 * The earliest time that a clock there may show from this moment on, without a zone: `2026-01-30T09:15:00.000`. In the
 * night in which the clock is put back an hour comes twice, and a later moment may show an earlier time.
 */
export function earliestShown(moment: Date, timeZone: string): string {
  const soon = new Date(moment.getTime() + 3 * hour);
  const back = Math.min(0, offsetAt(soon, timeZone) - offsetAt(moment, timeZone));
  return new Date(moment.getTime() + offsetAt(moment, timeZone) + back).toISOString().slice(0, -1);
}

/**
 * The moment at which the clock there showed this time; of one that came twice, the first.
 * @throws RangeError for text that is no time
 */
export function momentShown(time: string, timeZone: string): Date {
  const wall = new Date(`${time}Z`);
  if (Number.isNaN(wall.getTime())) throw new RangeError(`${time} is not a time`);
  const [before, after] = [-24, 24].map((hours) => offsetAt(new Date(wall.getTime() + hours * hour), timeZone));
  const candidates = [before, after].map((offset) => new Date(wall.getTime() - (offset ?? 0)));
  const right = candidates.filter((each) => each.getTime() + offsetAt(each, timeZone) === wall.getTime());
  return right.sort((a, b) => a.getTime() - b.getTime())[0] ?? new Date(wall.getTime() - (before ?? 0));
}

/** Milliseconds by which the clock there is ahead of UTC. */
function offsetAt(moment: Date, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return wall - Math.floor(moment.getTime() / 1_000) * 1_000;
}

/** Making one costs more than a thousand uses: thousands of rows are read by one zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format = formats.get(timeZone) ?? newFormat(timeZone);
  formats.set(timeZone, format);
  return format;
}

const newFormat = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

/** What SAP writes of a moment: `20260130` and `091500`, by its own clock. */
export type Stamp = { readonly day: string; readonly time: string };

const hour = 3_600_000;

/**
 * The earliest stamp that SAP may write from this moment on. In the night in which the clock is put back an hour comes
 * twice, and a later moment may carry an earlier stamp.
 */
export function earliestStamp(moment: Date, timeZone: string): Stamp {
  const soon = new Date(moment.getTime() + 3 * hour);
  const back = Math.min(0, offsetAt(soon, timeZone) - offsetAt(moment, timeZone));
  const text = new Date(moment.getTime() + offsetAt(moment, timeZone) + back).toISOString();
  return { day: text.slice(0, 10).replaceAll('-', ''), time: text.slice(11, 19).replaceAll(':', '') };
}

/** The moment of a stamp; of one that came twice, the first. */
export function momentOf({ day, time }: Stamp, timeZone: string): Date {
  const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`;
  const wall = new Date(iso);
  if (Number.isNaN(wall.getTime())) throw new RangeError(`${day} ${time} is not a time as SAP writes it`);
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

const formatOf = (timeZone: string): Intl.DateTimeFormat =>
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

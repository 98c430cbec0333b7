/** When digests go out: at a time of the day where the readers are, or every so many minutes. */
export type DigestTime =
  { readonly minutes: number } | { readonly hour: number; readonly minute: number; readonly timeZone: string };

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The next one after `now`; every process finds the same. */
export function nextDigest(time: DigestTime, now: Date): Date {
  if ('minutes' in time) {
    const every = time.minutes * minuteMs;
    return new Date((Math.floor(now.getTime() / every) + 1) * every);
  }
  const { hour, minute, timeZone } = time;
  const today = wallOf(now.getTime(), timeZone);
  const midnight = today - (today % dayMs);
  const wanted = midnight + (hour * 60 + minute) * minuteMs;
  const days = [wanted - dayMs, wanted, wanted + dayMs, wanted + 2 * dayMs];
  const next = days.map((wall) => atWall(wall, timeZone)).find((at) => at > now.getTime());
  return new Date(next ?? now.getTime() + dayMs);
}

/** A time that the clocks jump over is an hour later on that day. */
function atWall(wall: number, timeZone: string): number {
  const guess = wall - (wallOf(wall, timeZone) - wall);
  return wall - (wallOf(guess, timeZone) - guess);
}

/** What the clock on the wall shows there, as if it showed UTC, in milliseconds. */
function wallOf(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) + (at % minuteMs);
}

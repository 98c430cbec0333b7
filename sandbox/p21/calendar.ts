import { invalid, refused } from './errors.ts';

const DAY_MS = 86_400_000;

/** The ERP's own clock, which a test may move forward. Days are those of UTC. */
export function createClock() {
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  return {
    now,
    today: () => now().toISOString().slice(0, 10),
    advance: (ms: number) => void (ahead += ms),
  };
}
export type Clock = ReturnType<typeof createClock>;

/** @throws Refusal for a day that no calendar has, such as 2026-02-30 */
export function mustBeDay(text: string, field: string): string {
  const time = Date.parse(`${text}T00:00:00Z`);
  const real = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
  if (!real || text < '2000-01-01' || text > '2099-12-31') {
    throw invalid(`${field} "${text}" is no date between 2000 and 2099; write it as in "2026-01-30"`);
  }
  return text;
}

/** Fiscal periods are the months of the calendar. Every one is open unless it was closed. */
export function createPeriods(closedAtStart: readonly string[]) {
  const closed = new Set(closedAtStart);
  const isOpen = (day: string) => !closed.has(day.slice(0, 7));
  const nextOpen = (day: string): string => {
    let next = day;
    while (!isOpen(next)) next = firstOfNextMonth(next);
    return next;
  };
  return {
    isOpen,
    nextOpen,
    set: (month: string, open: boolean) => void (open ? closed.delete(month) : closed.add(month)),
    /** @throws Refusal when the day falls into a closed period, or is none */
    mustBeOpen: (day: string, field: string): string => {
      mustBeDay(day, field);
      if (!isOpen(day)) throw refused(`Period ${day.slice(5, 7)} of ${day.slice(0, 4)} is closed (${field} ${day})`);
      return day;
    },
  };
}

const firstOfNextMonth = (day: string): string =>
  new Date(Date.parse(`${day.slice(0, 7)}-28T00:00:00Z`) + 4 * DAY_MS).toISOString().slice(0, 7) + '-01';

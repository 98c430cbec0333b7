/** Whether the calendar has that day. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

const monthAfter = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
};

/**
 * Posting periods as T001B keeps them: one interval is open. Closing a month closes every month before it, opening one
 * opens every later one. Fiscal periods are the months of the calendar.
 */
export function createPeriods(closedAtStart: readonly string[]) {
  const lastClosed = [...closedAtStart].sort().at(-1);
  let from = lastClosed === undefined ? '2000-01' : monthAfter(lastClosed);
  const to = '2099-12';
  const isOpen = (day: string): boolean => day.slice(0, 7) >= from && day.slice(0, 7) <= to;
  return {
    isOpen,
    /** First and last open month, as in "2026-01". */
    open: () => ({ from, to }),
    nextOpen: (day: string): string => (isOpen(day) ? day : `${from}-01`),
    set: (month: string, open: boolean): void => {
      if (!open && month >= from) from = monthAfter(month);
      if (open && month < from) from = month;
    },
  };
}

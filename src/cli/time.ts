import { Complaint } from './terminal.ts';

/** Milliseconds since 1970 of `2026-11-20`, which begins in UTC, or of a whole time as `2026-11-20T10:00:00Z`. */
export function timeOf(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? Date.parse(text)
    : NaN;
  if (Number.isNaN(time)) throw new Complaint(`${text} is no time; for example 2026-11-20 or 2026-11-20T10:00:00Z`);
  return time;
}

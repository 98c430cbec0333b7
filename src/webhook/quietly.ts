import type { Alert } from './app.ts';

const quietMs = 600_000;

/** Tells of a thing at once, and of the same thing again only after ten minutes: a storm of deliveries is one notice. */
export function quietly(alert: (alert: Alert) => void, now: () => number = Date.now): (alert: Alert) => void {
  const last = new Map<string, number>();
  return (about) => {
    const key = `${about.company} ${about.code}`;
    if (now() - (last.get(key) ?? -Infinity) < quietMs) return;
    last.set(key, now());
    alert(about);
  };
}

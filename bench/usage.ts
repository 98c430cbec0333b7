import { readdirSync, readFileSync } from 'node:fs';

/** `peakMib` is the most that it ever held. */
export type Memory = { readonly nowMib: number; readonly peakMib?: number };

/** Linux counts processor time in these, whatever its clock. */
const ticksPerSecond = 100;
const kibPerMib = 1_024;

/** Seconds of processor time that one process has used so far; 0 where there is no /proc. */
export const processorSeconds = (pid: number): number => ticksOf(pid, ownTicks) / ticksPerSecond;

/** With all that it started, whether it still runs or has ended. */
export const processorSecondsOfAll = (pid: number): number =>
  [pid, ...descendants(pid)].reduce((sum, each) => sum + ticksOf(each, [...ownTicks, ...endedTicks]), 0) /
  ticksPerSecond;

/** What one process holds. */
export const memoryOf = (pid: number): Memory => ({
  nowMib: field(`/proc/${pid}/status`, 'VmRSS') / kibPerMib,
  peakMib: field(`/proc/${pid}/status`, 'VmHWM') / kibPerMib,
});

/** What a process holds with all that it started, each page that they share counted once: PostgreSQL and its sessions. */
export const memoryOfAll = (pid: number): Memory => ({
  nowMib:
    [pid, ...descendants(pid)].reduce((total, each) => total + field(`/proc/${each}/smaps_rollup`, 'Pss'), 0) /
    kibPerMib,
});

/** Any thread may have started it. */
function descendants(pid: number): readonly number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** User and system time, counted from behind the name, which may hold blanks and brackets. */
const ownTicks = [11, 12];
const endedTicks = [13, 14];

function ticksOf(pid: number, places: readonly number[]): number {
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  return places.reduce((sum, place) => sum + Number(fields[place] ?? 0), 0);
}

const field = (path: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(path))?.[1] ?? 0);

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // It ended meanwhile, or this is not Linux.
  }
}

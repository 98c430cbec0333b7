import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { shown } from './report.ts';
import { spread } from './statistics.ts';

const withinMs = 300_000;

/** What a program says on its standard output, as JSON; it has a process of its own, so that its memory is its own. @throws Error with what it complained of */
export async function inProcess<T>(program: string, args: readonly string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, ...args], {
    timeout: withinMs,
  });
  return JSON.parse(stdout) as T;
}

/** `38 (37 to 41)`: the median, and from the least to the most of the rounds. */
export function range(values: readonly number[], digits: number): string {
  const { median, min, max } = spread(values);
  return `${shown(median, digits)} (${shown(min, digits)} to ${shown(max, digits)})`;
}

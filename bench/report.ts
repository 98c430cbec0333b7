import { cpus, loadavg } from 'node:os';
import Table from 'cli-table3';
import { reaches, type Aim } from './statistics.ts';

export const shown = (value: number, digits: number): string => value.toFixed(digits);

/** The aim, and whether it was reached. */
export function verdict(value: number, aim: Aim | undefined): readonly [string, string] {
  if (!aim) return ['', ''];
  const wanted = 'most' in aim ? `at most ${aim.most}` : `at least ${aim.least}`;
  return [wanted, reaches(value, aim) ? 'reached' : 'missed'];
}

export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  console.log(table.toString());
}

/** Another's load on the machine shows in the spread; here it can be seen coming. */
export function printMachine(): void {
  const load = loadavg().map((value) => value.toFixed(1));
  console.log(
    `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, load ${load.join(' ')}`,
  );
}

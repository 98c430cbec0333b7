import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Options } from '../options.ts';
import { printMachine, printTable, verdict } from '../report.ts';
import { inProcess, range } from '../runs.ts';
import { ratios, spread } from '../statistics.ts';
import type { Matched } from './child.ts';

const sizes = [10_000, 30_000, 100_000] as const;
type Size = (typeof sizes)[number];
const largest = 100_000;
const aims = { seconds: { most: 120 }, mib: { most: 512 } } as const;
const child = fileURLToPath(new URL('child.ts', import.meta.url));

/** Matching two full lists and writing the review, each run in a process of its own; how it grows with the lists. */
export async function benchCustomersMatch({ rounds = 3 }: Options): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'quittance-bench-'));
  const ran = new Map<Size, Matched[]>(sizes.map((size) => [size, []]));
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const size of sizes)
        ran.get(size)?.push(await inProcess<Matched>(child, [String(size), String(round + 1), dir]));
      console.error(`round ${round + 1} of ${rounds} done`);
    }
  } finally {
    rmSync(dir, { recursive: true });
  }
  printMachine();
  console.log(`${rounds} rounds: median, least to most`);
  printTable(
    ['records a side', 'seconds', 'aim', '', 'processor us a record, to 10k', 'MiB at most', 'aim', '', 'lists, MiB'],
    sizes.map((size) => row(size, ran)),
  );
  for (const [size, [first]] of ran)
    if (first)
      console.log(
        `${size}: ${Object.entries(first.counts)
          .map(([match, count]) => `${count} ${match}`)
          .join(', ')}`,
      );
}

function row(size: Size, ran: ReadonlyMap<Size, readonly Matched[]>): readonly string[] {
  const runs = ran.get(size) ?? [];
  const perRecord = (of: Size) => (ran.get(of) ?? []).map((run) => (run.processorSeconds * 1e6) / of);
  const [seconds, peaks] = [runs.map((run) => run.seconds), runs.map((run) => run.peakMib)];
  const aimed = size === largest;
  return [
    String(size),
    range(seconds, 2),
    ...verdict(spread(seconds).max, aimed ? aims.seconds : undefined),
    `${range(perRecord(size), 0)}, ${range(ratios(perRecord(size), perRecord(sizes[0])), 2)}x`,
    range(peaks, 0),
    ...verdict(spread(peaks).max, aimed ? aims.mib : undefined),
    range(
      runs.map((run) => run.listsMib),
      0,
    ),
  ];
}

import { fileURLToPath } from 'node:url';
import type { Options } from '../options.ts';
import { printMachine, printTable } from '../report.ts';
import { inProcess, range } from '../runs.ts';
import { ratios } from '../statistics.ts';
import type { Sampled } from './child.ts';

const seconds = 4;
const child = fileURLToPath(new URL('child.ts', import.meta.url));
const cases = ['acme', 'globex'].flatMap((company) => [1, 200].map((lines) => ({ company, lines })));
const arms = ['plain', 'profile'] as const;
type Case = (typeof cases)[number];
type Samples = { readonly of: Case } & Record<(typeof arms)[number], Sampled[]>;

/** Sales mapped by a profile, its expressions on their guarded thread, against the same documents made by plain code. */
export async function benchMapping({ rounds = 3 }: Options): Promise<void> {
  const samples: readonly Samples[] = cases.map((of) => ({ of, plain: [], profile: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const one of samples)
      for (const arm of round % 2 === 0 ? arms : arms.toReversed())
        one[arm].push(await inProcess<Sampled>(child, [one.of.company, arm, String(one.of.lines), String(seconds)]));
    console.error(`round ${round + 1} of ${rounds} done`);
  }
  printMachine();
  console.log(`${rounds} rounds of ${seconds} s, each in a process of its own: median, least to most`);
  printTable(
    [
      'company',
      'lines',
      'a processor second, plain',
      'by profile',
      'times slower',
      'ms of a processor',
      'MiB, plain',
      'by profile',
    ],
    samples.map(row),
  );
}

function row({ of, plain, profile }: Samples): readonly string[] {
  const speed = (arm: readonly Sampled[]) => arm.map(({ perProcessorSecond }) => perProcessorSecond);
  const memory = (arm: readonly Sampled[]) => arm.map(({ peakMib }) => peakMib);
  return [
    of.company,
    String(of.lines),
    range(speed(plain), 0),
    range(speed(profile), 0),
    range(ratios(speed(plain), speed(profile)), 0),
    range(
      speed(profile).map((perSecond) => 1_000 / perSecond),
      2,
    ),
    range(memory(plain), 0),
    range(memory(profile), 0),
  ];
}

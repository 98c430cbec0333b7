import { printMachine, printTable, shown, verdict } from '../report.ts';
import type { Options } from '../options.ts';
import { inPlace } from '../place.ts';
import { ratios, spread, surpluses, type Aim, type Spread } from '../statistics.ts';
import { memoryOf } from '../usage.ts';
import { startArms } from './arms.ts';
import { levels, runRounds, type AtOnce, type Sample } from './rounds.ts';

type Measure = 'p50' | 'p99' | 'perSecond';
type Question = {
  readonly atOnce: AtOnce;
  readonly measure: Measure;
  readonly by: 'ratio' | 'surplus';
  readonly aim?: Aim;
};
const units: Readonly<Record<Measure, string>> = { p50: 'p50, ms', p99: 'p99, ms', perSecond: 'per second' };
const busy = (atOnce: AtOnce): readonly Question[] => [
  { atOnce, measure: 'p50', by: 'ratio', aim: { most: 1.15 } },
  { atOnce, measure: 'p99', by: 'ratio', aim: { most: 1.3 } },
  { atOnce, measure: 'perSecond', by: 'ratio', aim: { least: 0.85 } },
];
const questions: readonly Question[] = [
  { atOnce: 1, measure: 'p50', by: 'surplus', aim: { most: 1.5 } },
  { atOnce: 1, measure: 'p99', by: 'surplus' },
  { atOnce: 1, measure: 'perSecond', by: 'ratio' },
  ...busy(16),
  ...busy(50),
];

/** Acknowledging a signed event through the webhook against starting an empty workflow; no worker runs in either arm. */
export const benchWebhook = ({ rounds = 5 }: Options): Promise<void> =>
  inPlace(async (place) => {
    const arms = await startArms(place, Math.max(...levels.map(({ atOnce }) => atOnce)));
    const samples = await runRounds(arms, rounds, (line) => console.error(line));
    printMachine();
    console.log(`${rounds} rounds; the median, and from the least to the most of the rounds`);
    printTable(
      ['at once', 'measure', 'bare start', 'webhook', 'compared', 'aim', ''],
      questions.map((question) => row(question, samples)),
    );
    for (const arm of ['floor', 'webhook'] as const) {
      const failed = samples.filter((sample) => sample.arm === arm).reduce((sum, sample) => sum + sample.failed, 0);
      if (failed > 0) console.log(`${arm}: ${failed} were not accepted within 3 s, and count in nothing above`);
    }
    printTable(
      ['process', 'MiB now', 'MiB at most'],
      [
        ['webhook', arms.child.pid] as const,
        ['Temporal development server', place.temporal.pid] as const,
        ['this bench', process.pid] as const,
      ].map(([name, pid]) => {
        const { nowMib, peakMib } = memoryOf(pid);
        return [name, nowMib.toFixed(0), peakMib?.toFixed(0) ?? ''];
      }),
    );
  });

function row({ atOnce, measure, by, aim }: Question, samples: readonly Sample[]): readonly string[] {
  const of = (arm: Sample['arm']) =>
    samples.filter((sample) => sample.arm === arm && sample.atOnce === atOnce).map((sample) => sample[measure]);
  const [webhook, floor] = [of('webhook'), of('floor')];
  const compared = spread((by === 'ratio' ? ratios : surpluses)(webhook, floor));
  const tell = ({ median, min, max }: Spread): string =>
    by === 'ratio'
      ? `${shown(median, 2)}x (${shown(min, 2)} to ${shown(max, 2)})`
      : `${shown(median, 2)} ms (${shown(min, 2)} to ${shown(max, 2)})`;
  const digits = measure === 'perSecond' ? 0 : 1;
  return [
    String(atOnce),
    units[measure],
    range(spread(floor), digits),
    range(spread(webhook), digits),
    tell(compared),
    ...verdict(compared.median, aim),
  ];
}

const range = ({ median, min, max }: Spread, digits: number): string =>
  `${shown(median, digits)} (${shown(min, digits)} to ${shown(max, digits)})`;

import { parseArgs } from 'node:util';
import { companies } from '../demo/companies/index.ts';
import type { Company } from '../demo/companies/company.ts';
import { companiesCalled, whole } from '../demo/options.ts';

export type Options = {
  /** Whose shops are open. */
  readonly companies: readonly Company[];
  /** For how long there is traffic, and for how long things break. */
  readonly seconds: number;
  readonly seed: number;
  readonly json?: string;
};

const names = companies.map(({ key }) => key);

export const usage = `npm run chaos -- [options]

  --seconds N      for how long people buy, banks take money back and everything breaks (default 120)
  --seed S         the traffic and the faults of this seed, as they were before (default: others each time; it is printed)
  --companies A,B  of these: ${companies.map(({ key, erp }) => `${key} (${erp.name})`).join(', ')} (default: all)
  --json FILE      writes the outcome as JSON

It ends when everything is settled: 0 if nothing was lost, posted twice or left different, the books balance and every
case that still waits was meant to; else 1.
`;

/** The command that plays the same again. */
export const again = ({ companies: open, seconds, seed }: Options): string =>
  `npm run chaos -- --seconds ${seconds} --seed ${seed} --companies ${open.map(({ key }) => key).join(',')}`;

/** @throws Error that says what is wrong, and how the options are written */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '120' },
      seed: { type: 'string' },
      companies: { type: 'string', default: names.join(',') },
      json: { type: 'string' },
    },
  });
  return {
    companies: companiesCalled(values.companies),
    seconds: whole('--seconds', values.seconds, 10, 86_400),
    seed: values.seed === undefined ? Date.now() % 100_000 : whole('--seed', values.seed, 0, 99_999),
    ...(values.json !== undefined && { json: values.json }),
  };
}

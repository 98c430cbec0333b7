import { parseArgs } from 'node:util';
import { companies } from './companies/index.ts';
import type { Company } from './companies/company.ts';
import { fewestOrders } from './scenario.ts';

export type Options = {
  readonly once: boolean;
  /** Whose day is played. */
  readonly companies: readonly Company[];
  /** Of each company. */
  readonly orders: number;
  readonly seed: number;
  readonly json?: string;
  readonly faults: boolean;
  /** How often each process of the product is killed while the day is played. */
  readonly killDrill: number;
};

const names = companies.map(({ key }) => key);

export const usage = `npm run demo -- [options]

  --once           ends when everything is settled: 0 if nothing was lost, posted twice or left different, else 1
  --companies A,B  plays the day of these: ${companies.map(({ key, erp }) => `${key} (${erp.name})`).join(', ')} (default: all)
  --orders N       how many orders each company has (default and fewest ${fewestOrders}: everything happens once)
  --seed S         plays this day, as it was played before (default: another one each time)
  --no-faults      without outages, lost replies, duplicates, disorder and a killed worker
  --json FILE      writes the outcome as JSON
  --kill-drill N   kills webhook and worker, Temporal and PostgreSQL, N times each, while the day is played
`;

/** @throws Error that says what is wrong, and how the options are written */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      companies: { type: 'string', default: names.join(',') },
      orders: { type: 'string', default: String(fewestOrders) },
      seed: { type: 'string' },
      json: { type: 'string' },
      'no-faults': { type: 'boolean', default: false },
      'kill-drill': { type: 'string', default: '0' },
    },
  });
  return {
    once: values.once,
    companies: companiesCalled(values.companies),
    orders: Math.max(fewestOrders, whole('--orders', values.orders, 1, 5_000)),
    seed: values.seed === undefined ? Date.now() % 100_000 : whole('--seed', values.seed, 0, 99_999),
    ...(values.json !== undefined && { json: values.json }),
    faults: !values['no-faults'],
    killDrill: whole('--kill-drill', values['kill-drill'], 0, 200),
  };
}

export function whole(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
  throw new Error(`${name} ${text}: give a whole number from ${least} to ${most}, as in ${name} ${Math.max(least, 1)}`);
}

/** @throws Error that names those there are */
export function companiesCalled(wanted: string): readonly Company[] {
  const called = new Set(wanted.split(','));
  const known = companies.filter(({ key }) => called.has(key));
  if (known.length === called.size) return known;
  throw new Error(
    `--companies ${wanted}: give one or more of ${names.join(', ')}, as in --companies ${names.join(',')}`,
  );
}

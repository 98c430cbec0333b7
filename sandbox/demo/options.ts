import { parseArgs } from 'node:util';
import { fewestOrders } from './scenario.ts';

export type Options = {
  readonly once: boolean;
  readonly orders: number;
  readonly seed: number;
  readonly json?: string;
  readonly faults: boolean;
  /** How often each process of the product is killed while the day is played. */
  readonly killDrill: number;
};

export const usage = `npm run demo -- [options]

  --once           ends when everything is settled: 0 if nothing was lost, posted twice or left different, else 1
  --orders N       how many orders the day has, ${fewestOrders} or more (default ${fewestOrders})
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
      orders: { type: 'string', default: String(fewestOrders) },
      seed: { type: 'string' },
      json: { type: 'string' },
      'no-faults': { type: 'boolean', default: false },
      'kill-drill': { type: 'string', default: '0' },
    },
  });
  return {
    once: values.once,
    orders: whole('--orders', values.orders, fewestOrders, 5_000),
    seed: values.seed === undefined ? Date.now() % 100_000 : whole('--seed', values.seed, 0, 99_999),
    ...(values.json !== undefined && { json: values.json }),
    faults: !values['no-faults'],
    killDrill: whole('--kill-drill', values['kill-drill'], 0, 200),
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
  throw new Error(`${name} ${text}: give a whole number from ${least} to ${most}, as in ${name} ${Math.max(least, 1)}`);
}

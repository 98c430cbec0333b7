import { deepStrictEqual } from 'node:assert';
import { fileURLToPath } from 'node:url';
import { createMapper } from '../../src/mapping/create-mapper.ts';
import { createEvaluator } from '../../src/mapping/expressions/create-evaluator.ts';
import { readProfileFiles } from '../../src/mapping/profile/files.ts';
import { loadProfile } from '../../src/mapping/profile/load.ts';
import { drive } from '../drive.ts';
import { memoryOf, processorSeconds } from '../usage.ts';
import { saleOf } from './orders.ts';
import { plainCompanies, plainSale } from './plain.ts';

/** What one arm came to in a process of its own. */
export type Sampled = {
  readonly perSecond: number;
  /** Documents for each second of one processor, whatever else ran: all threads counted. */
  readonly perProcessorSecond: number;
  readonly peakMib: number;
};

const [name = '', arm = '', lines = '', seconds = ''] = process.argv.slice(2);
const company = plainCompanies[name];
if (!company) throw new Error(`There is no company ${name}`);
const currency = name === 'globex' ? 'EUR' : 'USD';
const evaluator = createEvaluator({ threads: 1 });
const dir = fileURLToPath(new URL(`../../mappings/${name}`, import.meta.url));
const profile = loadProfile(readProfileFiles(dir), { dir });
const mapper = createMapper({ profile, evaluator, company: name, timeZone: 'UTC', ledgerCurrency: currency });
const sales = Array.from({ length: 100 }, (_, at) => saleOf(at, Number(lines), currency));
const sale = (index: number) => sales[index % sales.length] ?? saleOf(0, 1, currency);

/** Enough at once that neither the main thread nor the evaluator's waits for the other. */
const atOnce = 8;
let documents = 0;
const arms: Readonly<Record<string, (withinMs: number) => Promise<unknown>>> = {
  profile: (withinMs) =>
    drive({ total: Infinity, atOnce, withinMs }, async (index) => {
      await mapper.sale(sale(index));
      documents += 1;
      return true;
    }),
  plain: (withinMs) => {
    const until = performance.now() + withinMs;
    while (performance.now() < until) for (let many = 0; many < 100; many += 1) plainSale(sale(documents++), company);
    return Promise.resolve();
  },
};
const run = arms[arm];
if (!run) throw new Error(`There is no arm ${arm}`);

// Both arms make the same document, or there is nothing to compare; the plain arm's process has no evaluator's thread.
if (arm === 'profile')
  for (const one of sales.slice(0, 4)) deepStrictEqual((await mapper.sale(one)).document, plainSale(one, company));
await run(1_000);
documents = 0;
const [since, used] = [performance.now(), processorSeconds(process.pid)];
await run(Number(seconds) * 1_000);
const sampled: Sampled = {
  perSecond: documents / ((performance.now() - since) / 1_000),
  perProcessorSecond: documents / (processorSeconds(process.pid) - used),
  peakMib: memoryOf(process.pid).peakMib ?? 0,
};
console.log(JSON.stringify(sampled));
await evaluator.stop();

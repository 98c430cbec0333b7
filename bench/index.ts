import { parseOptions, usage, type Options } from './options.ts';

const benches: Readonly<Record<string, (options: Options) => Promise<void>>> = {
  webhook: async (options) => (await import('./webhook/bench.ts')).benchWebhook(options),
  'order-to-cash': async (options) => (await import('./order-to-cash/bench.ts')).benchOrderToCash(options),
  mapping: async (options) => (await import('./mapping/bench.ts')).benchMapping(options),
  'customers-match': async (options) => (await import('./customers-match/bench.ts')).benchCustomersMatch(options),
};

const { bench, ...options } = parseOptions(process.argv.slice(2));
const run = benches[bench];
if (run) await run(options);
else {
  console.error(`There is no bench "${bench}".\n\n${usage}`);
  process.exitCode = 2;
}

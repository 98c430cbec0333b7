import { up } from '../../src/runtime/up.ts';
import { createLogger } from '../../src/runtime/log.ts';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';

/** `up` in a process of its own, with parts that only say when they start and stop: what the tests of it kill. */
const [dir = '', temporalPath = ''] = process.argv.slice(2);
const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const part = (name: string) => async () => {
  tell({ started: name });
  return { stop: async () => tell({ stopped: name }) };
};

const running = await up({
  dir,
  env: { TEMPORAL_CLI_PATH: temporalPath },
  log: createLogger({ level: 'info', sink: { write: (line) => process.stderr.write(line) } }),
  searchAttributes,
  startWebhook: part('webhook'),
  startApi: part('api'),
  startWorker: part('worker'),
  onRestart: (name) => tell({ restarted: name }),
});
tell({ ready: { databaseUrl: running.databaseUrl, temporalAddress: running.temporalAddress } });

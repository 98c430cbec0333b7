import { createInterface } from 'node:readline';
import { openDatabase } from '../../../src/store/db.ts';
import { createWorker, type Company, type Posting, type Way } from './crash-worker.ts';

export type Orders = {
  readonly databaseUrl: string;
  readonly sapUrl: string;
  readonly company: Company;
  readonly way: Way;
  /** The process ends itself, as if its power were cut, as soon as SAP has answered this function. */
  readonly dieAfter?: string;
};

const { databaseUrl, sapUrl, company, way, dieAfter } = JSON.parse(process.env['ORDERS'] ?? '{}') as Orders;
const db = openDatabase({ url: databaseUrl, poolSize: 2 });
const worker = createWorker({
  db,
  sapUrl,
  company,
  way,
  onRequest: ({ route }) => void (route === dieAfter && process.kill(process.pid, 'SIGKILL')),
});
const tell = (word: string): void => void process.stdout.write(`${word}\n`);

/** Posts whatever a line names, one after another, until it is killed or its input ends. */
async function work(): Promise<void> {
  await worker.ready();
  tell('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    const { number } = await worker.post(JSON.parse(line) as Posting);
    tell(`posted ${number}`);
  }
  await db.close();
}
void work();

import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src/store/db.ts';
import { createEffectRows } from '../../src/store/effects.ts';
import { ErpError } from '../../src/erp/errors.ts';
import { createLedger, type Effect, type EffectRows, type Intent, type Lease } from '../../src/store/ledger.ts';
import { createVault } from '../../src/store/vault.ts';
import type { ErpReceipt } from '../../src/erp/port.ts';
import { sampleEffect } from './sample-effect.ts';

/** `claim`, `find`, `sending`, `send` or `posted`, and when: the process ends itself there, as if its power were cut. */
export type Orders = {
  readonly databaseUrl: string;
  readonly erpUrl: string;
  readonly subject: string;
  readonly settleMs: number;
  readonly requestMs: number;
  readonly graceMs: number;
  readonly dieAt?: `${Step} ${'before' | 'after' | 'during'}`;
  /** Stops the whole process there, timers and all, for so long. */
  readonly stall?: { readonly at: `${Step} ${'before' | 'after'}`; readonly ms: number };
};
type Step = 'claim' | 'find' | 'sending' | 'send' | 'posted';

const orders = JSON.parse(process.env['ORDERS'] ?? '{}') as Orders;
const { databaseUrl, erpUrl, subject, settleMs, requestMs, graceMs, dieAt, stall } = orders;
const db = openDatabase({ url: databaseUrl, poolSize: 2 });
const rows = createEffectRows({ db, vault: createVault({ current: Buffer.alloc(32, 7) }), graceMs });
const tell = (word: string): void => void process.stdout.write(`${word}\n`);

const doomed: EffectRows = {
  ...rows,
  claim: fatal('claim', (effect: Intent) => rows.claim(effect)),
  sending: fatal('sending', (lease: Lease, effect: Effect) => rows.sending(lease, effect)),
  posted: fatal('posted', (lease: Lease, receipt: ErpReceipt, how: 'sent' | 'recovered') =>
    rows.posted(lease, receipt, how),
  ),
};
const effect: Effect = {
  ...sampleEffect({ subject, root: `pi_${subject}`, settleMs, requestMs }),
  find: fatal('find', async (reference) => {
    const found = (await (await fetch(`${erpUrl}/documents/${reference}`)).json()) as ErpReceipt[];
    if (found.length > 1) throw new ErpError('conflict', 'two documents');
    return found[0];
  }),
  send: fatal('send', async (_prepared, reference, signal) => {
    const body = JSON.stringify({ kind: 'cash-receipt', reference, total: { minor: 11_900, currency: 'EUR' } });
    const reply = await fetch(`${erpUrl}/documents`, { method: 'POST', body, signal }).catch((cause: unknown) => {
      throw new ErpError('outcome-unknown', 'no reply', { cause });
    });
    return (await reply.json()) as ErpReceipt;
  }),
};

/** The first request of a process loads its client: without this, the request might not have left when the process dies. */
void fetch(`${erpUrl}/documents/none`)
  .then(untilPosted)
  .then(() => db.close());

async function untilPosted(): Promise<void> {
  try {
    tell(`posted ${(await createLedger(doomed).once(effect)).number}`);
  } catch (error) {
    if (!(error instanceof ErpError)) throw error;
    tell(error.code);
    if (stall) return;
    await sleep(Math.min(error.retryAfterMs ?? 50, 500));
    await untilPosted();
  }
}

function fatal<A extends unknown[], R>(step: Step, act: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  return async (...args) => {
    reach(`${step} before`);
    const acting = act(...args);
    if (dieAt === `${step} during`) setTimeout(die, 500);
    const result = await acting;
    reach(`${step} after`);
    return result;
  };
}

function reach(place: string): void {
  if (dieAt === place) die();
  if (stall?.at !== place) return;
  tell('stalled');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stall.ms);
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { startSapSandbox, type SapSandbox } from '../../../sandbox/sap-ecc/server.ts';
import { referenceFor, type Posting } from './crash-worker.ts';
import { ground } from './system.ts';

type Shown = { readonly number: string; readonly reference?: string };
type Shelves = { readonly salesOrders: readonly Shown[]; readonly cashReceipts: readonly Shown[] };
type Armed = { readonly fired: Readonly<Record<string, number>> };

/** Starts SAP systems that survive every worker, and that say what their own books hold. */
export function simulatedSystems() {
  const running: SapSandbox[] = [];
  afterAll(() => Promise.all(running.map((sap) => sap.close())));
  return async () => {
    const sap = await startSapSandbox({
      customers: [{ CustomerId: ground.customer, CustomerName: 'Sample Customer' }],
    });
    running.push(sap);
    return watched(sap);
  };
}
export type Sap = ReturnType<typeof watched>;

function watched(sap: SapSandbox) {
  const seen = async (path: string): Promise<unknown> => (await fetch(`${sap.url}/_sandbox/${path}`)).json();
  const all = async (): Promise<readonly Shown[]> => {
    const { salesOrders, cashReceipts } = (await seen('documents')) as Shelves;
    return [...salesOrders, ...cashReceipts];
  };
  return {
    url: sap.url,
    all,
    numbersOf: async (posting: Posting): Promise<readonly string[]> =>
      (await all()).filter(({ reference }) => reference === referenceFor(posting)).map(({ number }) => number),
    trialBalance: async () => ((await seen('books')) as { readonly trialBalanceMinor: number }).trialBalanceMinor,
    slowDown: (functionName: string, delayMs: number) =>
      fetch(`${sap.url}/_sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'slow', delayMs, match: { body: functionName } }),
      }),
    async untilSlow(): Promise<void> {
      while (((await seen('faults')) as Armed).fired['slow'] !== 1) await sleep(10);
    },
  };
}

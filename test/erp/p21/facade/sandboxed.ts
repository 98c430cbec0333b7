import { startP21Sandbox } from '../../../../sandbox/p21/server.ts';
import type { P21FacadeOptions } from '../../../../src/erp/p21/facade/adapter.ts';
import { createP21Facade } from '../../../../src/erp/p21/facade/adapter.ts';
import type { Sandboxed, Traits } from '../../contract.ts';
import { facadeTarget } from '../../../../src/erp/p21/facade/target.ts';
import { faults, mastersOf, outside, seeds } from '../../simulator.ts';
import { ground } from '../ground.ts';

/** A gateway says when it will have capacity again; SAP does not. */
const trouble = { ...faults, 'no capacity': () => ({ ...faults['no capacity'](0), retryAfterSeconds: 1 }) };
const methods = {
  read: 'GET',
  'read back': 'GET',
  write: 'POST',
  'order change': 'PUT',
  'customer change': 'PUT',
} as const;
type Seen = { readonly route: string; readonly outcome: string; readonly status?: number };

export const p21Traits: Traits = {
  lacks: {},
  undoable: new Set(['sales-order', 'invoice', 'cash-receipt', 'journal-entry']),
  undoneOnce: new Set(),
  knowsReferences: false,
  spared: {},
  fieldOf: { item: 'ItemId', customer: 'CustomerId' },
  target: facadeTarget,
  noSuch: () => '99999999',
};

/** The adapter against the simulated gateway, as the contract wants it. */
export async function startP21(
  more: Partial<P21FacadeOptions> = {},
): Promise<Sandboxed & { readonly url: string; advance(seconds: number): Promise<void> }> {
  const sandbox = await startP21Sandbox(seeds(ground.customer, ground.ledgerCurrency));
  const { url } = sandbox;
  const seen: Seen[] = [];
  const options = {
    baseUrl: url,
    company: 'ACME',
    auth: { kind: 'user_token', username: 'quittance', password: () => 'sandbox' },
    onRequest: (each) => void seen.push(each),
    ...more,
  } satisfies P21FacadeOptions;
  const wrong = { kind: 'user_token', username: 'quittance', password: () => 'wrong' } as const;

  const { tell, ...looked } = outside(url);

  return {
    url,
    erp: createP21Facade(options),
    impatient: createP21Facade({ ...options, requestMs: 800, lateMs: 1_600 }),
    withWrongCredential: createP21Facade({ ...options, auth: wrong }),
    whereNothingListens: createP21Facade({ ...options, baseUrl: 'http://127.0.0.1:1' }),
    ground,
    ...looked,
    settleAccounts: () => Promise.resolve(),
    ...mastersOf(url),
    otherRevenue: '4010',
    disturb: async (request, kind, waitMs = 0) => {
      const match = { method: methods[request], path: '^/api/v2/' };
      await tell('faults', { ...trouble[kind](waitMs), match });
    },
    requests: () => seen.length,
    writes: () => seen.filter(({ route }) => !route.startsWith('GET ')).length,
    advance: async (seconds) => void (await tell('clock', { AdvanceSeconds: seconds })),
    close: () => sandbox.close(),
  };
}

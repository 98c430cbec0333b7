import { startSapSandbox } from '../../../sandbox/sap-ecc/server.ts';
import { createSapEcc, type SapEccOptions } from '../../../src/erp/sap-ecc/adapter.ts';
import type { Sandboxed } from '../contract.ts';
import { faults, mastersOf, outside, seeds } from '../simulator.ts';
import { given, ground, idoc } from './system.ts';
import type { Variant } from './variants.ts';

const changing = /^(?:Z_QTC_(?!FIND|CLEARINGS)|BAPI_TRANSACTION_COMMIT|POST |PATCH |PUT )/;

const organisation = {
  ...given,
  taxes: {
    A0: { classification: '0', account: '175000' },
    A1: { classification: '1', account: '175000' },
    A2: { classification: '2', account: '175000' },
  },
} as const;

/** The adapter by one interface, against the simulated system, as the contract wants it. */
export async function startSap({ interfaces, matches, refusal }: Variant): Promise<Sandboxed> {
  const sandbox = await startSapSandbox(seeds(ground.customer, ground.ledgerCurrency));
  const { url } = sandbox;
  const seen: string[] = [];
  const options = {
    baseUrl: url,
    auth: { kind: 'basic', username: 'QUITTANCE', password: () => 'sandbox' },
    organisation,
    interfaces,
    idoc,
    onRequest: ({ route }) => void seen.push(route),
  } satisfies SapEccOptions;
  const wrong = { kind: 'basic', username: 'QUITTANCE', password: () => 'wrong' } as const;

  const { tell, ...looked } = outside(url);

  return {
    erp: createSapEcc(options),
    impatient: createSapEcc({ ...options, requestMs: 800, lateMs: 1_600 }),
    withWrongCredential: createSapEcc({ ...options, auth: wrong }),
    whereNothingListens: createSapEcc({ ...options, baseUrl: 'http://127.0.0.1:1' }),
    ground: { ...ground, balance: '199900' },
    ...looked,
    settleAccounts: async () => void (await tell('clearing-run', {})),
    ...mastersOf(url),
    otherRevenue: '800100',
    async disturb(request, trouble, waitMs = 0) {
      const own = trouble === 'success that refuses' ? refusal : undefined;
      await tell('faults', { ...faults[trouble](waitMs), match: matches[request], ...own });
    },
    requests: () => seen.length,
    writes: () => seen.filter((route) => changing.test(route)).length,
    close: () => sandbox.close(),
  };
}

import { startP21Sandbox } from '../../../../sandbox/p21/server.ts';
import { createP21Native, type P21NativeOptions } from '../../../../src/erp/p21/native/adapter.ts';
import type { Site } from '../../../../src/erp/p21/native/site.ts';
import { usualWays } from '../../../../src/erp/p21/native/usual-ways.ts';
import type { Disturbed, Sandboxed, Traits, Trouble } from '../../contract.ts';
import { nativeTarget } from '../../../../src/erp/p21/native/target.ts';
import { faults, mastersOf, outside, seeds } from '../../simulator.ts';
import { ground } from '../ground.ts';

/** The simulated site, as its README describes it. */
export const site: Site = {
  salesLocation: '1',
  sourceLocation: '1',
  taker: 'QUITTANCE',
  salesrep: '1000',
  journal: 'GJ',
  timeZone: 'America/New_York',
  currencies: { USD: '1', EUR: '2', JPY: '3', KWD: '4', GBP: '5' },
  orderReference: 'po_no',
  paymentColumns: {
    stripeId: 'quittance_stripe_id',
    state: 'quittance_payment_state',
    paidOn: 'quittance_paid_on',
  },
  customerColumn: 'quittance_stripe_id',
  ways: usualWays,
};

const byUser = (password: string) => ({ kind: 'user_token', username: 'quittance', password: () => password }) as const;
const byClient = (secret: string) => ({ kind: 'client_credentials', clientSecret: () => secret }) as const;
/** Both kinds of login, the right one and a wrong one. */
export const logins = {
  'a user token': { right: byUser('sandbox'), wrong: byUser('wrong') },
  'client credentials': { right: byClient('sandbox-client-secret'), wrong: byClient('wrong') },
} as const;

const writes = '^/(uiserver0/api/v2/(transaction|commands)|api/entity/customers/|api/accounting/gl/)$';
/** Which requests are meant. */
const doors: Readonly<Record<Disturbed, { readonly method: string; readonly path: string }>> = {
  write: { method: 'POST', path: writes },
  'order change': { method: 'POST', path: '^/uiserver0/api/v2/transaction$' },
  'customer change': { method: 'PUT', path: '^/api/entity/customers/' },
  read: { method: 'GET', path: '^/odataservice/' },
  'read back': { method: 'GET', path: '^/odataservice/odata/table/oe_' },
};

/** HTTP 200, and a refusal within. */
const failedTransaction = {
  Messages: ['Transaction 1:: Customer 100500 is on credit hold'],
  Results: null,
  Summary: { Succeeded: 0, Failed: 1, Other: 0 },
};
const trouble: Readonly<Record<Trouble, (waitMs: number) => object>> = {
  ...faults,
  'success that refuses': (waitMs) => ({ ...faults['success that refuses'](waitMs), body: failedTransaction }),
  'no capacity': (waitMs) => ({ ...faults['no capacity'](waitMs), retryAfterSeconds: 1 }),
};

export const nativeTraits: Traits = {
  lacks: {},
  undoable: new Set(['sales-order', 'invoice', 'cash-receipt', 'journal-entry']),
  // Neither `cancel_flag` nor a reversal holds a reference.
  undoneOnce: new Set(['sales-order', 'cash-receipt']),
  knowsReferences: false,
  spared: {},
  fieldOf: { item: 'oe_order_item_id', customer: 'customer_id' },
  target: nativeTarget(site),
  noSuch: () => '99999999',
};

type SandboxOptions = NonNullable<Parameters<typeof startP21Sandbox>[0]>;
type More = Partial<P21NativeOptions> & { readonly simulated?: SandboxOptions['native'] };
type Seen = { readonly route: string };

/** The adapter against a simulated site, as the contract wants it. */
export async function startNative({ simulated, ...more }: More = {}): Promise<Sandboxed & { readonly url: string }> {
  const seeded = seeds(ground.customer, ground.ledgerCurrency);
  const sandbox = await startP21Sandbox({ ...seeded, ...(simulated && { native: simulated }) });
  const { url } = sandbox;
  const seen: Seen[] = [];
  const options = {
    baseUrl: url,
    company: 'ACME',
    auth: logins['a user token'].right,
    site,
    onRequest: (each) => void seen.push(each),
    ...more,
  } satisfies P21NativeOptions;
  const login = Object.values(logins).find(({ right }) => right.kind === options.auth.kind);
  const { tell, ...looked } = outside(url);

  return {
    url,
    erp: createP21Native(options),
    impatient: createP21Native({ ...options, requestMs: 800, lateMs: 1_600 }),
    withWrongCredential: createP21Native({ ...options, auth: login?.wrong ?? options.auth }),
    whereNothingListens: createP21Native({ ...options, baseUrl: 'http://127.0.0.1:1' }),
    ground,
    ...looked,
    settleAccounts: () => Promise.resolve(),
    ...mastersOf(url),
    otherRevenue: '4010',
    disturb: async (request, kind, waitMs = 0) => {
      await tell('faults', { ...trouble[kind](waitMs), match: doors[request] });
    },
    requests: () => seen.length,
    writes: () => seen.filter(({ route }) => !route.startsWith('GET ')).length,
    close: () => sandbox.close(),
  };
}

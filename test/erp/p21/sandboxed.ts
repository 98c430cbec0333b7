import { startP21Sandbox } from '../../../sandbox/p21/server.ts';
import type { DocumentKind } from '../../../src/domain/documents.ts';
import { money } from '../../../src/domain/money.ts';
import type { P21FacadeOptions } from '../../../src/erp/p21/facade.ts';
import { createP21Facade } from '../../../src/erp/p21/facade.ts';
import type { Sandboxed, Traits, Trouble } from '../contract.ts';

/** The simulator's own names for what can befall a request. */
const faults: Readonly<Record<Trouble, (waitMs: number) => object>> = {
  'cut before commit': () => ({ kind: 'reset-before-commit' }),
  'reply lost after commit': () => ({ kind: 'reset-after-commit' }),
  'silent after commit': () => ({ kind: 'timeout-after-commit' }),
  'commits late': (delayMs) => ({ kind: 'late-commit', delayMs }),
  'fails after commit': () => ({ kind: 'status-after-commit', status: 500 }),
  'page instead of an answer': () => ({ kind: 'html-error' }),
  'success that refuses': () => ({ kind: 'ok-with-error' }),
  'too many requests': (waitMs) => ({ kind: 'status', status: 429, retryAfterSeconds: waitMs / 1000 }),
  'no capacity': () => ({ kind: 'status', status: 503, retryAfterSeconds: 1 }),
};

const methods = { read: 'GET', 'read back': 'GET', write: 'POST', 'order change': 'PUT' } as const;
const shelves = {
  customer: 'customers',
  'sales-order': 'salesOrders',
  invoice: 'invoices',
  'credit-memo': 'creditMemos',
  'cash-receipt': 'cashReceipts',
  'customer-refund': 'customerRefunds',
  'journal-entry': 'journalEntries',
} as const satisfies Record<DocumentKind, string>;

type Shown = {
  readonly number: string;
  readonly reference?: string;
  readonly orderNo?: string;
  readonly currency: string;
  readonly totalMinor?: number;
  readonly applications?: readonly { readonly invoiceNo: string; readonly amountMinor: number }[];
};
type Seen = { readonly route: string; readonly outcome: string; readonly status?: number };

export const p21Traits: Traits = {
  lacks: {},
  undoable: new Set(['sales-order', 'invoice', 'cash-receipt', 'journal-entry']),
  undoneOnce: new Set(),
  knowsReferences: false,
  spared: {},
  fieldOf: { item: 'ItemId', customer: 'CustomerId' },
  noSuch: () => '99999999',
};

/** The adapter against the simulated gateway, as the contract wants it. */
export async function startP21(
  more: Partial<P21FacadeOptions> = {},
): Promise<Sandboxed & { readonly url: string; advance(seconds: number): Promise<void> }> {
  const sandbox = await startP21Sandbox({
    closedPeriods: ['2025-12'],
    items: [{ ItemId: 'SCARCE', ItemDesc: 'Never there', QuantityOnHand: '0' }],
    customers: [{ CustomerId: '100500', CustomerName: 'Sample Customer', CurrencyId: 'USD' }],
  });
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

  const admin = async (path: string, init?: RequestInit): Promise<unknown> => {
    const reply = await fetch(`${url}/_sandbox/${path}`, init);
    if (!reply.ok) throw new Error(`The sandbox answered ${reply.status}: ${await reply.text()}`);
    return reply.json();
  };
  const tell = (path: string, body: object): Promise<unknown> =>
    admin(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const shelf = async (kind: DocumentKind): Promise<readonly Shown[]> =>
    ((await admin('documents')) as Record<string, readonly Shown[]>)[shelves[kind]] ?? [];

  return {
    url,
    erp: createP21Facade(options),
    impatient: createP21Facade({ ...options, requestMs: 800, lateMs: 1_600 }),
    withWrongCredential: createP21Facade({ ...options, auth: wrong }),
    whereNothingListens: createP21Facade({ ...options, baseUrl: 'http://127.0.0.1:1' }),
    ground: {
      customer: '100500',
      item: 'W-100',
      noTax: 'NOTAX',
      clearing: '1010',
      expense: '6000',
      balance: '1015',
      control: '1100',
      ledgerCurrency: 'USD',
      day: '2026-01-30',
      closedDay: '2025-12-15',
    },
    scarceItem: 'SCARCE',
    countOf: async (kind, reference) =>
      (await shelf(kind)).filter((each) => each.reference === reference && each.orderNo === undefined).length,
    async amountOf(kind, number) {
      const found = (await shelf(kind)).find((each) => each.number === number);
      return found?.totalMinor === undefined ? undefined : money(found.totalMinor, found.currency);
    },
    async applicationsOf(receipt) {
      const found = (await shelf('cash-receipt')).find((each) => each.number === receipt);
      return (found?.applications ?? []).map(({ invoiceNo, amountMinor }) => ({
        invoice: invoiceNo,
        minor: amountMinor,
      }));
    },
    disturb: async (request, trouble, waitMs = 0) => {
      const match = { method: methods[request], path: '^/api/v2/' };
      await tell('faults', { ...faults[trouble](waitMs), match });
    },
    calm: async () => void (await admin('faults', { method: 'DELETE' })),
    async ship(order) {
      const { InvoiceNo } = (await tell('ship', { OrderNo: order })) as { InvoiceNo: string };
      return InvoiceNo;
    },
    requests: () => seen.length,
    writes: () => seen.filter(({ route }) => !route.startsWith('GET ')).length,
    advance: async (seconds) => void (await tell('clock', { AdvanceSeconds: seconds })),
    close: () => sandbox.close(),
  };
}

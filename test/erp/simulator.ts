import type { DocumentKind, Reference } from '../../src/domain/documents.ts';
import { money, type Money } from '../../src/domain/money.ts';
import type { Sandboxed, Trouble } from './contract.ts';
import type { Masters } from './master-data.ts';

/** The simulators' own names for what can befall a request. */
export const faults: Readonly<Record<Trouble, (waitMs: number) => object>> = {
  'cut before commit': () => ({ kind: 'reset-before-commit' }),
  'reply lost after commit': () => ({ kind: 'reset-after-commit' }),
  'silent after commit': () => ({ kind: 'timeout-after-commit' }),
  'commits late': (delayMs) => ({ kind: 'late-commit', delayMs }),
  'fails after commit': () => ({ kind: 'status-after-commit', status: 500 }),
  'page instead of an answer': () => ({ kind: 'html-error' }),
  'success that refuses': () => ({ kind: 'ok-with-error' }),
  'too many requests': (waitMs) => ({ kind: 'status', status: 429, retryAfterSeconds: waitMs / 1000 }),
  'no capacity': () => ({ kind: 'status', status: 503 }),
};

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

/** What every simulated ERP can be seeded with for the contract. */
export const seeds = (customer: string, currency: string) => ({
  closedPeriods: ['2025-12'],
  items: [{ ItemId: scarceItem, ItemDesc: 'Never there', QuantityOnHand: '0' }],
  customers: [
    { CustomerId: customer, CustomerName: 'Sample Customer', CurrencyId: currency },
    ...crowd.map((number) => ({ CustomerId: number, CustomerName: `Customer ${number}`, CurrencyId: currency })),
  ],
});
/** More than fit into a page of any interface. */
export const crowd = Array.from({ length: 230 }, (_, index) => String(300_001 + index));
const scarceItem = 'SCARCE';

type Told = Readonly<Record<string, unknown>>;
/** Tells a simulator what people at the ERP do, or what is to befall it. @throws when it refuses */
export const teller =
  (url: string, method: 'POST' | 'PUT' = 'POST') =>
  (path: string, body: object): Promise<Told> =>
    admin(`${url}/_sandbox/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

type Outside = Pick<
  Sandboxed,
  'scarceItem' | 'countOf' | 'amountOf' | 'applicationsOf' | 'calm' | 'ship' | 'leave' | 'invoice'
>;

/** A simulated ERP looked at from outside: whatever an adapter says, these are the books. */
export function outside(url: string): Outside & { readonly tell: ReturnType<typeof teller> } {
  const tell = teller(url);
  const shelf = async (kind: DocumentKind): Promise<readonly Shown[]> =>
    ((await admin(`${url}/_sandbox/documents`)) as Record<string, readonly Shown[]>)[shelves[kind]] ?? [];
  const shown = async (kind: DocumentKind, number: string): Promise<Shown | undefined> =>
    (await shelf(kind)).find((each) => each.number === number);

  return {
    tell,
    scarceItem,
    countOf: async (kind: DocumentKind, reference: Reference): Promise<number> =>
      (await shelf(kind)).filter((each) => each.reference === reference && each.orderNo === undefined).length,
    async amountOf(kind: DocumentKind, number: string): Promise<Money | undefined> {
      const found = await shown(kind, number);
      return found?.totalMinor === undefined ? undefined : money(found.totalMinor, found.currency);
    },
    async applicationsOf(receipt: string) {
      const { applications = [] } = (await shown('cash-receipt', receipt)) ?? {};
      return applications.map(({ invoiceNo, amountMinor }) => ({ invoice: invoiceNo, minor: amountMinor }));
    },
    calm: async () => void (await admin(`${url}/_sandbox/faults`, { method: 'DELETE' })),
    ship: async (order: string) => String((await tell('ship', { OrderNo: order }))['InvoiceNo']),
    leave: async (order, quantity) => {
      const part = quantity !== undefined && { Quantity: String(quantity) };
      await tell('ship', { OrderNo: order, Invoice: 'N', ...part });
    },
    invoice: async (order) => void (await tell('invoice', { OrderNo: order })),
  };
}

type Balance = { readonly account: string; readonly debitMinor: number; readonly creditMinor: number };

/** The masters of a simulated Prophet 21, in the hands of its people. */
export function mastersOf(url: string): Pick<Masters, 'people' | 'crowd' | 'balanceOf'> {
  const put = teller(url, 'PUT');
  return {
    crowd,
    people: {
      rename: async (customer, CustomerName) => void (await put(`customers/${customer}`, { CustomerName })),
      move: async (customer, City) => void (await put(`customers/${customer}`, { MailAddress: { City } })),
      describe: async (item, ItemDesc) => void (await put(`items/${item}`, { ItemDesc })),
    },
    async balanceOf(account) {
      const { trialBalance } = (await admin(`${url}/_sandbox/books`)) as { trialBalance: readonly Balance[] };
      const { debitMinor = 0, creditMinor = 0 } = trialBalance.find((each) => each.account === account) ?? {};
      return debitMinor - creditMinor;
    },
  };
}

async function admin(url: string, init?: RequestInit): Promise<Told> {
  const reply = await fetch(url, init);
  if (!reply.ok) throw new Error(`The sandbox answered ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as Told;
}

import { startSapSandbox } from '../../../sandbox/sap-ecc/server.ts';
import type { DocumentKind } from '../../../src/domain/documents.ts';
import { money } from '../../../src/domain/money.ts';
import { createSapEcc, type SapEccOptions } from '../../../src/erp/sap-ecc/adapter.ts';
import type { Sandboxed } from '../contract.ts';
import { faults, type Variant } from './variants.ts';

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
const changing = /^(?:Z_QTC_(?!FIND|CLEARINGS)|BAPI_TRANSACTION_COMMIT|POST |PATCH |PUT )/;

const organisation = {
  client: '100',
  companyCode: '1000',
  salesOrganisation: '1000',
  referenceCustomer: '1',
  revenueAccount: '800000',
  taxes: {
    A0: { classification: '0', account: '175000' },
    A1: { classification: '1', account: '175000' },
    A2: { classification: '2', account: '175000' },
  },
} as const;
const idoc = {
  partner: { senderPort: 'QUITTANCE', sender: 'QUITTANCE', receiverPort: 'SAPECC', receiver: 'ECCCLNT100' },
  customers: { accountGroup: '0001', reconciliationAccount: '140000' },
} as const;

/** The adapter by one interface, against the simulated system, as the contract wants it. */
export async function startSap({ interfaces, matches, refusal }: Variant): Promise<Sandboxed> {
  const sandbox = await startSapSandbox({
    closedPeriods: ['2025-12'],
    items: [{ ItemId: 'SCARCE', ItemDesc: 'Never there', QuantityOnHand: '0' }],
    customers: [{ CustomerId: '100500', CustomerName: 'Sample Customer', CurrencyId: 'EUR' }],
  });
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
    erp: createSapEcc(options),
    impatient: createSapEcc({ ...options, requestMs: 800, lateMs: 1_600 }),
    withWrongCredential: createSapEcc({ ...options, auth: wrong }),
    whereNothingListens: createSapEcc({ ...options, baseUrl: 'http://127.0.0.1:1' }),
    ground: {
      customer: '100500',
      item: 'W-100',
      noTax: 'A0',
      clearing: '113100',
      expense: '476900',
      balance: '199900',
      control: '140000',
      ledgerCurrency: 'EUR',
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
    async disturb(request, trouble, waitMs = 0) {
      const own = trouble === 'success that refuses' ? refusal : undefined;
      await tell('faults', { ...faults[trouble](waitMs), match: matches[request], ...own });
    },
    calm: async () => void (await admin('faults', { method: 'DELETE' })),
    async ship(order) {
      const { InvoiceNo } = (await tell('ship', { OrderNo: order })) as { InvoiceNo: string };
      return InvoiceNo;
    },
    requests: () => seen.length,
    writes: () => seen.filter((route) => changing.test(route)).length,
    close: () => sandbox.close(),
  };
}

import express from 'express';
import { onTestFinished } from 'vitest';
import { listen } from '../../sandbox/listen.ts';
import { adminRoutes } from '../../sandbox/p21/admin.ts';
import { addCustomer } from '../../sandbox/p21/customers.ts';
import { documentsOf } from '../../sandbox/p21/documents.ts';
import type { ErpOptions } from '../../sandbox/p21/erp.ts';
import { createErp } from '../../sandbox/p21/erp.ts';
import { putItem } from '../../sandbox/p21/items.ts';
import type { Habits, NativeSite } from '../../sandbox/p21/native/native-site.ts';
import { transactionRoutes } from '../../sandbox/p21/native/transactions/index.ts';
import { gatewayRoutes } from '../../sandbox/p21/server.ts';
import { createShipping } from '../../sandbox/p21/shipping.ts';
import { usualItems } from '../../sandbox/usual-items.ts';

export const TODAY = new Date().toISOString().slice(0, 10);
export const TOMORROW = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

type Options = ErpOptions & {
  readonly habits?: Partial<Habits>;
  readonly services?: Readonly<Record<string, string>>;
  readonly windows?: readonly string[];
  readonly importFolder?: string;
};
const usual = ['Order', 'CashReceipts', 'CustomerRefund', 'ARCreditMemo', 'OpenCreditApplication', 'ReverseARPayment'];

/** A site with one customer, 100001, and its books. */
export function createSite({ habits, services, windows, importFolder, ...options }: Options = {}): NativeSite {
  const erp = createErp(options);
  for (const item of usualItems) putItem(erp, item);
  addCustomer(erp, { CustomerName: 'Acme GmbH', CurrencyId: 'USD' });
  return {
    erp,
    shipping: createShipping(erp, { shipAfterMs: undefined, invoiceAfterMs: 0 }),
    habits: {
      xmlTokens: false,
      onlyTokenV1: false,
      tokenSeconds: 0,
      contaminatedSessions: false,
      droppedLineEvery: 0,
      ...habits,
    },
    services: new Map(Object.entries(services ?? Object.fromEntries(usual.map((name) => [name, `${name}.json`])))),
    forbidden: { windows: new Set(windows), tables: new Set() },
    currencies: new Map([
      ['1', 'USD'],
      ['2', 'EUR'],
      ['3', 'JPY'],
      ['9', 'XXX'],
    ]),
    atOnce: new Map(),
    importFolder,
  };
}

type Edits = Readonly<Record<string, string>>;
type Element = {
  readonly Name: string;
  readonly Type: string;
  readonly Keys: readonly string[];
  readonly Rows: object;
};
const rowOf = (edits: Edits) => ({
  Edits: Object.entries(edits).map(([Name, Value]) => ({ Name, Value })),
  RelativeDateEdits: [],
});
export const form = (Name: string, edits: Edits, Keys: readonly string[] = []): Element => ({
  Name,
  Type: 'Form',
  Keys,
  Rows: [rowOf(edits)],
});
export const list = (Name: string, rows: readonly Edits[], Keys: readonly string[] = []): Element => ({
  Name,
  Type: 'List',
  Keys,
  Rows: rows.map(rowOf),
});
export const setOf = (Name: string, ...transactions: readonly (readonly Element[])[]) => ({
  Name,
  UseCodeValues: true,
  Transactions: transactions.map((DataElements) => ({ Status: 'New', DataElements })),
});

type Edit = { readonly Name: string; readonly Value: string };
type Answer = {
  readonly Messages: readonly string[];
  readonly Results: {
    readonly Transactions: readonly {
      readonly Status: string;
      readonly DataElements: readonly { readonly Name: string; readonly Rows: readonly { readonly Edits: Edit[] }[] }[];
    }[];
  } | null;
  readonly Summary: { readonly Succeeded: number; readonly Failed: number };
};
export type Desk = Awaited<ReturnType<typeof startDesk>>;

/** The Transaction API alone, over the books of a site. */
export async function startDesk(options: Options = {}) {
  const site = createSite(options);
  const app = express();
  app.use(express.json(), express.Router().use('/uiserver0', transactionRoutes(site, { uiPath: '/uiserver0' })));
  const server = await listen(app, 0);
  onTestFinished(() => server.close());
  const ask = async (path: string, body?: unknown) => {
    const response = await fetch(`${server.url}/uiserver0/api/v2/${path}`, {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    return { status: response.status, location: response.headers.get('location'), text };
  };
  const send = async (body: unknown, path = 'transaction'): Promise<Answer> => {
    const { status, text } = await ask(path, body);
    if (status !== 200) throw new Error(`${status} ${text}`);
    return JSON.parse(text) as Answer;
  };
  const messageOf = ({ Messages }: Answer): string => (Messages[0] ?? '').replace('Transaction 1:: ', '');
  const pathOf = (service: string) => (service === 'ReverseARPayment' ? 'commands' : 'transaction');
  return {
    site,
    erp: site.erp,
    ask,
    send,
    /** What the transaction was refused with; it must be. */
    refusal: async (service: string, ...elements: readonly Element[]): Promise<string> => {
      const answer = await send(setOf(service, elements), pathOf(service));
      if (answer.Summary.Failed !== 1) throw new Error(`Not refused: ${JSON.stringify(answer)}`);
      return messageOf(answer);
    },
    /** The number that was assigned; it must have worked. */
    post: async (service: string, ...elements: readonly Element[]): Promise<string> => {
      const answer = await send(setOf(service, elements), pathOf(service));
      const edits = answer.Results?.Transactions[0]?.DataElements[0]?.Rows[0]?.Edits;
      if (answer.Summary.Succeeded !== 1 || !edits?.[0]) throw new Error(messageOf(answer));
      return edits[0].Value;
    },
    documents: () => documentsOf(site.erp),
  };
}

/** What the facade would do in the same process. */
export const facadeOf =
  ({ erp, shipping }: NativeSite) =>
  (method: string, path: string, body?: unknown, params: Readonly<Record<string, string>> = {}): unknown => {
    const routes = [...gatewayRoutes(erp, shipping), ...adminRoutes(erp, shipping)];
    const route = routes.find((one) => one.method === method && one.path === path);
    if (!route) throw new Error(`There is no ${method} ${path}`);
    return route.handle({ params, query: {}, body });
  };

export const header: Edits = {
  customer_id: '100001',
  sales_loc_id: '10',
  source_loc_id: '10',
  ship_to_id: '100001',
  order_date: TODAY,
  requested_date: TOMORROW,
  po_no: 'SORDER0000000001',
  job_name: 'S-1001',
  taker: 'SHOP',
  currency_id: '1',
  approved: 'Y',
};
export const head = (changes: Edits = {}) => form('TABPAGE_1.order', { ...header, ...changes });
/** The head without one of its entries. */
export const headWithout = (field: string) =>
  form('TABPAGE_1.order', Object.fromEntries(Object.entries(header).filter(([name]) => name !== field)));
export const widget: Edits = {
  user_line_no: '010',
  oe_order_item_id: 'W-100',
  unit_quantity: '1',
  unit_price: '100.00',
  tax_group_id: 'STD19',
};
export const kit: Edits = { ...widget, user_line_no: '020', oe_order_item_id: 'W-300', unit_price: '20.00' };
export const items = (rows: readonly Edits[] = [widget], keys: readonly string[] = ['user_line_no']) =>
  list('TP_ITEMS.items', rows, keys);
export const changed = (order: string, changes: Edits = {}) =>
  form('TABPAGE_1.order', { order_no: order, ...changes }, ['order_no']);

export const receipt: Edits = {
  customer_id: '100001',
  receipt_date: TODAY,
  check_number: 'SRECEIPT00000001',
  currency_id: '1',
  payment_amount: '119.00',
  home_amount: '119.00',
  bank_account_no: '1010',
  bank_currency_id: '1',
  bank_amount: '119.00',
  payment_desc: 'Charge of S-1001',
  payment_account_id: 'ch_000000000000000000000001',
};
export const receiptForm = (changes: Edits = {}) => form('TABPAGE_1.receipt', { ...receipt, ...changes });

export const reversalOf = (receipt_number: string, reversal_desc = 'Posted twice') =>
  form('TABPAGE_1.payment', { receipt_number, reversal_date: TODAY, reversal_desc }, ['receipt_number']);

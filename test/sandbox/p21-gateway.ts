import { onTestFinished } from 'vitest';
import { startP21Sandbox } from '../../sandbox/p21/server.ts';
import type { P21SandboxOptions } from '../../sandbox/p21/server.ts';
import type { FaultSpec } from '../../sandbox/faults.ts';
import { violations } from './p21-contract.ts';

export type Body = Readonly<Record<string, unknown>>;
type Reply = { readonly status: number; readonly body: Body };
export type Gateway = Awaited<ReturnType<typeof startGateway>>;

/** A running sandbox for one test, logged in; every answer of the gateway is held against the written contract. */
export async function startGateway(options: P21SandboxOptions = {}) {
  const sandbox = await startP21Sandbox(options);
  onTestFinished(() => sandbox.close());
  const send = async (method: string, path: string, body?: unknown, token?: string): Promise<Reply> => {
    const response = await fetch(sandbox.url + path, {
      method,
      headers: { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...json(body) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    return { status: response.status, body: (await response.json()) as Body };
  };
  const login = await send('POST', '/api/security/token/v2', { username: 'quittance', password: 'sandbox' });
  let token = String(login.body['AccessToken']);

  const call = async (method: string, path: string, body?: unknown): Promise<Reply> => {
    const reply = await send(method, path, body, token);
    const wrong = violations(method.toLowerCase(), path.split('?')[0] ?? '', reply.status, reply.body);
    if (wrong.length > 0) throw new Error(`The answer breaks the contract:\n${wrong.join('\n')}`);
    return reply;
  };
  /** For what must succeed. */
  const done = async (method: string, path: string, body?: unknown): Promise<Body> => {
    const reply = await call(method, path, body);
    if (reply.status !== 200 || 'ErrorMessage' in reply.body) throw new Error(JSON.stringify(reply));
    return reply.body;
  };

  return {
    ...sandbox,
    send,
    useToken: (other: string) => void (token = other),
    get: (path: string) => done('GET', path),
    post: (path: string, body?: unknown) => done('POST', path, body),
    put: (path: string, body: unknown) => done('PUT', path, body),
    call,
    list: async (path: string) => (await done('GET', path))['list'] as readonly Body[],
    admin: async (path: string, body?: unknown): Promise<Body> => {
      const reply = await send(body === undefined ? 'GET' : 'POST', `/_sandbox/${path}`, body);
      if (reply.status >= 300) throw new Error(JSON.stringify(reply));
      return reply.body;
    },
    fault: (spec: FaultSpec) => send('POST', '/_sandbox/faults', spec),
  };
}

const json = (body: unknown) => (body === undefined ? {} : { 'content-type': 'application/json' });

/** The same with a customer in it. */
export async function startSelling(options: P21SandboxOptions = {}) {
  const gateway = await startGateway(options);
  return { gateway, customer: await customerIn(gateway) };
}

/** What the gateway says when it refuses; it must refuse. */
export async function refusalOf(reply: Promise<Reply>): Promise<string> {
  const { status, body } = await reply;
  if (typeof body['ErrorMessage'] !== 'string') throw new Error(`${status} is no refusal: ${JSON.stringify(body)}`);
  return `${status} ${body['ErrorMessage']}`;
}

/** A customer that may buy in that currency. */
export async function customerIn(gateway: Gateway, currency = 'USD'): Promise<string> {
  const body = { CustomerName: 'Acme GmbH', Email: 'buyer@example.com', CurrencyId: currency };
  return String((await gateway.post('/api/v2/customers', body))['CustomerId']);
}

/** 100.00 at 19 per cent: 119.00. */
export const widget = { ItemId: 'W-100', UnitQuantity: '1', UnitPrice: '100.00', TaxCode: 'STD19' };
export const TODAY = new Date().toISOString().slice(0, 10);

export const orderOf = (customer: string, changes: Body = {}) => ({
  CustomerId: customer,
  OrderDate: TODAY,
  CurrencyId: 'USD',
  WebReferenceNo: 'S-1001',
  Reference: 'SORDER0000000001',
  StripeId: 'pi_0000000000000000000000001',
  Lines: { list: [widget] },
  ...changes,
});

export const invoiceOf = (customer: string, changes: Body = {}) => ({
  CustomerId: customer,
  InvoiceDate: TODAY,
  CurrencyId: 'USD',
  Reference: 'SINVOICE00000001',
  Lines: { list: [widget] },
  ...changes,
});

export const receiptOf = (customer: string, changes: Body = {}) => ({
  CustomerId: customer,
  ReceiptDate: TODAY,
  Amount: '119.00',
  CurrencyId: 'USD',
  SettlementAmount: '119.00',
  SettlementCurrencyId: 'USD',
  LedgerAmount: '119.00',
  BankAccount: '1010',
  CheckNumber: 'ch_000000000000000000000001',
  Reference: 'SRECEIPT00000001',
  ...changes,
});

export const refundOf = (customer: string, appliesTo: Body, changes: Body = {}) => ({
  CustomerId: customer,
  Date: TODAY,
  Amount: '40.00',
  CurrencyId: 'USD',
  SettlementAmount: '40.00',
  SettlementCurrencyId: 'USD',
  LedgerAmount: '40.00',
  BankAccount: '1010',
  Reference: 'SREFUND000000001',
  AppliesTo: appliesTo,
  ...changes,
});

type Books = {
  readonly trialBalance: readonly { account: string; debitMinor: number; creditMinor: number }[];
  readonly trialBalanceMinor: number;
  readonly receivablesMinor: number;
  readonly openItemsMinor: number;
  readonly openItems: readonly Body[];
  readonly cash: readonly { account: string; currency: string; minor: number }[];
};
export const booksOf = async (gateway: Gateway): Promise<Books> => (await gateway.admin('books')) as unknown as Books;

/** Debit balances by account, credits negative, noughts left out. */
export const balancesOf = async (gateway: Gateway): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await booksOf(gateway)).trialBalance
      .map(({ account, debitMinor, creditMinor }) => [account, debitMinor - creditMinor] as const)
      .filter(([, balance]) => balance !== 0),
  );

import { z } from 'zod';
import type { PlannedOrder } from '../plan.ts';
import type { PeopleAtErp } from './company.ts';
import { atTheScreen } from '../../faults.ts';
import { invoiceOf } from './documents-there.ts';
import { decimal, insist } from './insist.ts';

const customer = z.object({ CustomerId: z.string() });
const order = z.object({ OrderNo: z.string() });
const memo = z.object({ CreditMemoNo: z.string() });

export const personAtProphet21 = { username: 'people', password: 'sandbox-people' } as const;

type Trade = {
  /** The shop's names of things, and the ERP's. */
  readonly items: Readonly<Record<string, string>>;
  /** Of everything that is sold by telephone. */
  readonly taxCode: string;
};

export function peopleAtProphet21(url: string, { items, taxCode }: Trade): PeopleAtErp {
  /** By token version 1, which every site has; before each step, since a token may be short-lived. */
  const signIn = async (): Promise<Headers> => {
    const reply = await fetch(`${url}/api/security/token/`, {
      method: 'POST',
      headers: { accept: 'application/json', ...personAtProphet21, [atTheScreen]: 'yes' },
    });
    // JSON or XML, as the site likes.
    const token = /AccessToken"?[>:]"?([\w-]+)/.exec(await reply.text())?.[1];
    if (token === undefined) throw new Error(`${url} lets nobody in: ${reply.status}`);
    return { authorization: `Bearer ${token}`, [atTheScreen]: 'yes' };
  };
  const ask = async <S extends z.ZodType>(path: string, body: unknown, schema: S): Promise<z.output<S>> =>
    schema.parse(await insist(async () => post(`${url}${path}`, body, await signIn())));

  return {
    /** Amounts in the company's own currency, of two decimals. */
    async takeOrder({ number, buyer, cart }: PlannedOrder): Promise<string> {
      const { CustomerId } = await ask(
        '/api/v2/customers',
        { CustomerName: buyer.name ?? 'By telephone', CurrencyId: cart.currency },
        customer,
      );
      const lines = cart.lines.map((line) => ({
        ItemId: items[line.sku],
        UnitQuantity: String(line.quantity),
        UnitPrice: decimal(line.unitMinor),
        DiscountAmount: decimal(line.discountMinor),
        TaxCode: taxCode,
      }));
      const shipping = cart.shipping
        ? [{ ItemId: 'SHIPPING', UnitQuantity: '1', UnitPrice: decimal(cart.shipping.amountMinor), TaxCode: taxCode }]
        : [];
      const body = {
        CustomerId,
        CurrencyId: cart.currency,
        OrderDate: new Date().toISOString().slice(0, 10),
        PoNo: number,
        Taker: 'telephone',
        Lines: { list: [...lines, ...shipping] },
      };
      return (await ask('/api/v2/salesorders', body, order)).OrderNo;
    },
    addItem: (item) =>
      insist(() => post(`${url}/_sandbox/items`, { ItemId: item, ItemDesc: 'Widget of the new season' })),
    async creditOrder(order, { minor, currency }) {
      const { number } = await invoiceOf(url, order);
      const body = {
        InvoiceNo: number,
        CreditMemoDate: new Date().toISOString().slice(0, 10),
        CurrencyId: currency,
        Amount: decimal(minor),
        Reason: 'Agreed by telephone',
      };
      return (await ask('/api/v2/creditmemos', body, memo)).CreditMemoNo;
    },
  };
}

type Headers = Readonly<Record<string, string>>;

async function post(url: string, body: unknown, headers: Headers = {}): Promise<unknown> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5_000),
  });
  const answer: unknown = await reply.json();
  if (reply.ok && !(answer as { readonly ErrorMessage?: string }).ErrorMessage) return answer;
  throw new Error(`${url} answered ${reply.status}: ${JSON.stringify(answer)}`);
}

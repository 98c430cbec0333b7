import { z } from 'zod';
import type { PlannedOrder } from '../plan.ts';
import type { PeopleAtErp } from './company.ts';
import { decimal, insist } from './insist.ts';

const token = z.object({ AccessToken: z.string() });
const customer = z.object({ CustomerId: z.string() });
const order = z.object({ OrderNo: z.string() });

export const personAtProphet21 = { username: 'people', password: 'sandbox-people' } as const;

/** @param items the shop's names of things, and the ERP's */
export function peopleAtProphet21(url: string, items: Readonly<Record<string, string>>): PeopleAtErp {
  let signedIn: Promise<string> | undefined;
  const signIn = async (): Promise<string> => {
    const reply = token.parse(await post(`${url}/api/security/token/v2`, personAtProphet21));
    return `Bearer ${reply.AccessToken}`;
  };
  const ask = async <S extends z.ZodType>(path: string, body: unknown, schema: S): Promise<z.output<S>> =>
    schema.parse(await post(`${url}${path}`, body, { authorization: await (signedIn ??= signIn()) }));

  return {
    /** Amounts in US dollars. */
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
        TaxCode: 'CA825',
      }));
      const shipping = cart.shipping
        ? [{ ItemId: 'SHIPPING', UnitQuantity: '1', UnitPrice: decimal(cart.shipping.amountMinor), TaxCode: 'CA825' }]
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
    addItem: (item) => post(`${url}/_sandbox/items`, { ItemId: item, ItemDesc: 'Widget of the new season' }),
  };
}

const post = (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<unknown> =>
  insist(async () => {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    });
    const answer: unknown = await reply.json();
    if (reply.ok && !(answer as { readonly ErrorMessage?: string }).ErrorMessage) return answer;
    throw new Error(`${url} answered ${reply.status}: ${JSON.stringify(answer)}`);
  });

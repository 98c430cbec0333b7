import { z } from 'zod';
import { erpUser, items } from './settings.ts';
import type { PlannedOrder } from './plan.ts';

const token = z.object({ AccessToken: z.string() });
const customer = z.object({ CustomerId: z.string() });
const order = z.object({ OrderNo: z.string() });

/** The people at the ERP: they use its own interface, and know nothing of the product. */
export function peopleAt(erpUrl: string) {
  let signedIn: Promise<string> | undefined;
  const signIn = async (): Promise<string> => {
    const reply = token.parse(await post(`${erpUrl}/api/security/token/v2`, erpUser));
    return `Bearer ${reply.AccessToken}`;
  };
  const ask = async <S extends z.ZodType>(path: string, body: unknown, schema: S): Promise<z.output<S>> =>
    schema.parse(await post(`${erpUrl}${path}`, body, { authorization: await (signedIn ??= signIn()) }));

  return {
    /** Somebody took the order by telephone; the customer then pays it with Stripe. Amounts in US dollars. */
    async takeOrder({ number, buyer, cart }: PlannedOrder): Promise<string> {
      const { CustomerId } = await ask(
        '/api/v2/customers',
        { CustomerName: buyer.name ?? 'By telephone', CurrencyId: cart.currency },
        customer,
      );
      const lines = cart.lines.map((line) => ({
        ItemId: items[line.sku as keyof typeof items],
        UnitQuantity: String(line.quantity),
        UnitPrice: dollars(line.unitMinor),
        DiscountAmount: dollars(line.discountMinor),
        TaxCode: 'CA825',
      }));
      const shipping = cart.shipping
        ? [{ ItemId: 'SHIPPING', UnitQuantity: '1', UnitPrice: dollars(cart.shipping.amountMinor), TaxCode: 'CA825' }]
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
    /** Somebody enters the item that a refused order asked for. */
    addItem: (item: string): Promise<unknown> =>
      post(`${erpUrl}/_sandbox/items`, { ItemId: item, ItemDesc: 'Widget of the new season' }),
  };
}
export type PeopleAtErp = ReturnType<typeof peopleAt>;

const dollars = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

/** People try again when a machine is out of order. */
async function post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const reply = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(5_000),
      });
      const answer: unknown = await reply.json();
      if (reply.ok && !(answer as { readonly ErrorMessage?: string }).ErrorMessage) return answer;
      throw new Error(`${url} answered ${reply.status}: ${JSON.stringify(answer)}`);
    } catch (error) {
      if (attempt === 20) throw error;
      await new Promise((resolve) => void setTimeout(resolve, 1_000));
    }
  }
}

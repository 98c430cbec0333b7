import type { z } from 'zod';
import type { CustomerSearch, ErpAccount, ErpCustomer, ErpPort } from '../../port.ts';
import { orNothing } from '../../read-back.ts';
import { as, type Gateway } from './gateway.ts';
import { all } from './paging.ts';
import { Account, Customer, Item, Period, Ping } from './schema.ts';

type Searches = Pick<ErpPort, 'customers' | 'items' | 'accounts' | 'openPeriod' | 'ping'>;
type Stored = z.infer<typeof Customer>;

const accountKinds = { bank: 'bank', control: 'control', balance: 'balance', pl: 'profit-and-loss' } as const;

export function createSearches({ client }: Gateway): Searches {
  async function customersBy(search: CustomerSearch, signal: AbortSignal | undefined): Promise<readonly Stored[]> {
    if ('number' in search) {
      const one = await orNothing(client.send('getCustomer', as(Customer), { number: search.number, signal }));
      return one ? [one] : [];
    }
    const query: Record<string, string> =
      'email' in search ? { Email: search.email } : { StripeCustomerId: search.stripeId };
    return (await all(client, 'listCustomers', Customer, query, signal)).filter(isMeantBy(search));
  }

  return {
    /** Deleted customers take no documents, so they are as good as none. */
    customers: async (search, call) =>
      (await customersBy(search, call?.signal)).filter(({ Deleted }) => Deleted === 'N').map(customerOf),

    /** Discontinued items are refused on every document, so they are unknown. */
    items: async ({ number }, call) =>
      (await all(client, 'listItems', Item, { ItemId: number }, call?.signal))
        .filter(({ ItemId, Discontinued }) => ItemId === number && Discontinued === 'N')
        .map(({ ItemId, ItemDesc, QuantityOnHand }) => ({
          number: ItemId,
          description: ItemDesc,
          available: QuantityOnHand,
        })),

    accounts: async ({ number }, call) =>
      (await all(client, 'listAccounts', Account, { AccountNumber: number }, call?.signal))
        .filter(({ AccountNumber }) => AccountNumber === number)
        .map(accountOf),

    async openPeriod(day, call) {
      const query = { Date: day };
      const { Open, NextOpenDate } = await client.send('getPeriod', as(Period), { query, signal: call?.signal });
      return Open === 'Y' ? day : NextOpenDate;
    },

    async ping(call) {
      const { Company, HomeCurrency } = await client.send('ping', as(Ping), { signal: call?.signal });
      return { company: Company, ledgerCurrency: HomeCurrency };
    },
  };
}

/** A gateway that ignores a filter gives everybody. */
const isMeantBy =
  (search: Exclude<CustomerSearch, { number: string }>) =>
  ({ Email = '', StripeCustomerId }: Stored): boolean =>
    'email' in search ? Email.toLowerCase() === search.email.toLowerCase() : StripeCustomerId === search.stripeId;

const customerOf = ({ CustomerId, CustomerName, Email, StripeCustomerId, CreditHold }: Stored): ErpCustomer => ({
  number: CustomerId,
  name: CustomerName,
  creditHold: CreditHold === 'Y',
  ...(Email && { email: Email }),
  ...(StripeCustomerId && { stripeId: StripeCustomerId }),
});

export const accountOf = ({ AccountNumber, Description, Kind, Blocked }: z.infer<typeof Account>): ErpAccount => ({
  number: AccountNumber,
  ...(Description && { description: Description }),
  kind: accountKinds[Kind],
  blocked: Blocked === 'Y',
});

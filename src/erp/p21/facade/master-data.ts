import { paged } from '../../paged.ts';
import type { CustomerRecord, ErpPort, ItemRecord } from '../../port.ts';
import { orNothing, readBack } from '../../read-back.ts';
import { addressIn, differing, renamed, shown, wantedOf, type Held } from '../customer-change.ts';
import { as, type Gateway } from './gateway.ts';
import { allByNumber, changedSince } from './modified.ts';
import { page } from './paging.ts';
import { Account, Customer, Item } from './schema.ts';
import { accountOf } from './searches.ts';
import { facadeTarget } from './target.ts';

type MasterData = Pick<ErpPort, 'customer' | 'changeCustomer' | 'customerRecords' | 'itemRecords' | 'accountRecords'>;
type Signal = AbortSignal | undefined;

export function createMasterData({ client, origin, within }: Gateway): MasterData {
  const read = async (number: string, signal: Signal): Promise<Customer> =>
    client.send('getCustomer', as(Customer), { number, signal });
  const customers = {
    client,
    route: 'listCustomers',
    schema: Customer,
    numberOf: ({ CustomerId }: Customer) => CustomerId,
  } as const;
  const items = { client, route: 'listItems', schema: Item, numberOf: ({ ItemId }: Item) => ItemId } as const;

  return {
    async customer(number, call) {
      const stored = await orNothing(read(number, call?.signal));
      return stored && recordOf(stored);
    },

    async changeCustomer(number, change, call) {
      const signal = within(call);
      const wanted = wantedOf(change, lengths);
      const before = await read(number, signal);
      const said = differing(recordOf(before), wanted);
      if (Object.keys(said).length === 0) return recordOf(before);
      const body = { CompanyId: origin.company, ...bodyOf(said, wanted, before) };
      await client.send('updateCustomer', as(Customer), { number, body, signal });
      return readBack(`The change of customer ${number}`, async () =>
        shown(recordOf(await read(number, signal)), wanted),
      );
    },

    customerRecords: ({ since }, call) =>
      paged(async function* () {
        const pages =
          since === undefined ? allByNumber(customers, call?.signal) : changedSince(customers, since, call?.signal);
        for await (const some of pages) yield some.map(recordOf);
      }),

    itemRecords: ({ since }, call) =>
      paged(async function* () {
        const pages = since === undefined ? allByNumber(items, call?.signal) : changedSince(items, since, call?.signal);
        for await (const some of pages) yield some.map(itemOf);
      }),

    accountRecords: (call) =>
      paged(async function* () {
        for (let number = 1, more = true; more; number += 1) {
          const found = await page(client, 'listAccounts', Account, {}, number, call?.signal);
          yield found.list.map(accountOf);
          more = found.more;
        }
      }),
  };
}

const lengths = { ...facadeTarget.documents.customer.lengths, stripe_id: 255 };

const fields = {
  name: 'CustomerName',
  email: 'Email',
  phone: 'Phone',
  tax_id: 'TaxId',
  stripe_id: 'StripeCustomerId',
  blocked: 'CreditHold',
} as const;
const addressFields = {
  'address.name': 'Name',
  'address.line1': 'Address1',
  'address.line2': 'Address2',
  'address.city': 'City',
  'address.state': 'State',
  'address.postal_code': 'PostalCode',
  'address.country': 'Country',
} as const;

/** An address goes as a whole, since the gateway replaces it so. A deleted customer is blocked by that, too. */
function bodyOf(said: Held, wanted: Held, { Deleted }: Customer): object {
  const address = Object.entries(renamed(wanted, addressFields)).filter(([, value]) => value !== '');
  const moves = Object.keys(said).some((field) => field in addressFields);
  return {
    ...renamed(said, fields),
    ...(moves && { MailAddress: Object.fromEntries(address) }),
    ...(said['blocked'] === 'N' && Deleted === 'Y' && { Deleted: 'N' }),
  };
}

function recordOf(stored: Customer): CustomerRecord {
  const { Email, Phone, MailAddress, TaxId, StripeCustomerId } = stored;
  const address =
    MailAddress &&
    addressIn({
      name: MailAddress.Name,
      line1: MailAddress.Address1,
      line2: MailAddress.Address2,
      city: MailAddress.City,
      state: MailAddress.State,
      postalCode: MailAddress.PostalCode,
      country: MailAddress.Country,
    });
  return {
    number: stored.CustomerId,
    name: stored.CustomerName,
    ...(Email && { email: Email }),
    ...(Phone && { phone: Phone }),
    ...(address && { address }),
    ...(TaxId && { taxId: TaxId }),
    currency: stored.CurrencyId,
    ...(StripeCustomerId && { stripeId: StripeCustomerId }),
    blocked: stored.CreditHold === 'Y' || stored.Deleted === 'Y',
    changedAt: stored.DateLastModified,
  };
}

const itemOf = ({ ItemId, ItemDesc, Discontinued, DateLastModified }: Item): ItemRecord => ({
  number: ItemId,
  description: ItemDesc,
  discontinued: Discontinued === 'Y',
  changedAt: DateLastModified,
});

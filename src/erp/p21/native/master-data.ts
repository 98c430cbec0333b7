import { LosslessNumber } from 'lossless-json';
import { ErpError } from '../../errors.ts';
import { paged } from '../../paged.ts';
import type { ErpPort, ItemRecord } from '../../port.ts';
import { readBack } from '../../read-back.ts';
import { differing, renamed, shown, wantedOf, type Held } from '../customer-change.ts';
import { changed, changedRows } from './changed-rows.ts';
import { changeInCodePage } from './code-page.ts';
import { customersChanged, customersNumbered, numberIn, ofCompany, type StandingCustomer } from './customer-records.ts';
import { flag, text } from './documents/rows.ts';
import type { Native } from './native.ts';
import type { Condition, Row } from './odata.ts';
import { accountsBy } from './searches.ts';
import type { Site } from './site.ts';
import { nativeTarget } from './target.ts';
import { momentOf } from './times.ts';

type MasterData = Pick<ErpPort, 'customer' | 'changeCustomer' | 'customerRecords' | 'itemRecords' | 'accountRecords'>;
type Signal = AbortSignal | undefined;

export function createMasterData(native: Native): MasterData {
  const find = async (number: string, signal: Signal): Promise<StandingCustomer | undefined> =>
    /^\d{1,15}$/.test(number) ? (await customersNumbered(native, [number], signal))[0] : undefined;
  const read = async (number: string, signal: Signal): Promise<StandingCustomer> => {
    const standing = await find(number, signal);
    if (standing) return standing;
    throw new ErpError('not-found', `Prophet 21 has no customer ${number}`, { where: 'customer_id' });
  };

  return {
    customer: async (number, call) => (await find(number, call?.signal))?.record,

    async changeCustomer(number, change, call) {
      const signal = native.within(call);
      const wanted = wantedOf(changeInCodePage(change), lengthsAt(native.site));
      const { record, deleted } = await read(number, signal);
      const said = differing(record, wanted);
      if (Object.keys(said).length === 0) return record;
      if (said['blocked'] === 'N' && deleted)
        throw new ErpError('rejected', `Customer ${number} is deleted in Prophet 21: take that back there first`, {
          where: 'delete_flag',
        });
      await native.entities.changeCustomer(`${native.company}_${number}`, bodyOf(native, number, said), signal);
      return readBack(`The change of customer ${number}`, async () =>
        shown((await read(number, signal)).record, wanted),
      );
    },

    customerRecords: ({ since }, call) =>
      paged(() =>
        since === undefined ? allCustomers(native, call?.signal) : customersChanged(native, since, call?.signal),
      ),

    itemRecords: ({ since }, call) =>
      paged(async function* () {
        const pages =
          since === undefined
            ? byNumber(native, { table: 'inv_mast', column: 'item_id', where: [] }, call?.signal)
            : changedRows(native, { table: 'inv_mast', where: [], key: ['inv_mast_uid'] }, since, call?.signal);
        for await (const rows of pages) yield rows.map((row) => itemOf(native.site, row));
      }),

    accountRecords: (call) =>
      paged(async function* () {
        const where = [{ column: 'company_no', is: 'eq', value: native.company } as const];
        const accountOf = await accountsBy(native, where, call?.signal);
        const chart = { table: 'chart_of_accts', column: 'account_no', where };
        for await (const rows of byNumber(native, chart, call?.signal)) yield rows.map(accountOf);
      }),
  };
}

/** Without a column for it, Stripe's id has no place. */
const lengthsAt = (site: Site) => ({
  ...nativeTarget(site).documents.customer.lengths,
  ...(site.customerColumn !== undefined && { stripe_id: 255 }),
});

const addressFields = {
  email: 'EmailAddress',
  phone: 'CentralPhoneNumber',
  'address.line1': 'MailAddress1',
  'address.line2': 'MailAddress2',
  'address.city': 'MailCity',
  'address.state': 'MailState',
  'address.postal_code': 'MailPostalCode',
  'address.country': 'MailCountry',
} as const;

/** Only what changes; an empty text empties, since nothing at all means that it stays (M). */
function bodyOf({ company, site }: Native, number: string, said: Held): object {
  const address = renamed(said, addressFields);
  const own = site.customerColumn === undefined ? {} : renamed(said, { stripe_id: site.customerColumn });
  return {
    CompanyId: company,
    CustomerId: new LosslessNumber(number),
    ...renamed(said, { name: 'CustomerName' }),
    ...(said['blocked'] !== undefined && { CreditStatus: said['blocked'] === 'Y' ? 'HOLD' : 'GOOD' }),
    ...(Object.keys(address).length > 0 && { CustomerAddress: address }),
    ...(Object.keys(own).length > 0 && { UserDefinedFields: own }),
  };
}

async function* allCustomers(native: Native, signal: Signal) {
  const customers = { table: 'customer', column: 'customer_id', where: ofCompany(native) };
  for await (const rows of byNumber(native, customers, signal)) {
    const numbers = rows.map((row) => numberIn('customer', row));
    yield (await customersNumbered(native, numbers, signal)).map(({ record }) => record);
  }
}

type Numbered = { readonly table: string; readonly column: string; readonly where: readonly Condition[] };
const pageSize = 200;

/** A whole table, page by page from the last number on: what is added or deleted meanwhile moves nothing. */
async function* byNumber(
  { odata }: Native,
  { table, column, where }: Numbered,
  signal: Signal,
): AsyncGenerator<readonly Row[]> {
  for (let after: readonly Condition[] = []; ;) {
    const query = { where: [...where, ...after], orderBy: [column], atMost: pageSize };
    const rows = await odata.rows(table, query, signal);
    yield rows;
    const last = rows.at(-1)?.[column] ?? undefined;
    if (rows.length < pageSize || last === undefined) return;
    after = [{ column, is: 'gt', value: last }];
  }
}

const itemOf = ({ timeZone }: Site, row: Row): ItemRecord => ({
  number: text(row, 'item_id'),
  description: text(row, 'item_desc'),
  discontinued: flag(row, 'delete_flag'),
  changedAt: momentOf(row[changed], timeZone, changed).toISOString(),
});

import type { CustomerSearch, ErpAccount, ErpCustomer, ErpItem, ErpPort } from '../../port.ts';
import { ErpError } from '../../errors.ts';
import { quantityText } from '../quantity.ts';
import { currencyOf, quantityOf, wholeNumber } from './amounts.ts';
import { flag, text } from './documents/rows.ts';
import type { Native } from './native.ts';
import type { Condition, Row } from './odata.ts';
import { rowsOf } from './rows-of.ts';

type Searches = Pick<ErpPort, 'customers' | 'items' | 'accounts' | 'ping'>;
type Signal = AbortSignal | undefined;

export const createSearches = (native: Native): Searches => ({
  customers: async (search, call) => customersBy(native, search, call?.signal),
  items: async ({ number }, call) => itemsOf(native, number, call?.signal),
  accounts: async ({ number }, call) => accountsOf(native, number, call?.signal),

  async ping(call) {
    const company = await companyOf(native, call?.signal);
    return {
      company: text(company, 'company_name') || native.company,
      ledgerCurrency: currencyOf(native.site, company['home_currency_id'] ?? null, 'home_currency_id'),
    };
  },
});

const equal = (column: string, value: string): Condition => ({ column, is: 'eq', value });

/** Deleted customers take no documents, so they are as good as none. */
async function customersBy(native: Native, search: CustomerSearch, signal: Signal): Promise<readonly ErpCustomer[]> {
  const numbers = await numbersMeant(native, search, signal);
  const { odata, company, site } = native;
  const where = [equal('company_id', company)];
  const [rows, addresses, ours] = await Promise.all([
    rowsOf(odata, 'customer', 'customer_id', numbers, { where, signal }),
    rowsOf(odata, 'address', 'id', numbers, { signal }),
    site.customerColumn === undefined ? [] : rowsOf(odata, 'customer_ud', 'customer_id', numbers, { where, signal }),
  ]);
  const emails = new Map(addresses.map((row) => [wholeNumber(row['id'] ?? '', 'id'), text(row, 'email_address')]));
  const stripeIds = new Map(ours.map((row) => [customerNumber(row), text(row, site.customerColumn ?? '')]));
  return rows
    .filter((row) => !flag(row, 'delete_flag'))
    .map((row) => customerOf(row, emails.get(customerNumber(row)), stripeIds.get(customerNumber(row))))
    .filter(isMeantBy(search));
}

async function numbersMeant(native: Native, search: CustomerSearch, signal: Signal): Promise<readonly string[]> {
  if ('number' in search) return /^\d{1,15}$/.test(search.number) ? [search.number] : [];
  const { odata, company, site } = native;
  if ('email' in search) {
    const rows = await odata.rows('address', { where: [spellings(search.email)], orderBy: ['id'] }, signal);
    return rows.map((row) => wholeNumber(row['id'] ?? '', 'id'));
  }
  if (site.customerColumn === undefined) return [];
  const where = [equal('company_id', company), equal(site.customerColumn, search.stripeId)];
  return (await odata.rows('customer_ud', { where, orderBy: ['customer_id'] }, signal)).map(customerNumber);
}

/** Whether `eq` minds the case depends on the database (M), so both spellings that are likely to stand there are asked for. */
const spellings = (email: string): readonly Condition[] =>
  [...new Set([email, email.toLowerCase()])].map((each) => equal('email_address', each));

/** And whether it minds blanks at the end; Stripe's ids differ in the case of letters alone. */
const isMeantBy =
  (search: CustomerSearch) =>
  ({ email = '', stripeId }: ErpCustomer): boolean => {
    if ('stripeId' in search) return stripeId === search.stripeId;
    return !('email' in search) || email.toLowerCase() === search.email.trim().toLowerCase();
  };

const customerNumber = (row: Row): string => wholeNumber(row['customer_id'] ?? '', 'customer_id');

function customerOf(row: Row, email: string | undefined, stripeId: string | undefined): ErpCustomer {
  return {
    number: customerNumber(row),
    name: text(row, 'customer_name'),
    creditHold: text(row, 'credit_status') === 'HOLD',
    ...(email && { email }),
    ...(stripeId && { stripeId }),
  };
}

/** What is free where orders take their goods from. Deleted items are refused on every document, so they are unknown. */
async function itemsOf({ odata, site }: Native, number: string, signal: Signal): Promise<readonly ErpItem[]> {
  const query = { where: [equal('item_id', number)], orderBy: ['inv_mast_uid'] };
  const items = (await odata.rows('inv_mast', query, signal)).filter(
    (row) => text(row, 'item_id') === number && !flag(row, 'delete_flag'),
  );
  const uids = items.map(uidOf);
  const where = [equal('location_id', site.sourceLocation)];
  const stock = await rowsOf(odata, 'inv_loc', 'inv_mast_uid', uids, { where, signal });
  const free = new Map(stock.map((row) => [uidOf(row), quantityText(Math.max(0, freeOf(row)))]));
  return items.map((row) => ({
    number,
    description: text(row, 'item_desc'),
    available: free.get(uidOf(row)) ?? '0',
  }));
}

const uidOf = (row: Row): string => wholeNumber(row['inv_mast_uid'] ?? '', 'inv_mast_uid');
const freeOf = (row: Row): number =>
  quantityOf(row['qty_on_hand'], 'qty_on_hand') - quantityOf(row['qty_allocated'], 'qty_allocated');

async function accountsOf(native: Native, number: string, signal: Signal): Promise<readonly ErpAccount[]> {
  const where = [equal('company_no', native.company), equal('account_no', number)];
  const [accounts, accountOf] = await Promise.all([
    native.odata.rows('chart_of_accts', { where, orderBy: ['account_no'] }, signal),
    accountsBy(native, where, signal),
  ]);
  return accounts.filter((row) => text(row, 'account_no') === number).map(accountOf);
}

/** How rows of the chart are read; the bank accounts among them are looked up once. */
export async function accountsBy(
  native: Native,
  where: readonly Condition[],
  signal: Signal,
): Promise<(row: Row) => ErpAccount> {
  const [banks, owner] = await Promise.all([
    native.odata.rows('bank_accounts', { where, orderBy: ['account_no'] }, signal),
    companyOf(native, signal),
  ]);
  const controls = new Set([text(owner, 'ar_account_no'), text(owner, 'ap_account_no')]);
  const bankAccounts = new Set(banks.map((row) => text(row, 'account_no')));
  return (row) => {
    const number = text(row, 'account_no');
    const description = text(row, 'account_desc');
    return {
      number,
      ...(description && { description }),
      kind: kindOf(row, { control: controls.has(number), bank: bankAccounts.has(number) }),
      blocked: flag(row, 'delete_flag'),
    };
  };
}

const profitAndLoss: ReadonlySet<string> = new Set(['R', 'X']);

function kindOf(row: Row, { control, bank }: { control: boolean; bank: boolean }): ErpAccount['kind'] {
  if (control) return 'control';
  if (bank) return 'bank';
  return profitAndLoss.has(text(row, 'account_type')) ? 'profit-and-loss' : 'balance';
}

/** @throws `invalid` when Prophet 21 has no such company */
async function companyOf({ odata, company }: Native, signal: Signal): Promise<Row> {
  const query = { where: [equal('company_id', company)], orderBy: ['company_id'] };
  const [row] = await odata.rows('company', query, signal);
  if (row) return row;
  throw new ErpError('invalid', `Prophet 21 has no company ${company}`, { where: 'company' });
}

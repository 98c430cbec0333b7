import { MappingFault } from '../fault.ts';
import { compileAccountRule, evaluate, type AccountRuleFacts, type Rule } from '../rules.ts';
import { plainRate } from '../plain-rate.ts';
import type { AccountCase, Accounts, FieldMapping, ItemEntry, ItemMatch, Items, Lists, TaxCodes } from './profile.ts';
import { journalTypes, roles, type JournalType, type Role } from './roles.ts';

type Transaction = 'sale' | 'receipt' | 'refund' | JournalType;
export const transactions: readonly Transaction[] = ['sale', 'receipt', 'refund', ...journalTypes];

/** @throws MappingFault where the profile asks a person */
export function accountFor(accounts: Accounts, role: Role, facts: AccountRuleFacts): string {
  const { cases, otherwise, place } = accounts[role];
  const account = cases.find((one, at) =>
    fits(one, facts, `${place.file} accounts.${role}.cases[${at}].rule`),
  )?.account;
  if (account !== undefined) return account;
  if (otherwise !== 'ask') return otherwise.account;
  throw new MappingFault(
    `${place.file} accounts.${role}`,
    `No case of accounts.${role} (${roles[role].about}) fits this ${facts.transaction}, and it says ask: true. ` +
      'Add a case, or an account for where none fits',
  );
}

function fits({ when, rule }: AccountCase, facts: AccountRuleFacts, where: string): boolean {
  const { transaction, currency, method, product_class } = facts;
  const known = { transaction, currency, payment_method: method, product_class };
  const named = Object.entries(when) as [keyof typeof known, string][];
  return (
    named.every(([fact, wanted]) => known[fact] === wanted) && (rule === undefined || ruleFits(rule, where, facts))
  );
}

function ruleFits(text: string, where: string, facts: AccountRuleFacts): boolean {
  const known = compiledRules.get(text) ?? compileAccountRule(text, where);
  compiledRules.set(text, known);
  return evaluate({ ...known, where }, facts);
}
/** Compiling one costs far more than running it; there are as many as the profiles that run have. */
const compiledRules = new Map<string, Rule<AccountRuleFacts>>();

/** Where the goods go (`DE`, `US-CA`), and the rate in percent that the shop charged. */
type TaxQuestion = { readonly jurisdictions: readonly string[]; readonly rate: string };

/** The first that fits, in the order of the file. @param where the place of the line, for the case */
export function taxCodeFor(
  { codes, otherwise }: TaxCodes,
  { jurisdictions, rate }: TaxQuestion,
  where: string,
): string {
  const wanted = plainRate(rate);
  const code = codes.find(
    (one) =>
      (one.jurisdiction === undefined || jurisdictions.includes(one.jurisdiction)) &&
      (one.rate === undefined || plainRate(one.rate) === wanted),
  )?.code;
  if (code !== undefined) return code;
  if (otherwise !== 'ask') return otherwise.code;
  const at = jurisdictions.length > 0 ? ` in ${jurisdictions.at(-1)}` : ' of an order that names no country';
  throw new MappingFault(
    where,
    `There is no tax code for a rate of ${wanted} %${at}. ` +
      `Add one to tax-codes.yaml, as in - { rate: '${wanted}', code: … }, or one for all: otherwise: { code: … }`,
  );
}

/** The entry of a line: of those that fit the one that names most, a price more than product and SKU together. */
export const itemFor = ({ entries }: Items, line: ItemMatch): ItemEntry | undefined =>
  entries.filter(({ match }) => meets(match, line)).toSorted((a, b) => weight(b.match) - weight(a.match))[0];

const meets = (match: ItemMatch, line: ItemMatch): boolean =>
  (Object.keys(match) as (keyof ItemMatch)[]).every((key) => match[key] === line[key]);
const weight = ({ price, product, sku }: ItemMatch): number => (price ? 4 : 0) + (product ? 2 : 0) + (sku ? 1 : 0);

/** What a code list makes of a value, else the field's default. @throws MappingFault where there is neither */
export function codeFor(
  lists: Lists,
  { list, default: otherwise }: FieldMapping,
  value: string,
  where: string,
): string {
  const codes = list === undefined ? undefined : lists[list];
  if (!codes) return value;
  const code = Object.hasOwn(codes, value) ? codes[value] : otherwise;
  if (code !== undefined) return code;
  throw new MappingFault(
    where,
    `The list ${list} of lists.yaml does not have what came: add it, or give the field a default`,
  );
}

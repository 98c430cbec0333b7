import { MappingFault } from '../fault.ts';
import { compileAccountRule, evaluate, type AccountRuleFacts, type Rule } from '../rules.ts';
import { plainRate } from '../tax-code.ts';
import type { AccountCase, Accounts, FieldMapping, ItemEntry, ItemMatch, Items, Lists, TaxCodes } from './profile.ts';
import { journalTypes, roles, type JournalType, type Role } from './roles.ts';

export type Transaction = 'sale' | 'receipt' | 'refund' | JournalType;
export const transactions: readonly Transaction[] = ['sale', 'receipt', 'refund', ...journalTypes];

/** What an account is chosen by; what is not known of a posting is an empty text, and fits no case that asks for it. */
export type AccountQuestion = { readonly transaction: Transaction } & Partial<Omit<AccountRuleFacts, 'transaction'>>;

/** @throws MappingFault where the profile asks a person */
export function accountFor(accounts: Accounts, role: Role, question: AccountQuestion): string {
  const { cases, otherwise, place } = accounts[role];
  const facts = { ...unknown, ...question };
  const account = cases.find((one, at) =>
    fits(one, facts, `${place.file} accounts.${role}.cases[${at}].rule`),
  )?.account;
  if (account !== undefined) return account;
  if (otherwise !== 'ask') return otherwise.account;
  throw new MappingFault(
    `${place.file} accounts.${role}`,
    `No case of accounts.${role} (${roles[role].about}) fits this ${question.transaction}, and it says ask: true. ` +
      'Add a case, or an account for where none fits',
  );
}

const unknown: AccountRuleFacts = {
  amount: 0n,
  currency: '',
  method: '',
  metadata: {},
  country: '',
  description: '',
  risk_level: '',
  state: 'captured',
  items: [],
  transaction: '',
  product_class: '',
};

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

/** Where the goods go, and the rate in percent that the shop charged. */
export type TaxQuestion = {
  readonly country?: string | undefined;
  readonly state?: string | undefined;
  readonly rate: string;
};

/** The first that fits, in the order of the file. @param where the place of the line, for the case */
export function taxCodeFor(
  { codes, otherwise }: TaxCodes,
  { country, state, rate }: TaxQuestion,
  where: string,
): string {
  const wanted = plainRate(rate);
  const places = [country, country && state && `${country}-${state}`];
  const code = codes.find(
    (one) =>
      (one.jurisdiction === undefined || places.includes(one.jurisdiction)) &&
      (one.rate === undefined || plainRate(one.rate) === wanted),
  )?.code;
  if (code !== undefined) return code;
  if (otherwise !== 'ask') return otherwise.code;
  throw new MappingFault(
    where,
    `There is no tax code for a rate of ${wanted} %${country ? ` in ${country}` : ''}. ` +
      `Add one to tax-codes.yaml, as in - { rate: '${wanted}', code: … }, or one for all: otherwise: { code: … }`,
  );
}

export type ItemQuestion = ItemMatch & { readonly metadata?: Readonly<Record<string, string>> | undefined };
/** An item of the ERP, or the parts of a kit. */
export type Determined = Pick<ItemEntry, 'class' | 'merge'> &
  ({ readonly item: string } | { readonly kit: NonNullable<ItemEntry['kit']> });

/**
 * What a line is in the ERP: what a person corrected, the most specific entry (of price, product, SKU), the metadata of
 * the price or product, and what the profile says of the rest.
 * @param patch the ERP's items by SKU
 * @throws MappingFault where the profile asks a person
 */
export function itemFor(
  { entries, otherwise }: Items,
  { metadata = {}, ...line }: ItemQuestion,
  patch: Readonly<Record<string, string>> | undefined,
  where: string,
): Determined {
  const { sku } = line;
  const entry = mostSpecific(entries.filter(({ match }) => meets(match, line)));
  const productClass = entry?.class ?? filledIn(metadata['product_class']);
  const shared = { ...(productClass && { class: productClass }), ...(entry?.merge && { merge: entry.merge }) };
  const corrected = sku === undefined || !Object.hasOwn(patch ?? {}, sku) ? undefined : patch?.[sku];
  if (corrected !== undefined) return { ...shared, item: corrected };
  if (entry?.kit) return { ...shared, kit: entry.kit };
  const item = entry?.item ?? filledIn(metadata['erp_item']) ?? otherItem(otherwise, sku);
  if (item !== undefined) return { ...shared, item };
  throw new MappingFault(
    where,
    `Items.yaml does not say which item of the ERP this line is${sku ? '' : ', and it has no SKU'}. Add it there, ` +
      'as in - { sku: …, item: … }, or give the price at Stripe the metadata erp_item',
  );
}

const otherItem = (otherwise: Items['otherwise'], sku: string | undefined): string | undefined => {
  if (typeof otherwise === 'object') return otherwise.item;
  return otherwise === 'same' ? filledIn(sku) : undefined;
};
const filledIn = (text: string | undefined): string | undefined => (text?.trim() ? text.trim() : undefined);

const meets = (match: ItemMatch, line: ItemMatch): boolean =>
  (Object.keys(match) as (keyof ItemMatch)[]).every((key) => match[key] === line[key]);

/** The first of those that name most; a price says more than product and SKU together. */
const mostSpecific = (entries: readonly ItemEntry[]): ItemEntry | undefined =>
  entries.toSorted((a, b) => weight(b.match) - weight(a.match))[0];
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

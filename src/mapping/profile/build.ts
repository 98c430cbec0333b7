import { filled, sections, type Draft, type HeldField } from './draft.ts';
import { placeOf, type Held } from './layers.ts';
import {
  documentNames,
  sharedFields,
  type CustomerSettings,
  type Determination,
  type DocumentMapping,
  type DocumentName,
  type FieldMapping,
  type ItemEntry,
  type Items,
  type JournalLine,
  type Profile,
  type Rules,
  type TaxCodes,
} from './profile.ts';
import type { Raw, RawDetermination, RawField, RawItem, RawJournalLine } from './schemas.ts';

/** The profile of a draft that was found right. */
export function profileOf(draft: Draft): Profile {
  const { name, version, changelog } = draft.head.raw;
  const base = draft.baseHead?.raw;
  return {
    name,
    version,
    ...(base && { base: { name: base.name, version: base.version } }),
    changelog,
    documents: documentsOf(draft),
    journals: fromMap(draft.journals, journalLinesOf),
    rules: rulesOf(draft),
    accounts: fromMap(draft.accounts, determinationOf),
    taxCodes: taxCodesOf(draft),
    items: itemsOf(draft),
    lists: fromMap(draft.lists, ({ raw }) => raw),
    customers: customersOf(draft),
  };
}

const fromMap = <T, V>(map: ReadonlyMap<string, Held<T>>, of: (held: Held<T>) => V): Readonly<Record<string, V>> =>
  Object.fromEntries([...map].map(([key, held]) => [key, of(held)]));

/** What was left out is left out, not undefined. */
const given = <T extends object>(all: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as never;

function documentsOf(draft: Draft): Readonly<Record<DocumentName, DocumentMapping>> {
  const fields = filled(draft);
  const sectionsOf = (document: DocumentName) =>
    Object.fromEntries(
      sections.map((section) => [
        section,
        mappingsOf(fields.filter((field) => field.document === document && field.section === section)),
      ]),
    );
  return Object.fromEntries(documentNames.map((document) => [document, sectionsOf(document)])) as never;
}

const mappingsOf = (fields: readonly HeldField[]) =>
  Object.fromEntries(fields.map((field) => [field.name, fieldMapping(field, field.raw, [])]));

function fieldMapping(held: Held<unknown>, raw: RawField, under: readonly PropertyKey[]): FieldMapping {
  const { remove: _, ...field } = raw;
  return { ...given(field), place: placeOf(held, [...under, raw.from === undefined ? 'value' : 'from']) };
}

const journalLinesOf = (held: Held<readonly RawJournalLine[]>): readonly JournalLine[] =>
  held.raw.flatMap(({ debit, credit, amount, text }, at) => {
    const account = debit ?? credit;
    if (!account) return [];
    return [
      {
        account,
        side: debit ? ('debit' as const) : ('credit' as const),
        amount: fieldMapping(held, amount, [at, 'amount']),
        text: fieldMapping(held, text, [at, 'text']),
      },
    ];
  });

const rulesOf = ({ rules }: Draft): Rules =>
  Object.fromEntries(
    [...rules].flatMap(([name, held]) =>
      held.raw.when === undefined
        ? []
        : [[name, { ...given({ note: held.raw.note }), when: held.raw.when, place: placeOf(held, ['when']) }]],
    ),
  );

function determinationOf(held: Held<RawDetermination>): Determination {
  const { account, cases = [] } = held.raw;
  return {
    cases: cases.map(({ when = {}, rule, account: number }, at) => ({
      ...given({ rule }),
      when: given(when),
      account: number,
      place: placeOf(held, ['cases', at, 'account']),
    })),
    otherwise: account === undefined ? 'ask' : { account },
    place: placeOf(held, account === undefined ? ['ask'] : ['account']),
  };
}

const taxCodesOf = ({ taxCodes, taxOtherwise }: Draft): TaxCodes => ({
  codes: (taxCodes?.raw ?? []).map((code, at) => ({
    ...given(code),
    place: taxCodes ? placeOf(taxCodes, [at, 'code']) : nowhere,
  })),
  otherwise: taxOtherwise?.raw ?? 'ask',
});
const nowhere = { file: '', line: 1, column: 1 };

function itemsOf({ items }: Draft): Items {
  const page = <K extends keyof Raw['items']>(key: K) =>
    items.get(key) as Held<NonNullable<Raw['items'][K]>> | undefined;
  const entries = page('items');
  const rounding = page('rounding')?.raw;
  return {
    entries: entries ? entries.raw.map((entry, at) => itemEntry(entries, entry, at)) : [],
    otherwise: page('otherwise')?.raw ?? 'ask',
    shipping: page('shipping')?.raw ?? '',
    rounding: rounding ?? '',
    // Where no item stands for it, a person decides about every difference.
    roundingLimit: rounding === undefined ? 0 : (page('rounding_limit')?.raw ?? 0),
  };
}

function itemEntry(held: Held<unknown>, { sku, product, price, kit, ...entry }: RawItem, at: number): ItemEntry {
  return {
    ...given(entry),
    match: given({ sku, product, price }),
    ...(kit && { kit: kit.map(given) }),
    place: placeOf(held, [at]),
  };
}

function customersOf({ settings, owners }: Draft): CustomerSettings {
  const house = settings.get('house_account')?.raw;
  return {
    guests: settings.get('guests')?.raw === 'house_account' ? 'house_account' : 'one_time',
    ...(house !== undefined && { houseAccount: house }),
    create: settings.get('create')?.raw === 'at_once' ? 'at_once' : 'at_payment',
    owners: Object.fromEntries(
      sharedFields.map((field) => [field, owners.get(field)?.raw ?? 'newest']),
    ) as CustomerSettings['owners'],
  };
}

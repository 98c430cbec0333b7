import { merged, nearest, type Held, type Layer } from './layers.ts';
import { documentNames, type DocumentName, type Owner, type SharedField } from './profile.ts';
import type { JournalType, Role } from './roles.ts';
import type { Raw, RawDetermination, RawField, RawJournalLine } from './schemas.ts';

export const sections = ['fields', 'lines', 'extra'] as const;
export type Section = (typeof sections)[number];
/** One field of one document. */
export type HeldField = Held<RawField> & {
  readonly document: DocumentName;
  readonly section: Section;
  readonly name: string;
};
type Tables<K extends string, T> = ReadonlyMap<K, Held<T>>;

/** A profile whose files are of the right form, its base's fields filled in; each with its place, and nothing proved yet. */
export type Draft = {
  readonly head: Held<Raw['profile']>;
  readonly baseHead: Held<Raw['profile']> | undefined;
  readonly fields: readonly HeldField[];
  readonly journals: Tables<JournalType, readonly RawJournalLine[]>;
  readonly rules: Tables<
    keyof NonNullable<Raw['rules']['rules']>,
    { readonly when?: string | undefined; readonly note?: string | undefined }
  >;
  readonly accounts: Tables<Role, RawDetermination>;
  readonly taxCodes: Held<NonNullable<Raw['tax-codes']['tax_codes']>> | undefined;
  readonly taxOtherwise: Held<NonNullable<Raw['tax-codes']['otherwise']>> | undefined;
  readonly items: ReadonlyMap<string, Held<unknown>>;
  readonly lists: Tables<string, Readonly<Record<string, string>>>;
  readonly settings: ReadonlyMap<string, Held<string>>;
  readonly owners: Tables<SharedField, Owner>;
};

/** @param layers the base first */
export function draftOf(layers: readonly Layer[]): Draft {
  const heads = layers.flatMap(({ own, pages }) => {
    const page = pages.get('profile');
    return page ? [{ raw: page.raw as Raw['profile'], source: page.source, path: [], own }] : [];
  });
  const head = heads.find(({ own }) => own);
  if (!head) throw new TypeError('A profile without profile.yaml was let through');
  return {
    head,
    baseHead: heads.find(({ own }) => !own),
    fields: documentNames.flatMap((document) => sections.flatMap((section) => fieldsOf(layers, document, section))),
    journals: merged(layers, 'journal', ['entries']) as Draft['journals'],
    rules: merged(layers, 'rules', ['rules']) as Draft['rules'],
    accounts: merged(layers, 'accounts', ['accounts']) as Draft['accounts'],
    taxCodes: nearest(layers, 'tax-codes', 'tax_codes'),
    taxOtherwise: nearest(layers, 'tax-codes', 'otherwise'),
    items: merged(layers, 'items', []),
    lists: merged(layers, 'lists', ['lists']),
    settings: merged(layers, 'customer', ['settings']),
    owners: merged(layers, 'customer', ['owners']) as Draft['owners'],
  };
}

const fieldsOf = (layers: readonly Layer[], document: DocumentName, section: Section): readonly HeldField[] =>
  [...merged<RawField>(layers, document, [section])].map(([name, held]) => ({ ...held, document, section, name }));

/** Fields that the profile fills: those that it takes out are not among them. */
export const filled = ({ fields }: Draft): readonly HeldField[] => fields.filter(({ raw }) => raw.remove !== true);

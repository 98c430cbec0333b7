import type { DocumentKind } from '../../domain/documents.ts';
import type { DocumentTarget, ErpTarget } from '../../domain/target.ts';
import type { DocumentMapping, DocumentName, FieldMapping, FieldMappings, Profile } from '../profile/profile.ts';
import type { TargetField } from './catalogue.ts';
import { catalogues } from './catalogues.ts';

/** A field of a document, with what fills it. */
export type Slot = {
  /** In the document: `ship_to.city`. */
  readonly name: string;
  /** In its file: `fields.ship_to.city`. */
  readonly path: string;
  readonly type: TargetField;
  /** Absent where nothing fills a field that must be filled. */
  readonly mapping?: FieldMapping;
  /** Characters that the ERP holds. */
  readonly max?: number;
};
export type Slots = {
  /** `sales-order`, `journal/fees`: part of the id by which the evaluator knows the expressions. */
  readonly name: string;
  readonly head: readonly Slot[];
  readonly lines: readonly Slot[];
  readonly extra: readonly Slot[];
};

const kinds: Readonly<Partial<Record<DocumentName, DocumentKind>>> = {
  'sales-order': 'sales-order',
  invoice: 'invoice',
  'credit-memo': 'credit-memo',
  'cash-receipt': 'cash-receipt',
  'customer-refund': 'customer-refund',
  journal: 'journal-entry',
  customer: 'customer',
};

/** What the ERP takes of a document; a product at Stripe is none of the ERP's. */
export const targetOf = (document: DocumentName, target: ErpTarget | undefined): DocumentTarget | undefined => {
  const kind = kinds[document];
  return kind && target?.documents[kind];
};

/** What the catalogue does not know is not filled: the check of the profile says so before it runs. */
export function slotsOf(document: DocumentName, { documents }: Profile, target?: ErpTarget): Slots {
  const { fields, lines = {} } = catalogues[document];
  const mapping: DocumentMapping = documents[document];
  const takes = targetOf(document, target);
  return {
    name: document,
    head: filledBy(mapping.fields, fields, { path: 'fields', lengths: takes?.lengths ?? {} }),
    lines: filledBy(mapping.lines, lines, { path: 'lines', under: 'line.', lengths: takes?.lengths ?? {} }),
    extra: extraSlots(mapping.extra, takes),
  };
}

type Where = { readonly path: string; readonly under?: string; readonly lengths: Readonly<Record<string, number>> };

const filledBy = (
  mappings: FieldMappings,
  types: Readonly<Record<string, TargetField>>,
  { path, under = '', lengths }: Where,
): readonly Slot[] =>
  Object.entries(types).flatMap(([name, type]) => {
    const mapping = mappings[name];
    if (!mapping && !type.required) return [];
    const max = lengths[under + name];
    return [{ name, path: `${path}.${name}`, type, ...(mapping && { mapping }), ...(max !== undefined && { max }) }];
  });

const free: TargetField = { type: 'text', required: false, about: 'a field of this ERP' };

export const extraSlots = (mappings: FieldMappings, takes: DocumentTarget | undefined): readonly Slot[] =>
  Object.entries(mappings).map(([name, mapping]) => {
    const max = takes?.extra.find((field) => fits(field.name, name))?.max;
    return { name, path: `extra.${name}`, type: free, mapping, ...(max !== undefined && { max }) };
  });

/** A name that ends in a dot stands for all that begin with it. */
const fits = (known: string, name: string): boolean =>
  known.endsWith('.') ? name.startsWith(known) && name.length > known.length : known === name;

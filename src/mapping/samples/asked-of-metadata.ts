import { documentNames, type DocumentName, type FieldMapping, type Profile } from '../profile/profile.ts';
import { catalogues } from '../documents/catalogues.ts';
import type { FieldType } from '../documents/catalogue.ts';

/** Texts that are right wherever metadata may be asked for one. */
const rightTexts: Readonly<Record<FieldType, string>> = {
  text: '1',
  quantity: '1',
  money: '1',
  flag: 'true',
  day: '2026-01-30',
  country: 'DE',
  currency: 'EUR',
  email: 'sample@example.com',
};

/** A key as `metadata.channel` or `` metadata.`sales-channel` `` in an expression. */
const asked = /\bmetadata\s*\.\s*(?:`([^`]{1,100})`|([A-Za-z_]\w{0,99}))/g;

/** Metadata that a shop of this company would send: every key that its profile asks for, with an answer that it knows. */
export function metadataOf(profile: Profile): Readonly<Record<string, string>> {
  const found = documentNames.flatMap((name) => fieldsOf(profile, name).flatMap((field) => answers(field, profile)));
  return Object.fromEntries(found);
}

type Field = { readonly mapping: FieldMapping; readonly type: FieldType };

function fieldsOf({ documents }: Profile, name: DocumentName): readonly Field[] {
  const { fields, lines, extra } = documents[name];
  const { fields: types, lines: lineTypes = {} } = catalogues[name];
  return [
    ...Object.entries(fields).map(([field, mapping]) => ({ mapping, type: types[field]?.type ?? 'text' })),
    ...Object.entries(lines).map(([field, mapping]) => ({ mapping, type: lineTypes[field]?.type ?? 'text' })),
    ...Object.values(extra).map((mapping) => ({ mapping, type: 'text' as const })),
  ];
}

const answers = ({ mapping, type }: Field, { lists }: Profile): readonly (readonly [string, string])[] =>
  [...(mapping.from ?? '').matchAll(asked)].map(([, quoted, plain]) => {
    const codes = mapping.list === undefined ? [] : Object.keys(lists[mapping.list] ?? {});
    return [quoted ?? plain ?? '', codes[0] ?? rightTexts[type]];
  });

import type { Company } from '../../config.ts';
import { targetOf } from '../../erp/targets.ts';
import { targetOf as takenOf } from '../../mapping/documents/slots.ts';
import { documentNames, type DocumentName, type FieldMapping, type Profile } from '../../mapping/profile/profile.ts';

/** `sales-order.extra`, or one of its fields: the document that is asked about. */
export const extraAsked = (asked: string): DocumentName | undefined =>
  documentNames.find((name) => asked === `${name}.extra` || asked.startsWith(`${name}.extra.`));

type Subject = {
  readonly company: Company;
  readonly profile: Profile;
  readonly written: (one: FieldMapping) => string;
};

/** Fields that only this company's ERP has, and what fills them. */
export function explainExtra(document: DocumentName, { company, profile, written }: Subject): string {
  const erp = targetOf(company.erp);
  const known = takenOf(document, erp)?.extra ?? [];
  const filled = Object.entries(profile.documents[document].extra);
  const named = (name: string): string => (name.endsWith('.') ? `${name}…` : name);
  const width = Math.max(...known.map(({ name }) => named(name).length));
  return [
    known.length === 0
      ? `${document}.extra: ${erp.name} takes nothing here besides the neutral fields`
      : `${document}.extra: what ${erp.name} takes besides the neutral fields, always as text`,
    ...known.map(({ name, max, about }) => `  ${named(name).padEnd(width)}  ${about}, ${max} characters`),
    ...filled.flatMap(([name, mapping]) => {
      const { file, line, column } = mapping.place;
      return ['', `${name} is filled by ${file}:${line}:${column}`, `  ${written(mapping)}`];
    }),
  ].join('\n');
}

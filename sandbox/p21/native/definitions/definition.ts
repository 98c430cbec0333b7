import { readFileSync } from 'node:fs';
import { z } from 'zod';

const field = z.object({ Name: z.string(), DataType: z.string(), Required: z.boolean(), Label: z.string() });
const definedElement = z.object({
  Name: z.string(),
  KeyFields: z.array(z.string()),
  FieldDefinitions: z.array(field),
});
const templateElement = z.object({
  Name: z.string(),
  Type: z.enum(['Form', 'List']),
  Keys: z.array(z.string()),
  Rows: z.array(
    z.object({
      Edits: z.array(z.object({ Name: z.string(), Value: z.string() })),
      RelativeDateEdits: z.array(z.never()),
    }),
  ),
});
const definitionFile = z.strictObject({
  Name: z.string(),
  TransactionDefinition: z.strictObject({
    KeyDefinitions: z.array(z.string()),
    DataElementDefinitions: z.array(definedElement),
  }),
  Template: z.strictObject({
    TransactionSet: z.object({
      Name: z.string(),
      UseCodeValues: z.boolean(),
      Transactions: z.tuple([z.object({ Status: z.literal('New'), DataElements: z.array(templateElement) })]),
    }),
  }),
});
export type DefinitionFile = z.output<typeof definitionFile>;

export type DefinedElement = {
  readonly type: 'Form' | 'List';
  /** What the window tells rows apart by, when a transaction names no keys. */
  readonly keyFields: readonly string[];
  readonly fields: ReadonlyMap<string, { readonly label: string; readonly required: boolean }>;
};
/** A service's elements and fields, by name. */
export type Definition = { readonly file: DefinitionFile; readonly elements: ReadonlyMap<string, DefinedElement> };

const read = new Map<string, Definition>();

/** @param file of this folder, with or without its extension */
export function definitionIn(file: string): Definition {
  const name = nameOf(file);
  const definition = read.get(name) ?? parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8'));
  read.set(name, definition);
  return definition;
}

export const nameOf = (file: string): string => file.replace(/\.json$/, '');

function parse(text: string): Definition {
  const file = definitionFile.parse(JSON.parse(text));
  const [template] = file.Template.TransactionSet.Transactions;
  const elements = file.TransactionDefinition.DataElementDefinitions.map(({ Name, KeyFields, FieldDefinitions }) => {
    const type = template.DataElements.find((element) => element.Name === Name)?.Type ?? 'Form';
    const fields = new Map(
      FieldDefinitions.map((one) => [one.Name, { label: one.Label, required: one.Required }] as const),
    );
    return [Name, { type, keyFields: KeyFields, fields }] as const;
  });
  return { file, elements: new Map(elements) };
}

/** The same under the name that a site gives the service. */
export const renamed = ({ file }: Definition, service: string): DefinitionFile => ({
  ...file,
  Name: service,
  Template: { TransactionSet: { ...file.Template.TransactionSet, Name: service } },
});

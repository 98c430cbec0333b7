import { z } from 'zod';
import { nearestName } from '../../domain/nearest-name.ts';
import type { Advice, Path } from '../../yaml/problems.ts';
import { schemas, type PageName } from './schemas.ts';

type JsonSchema = {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
};

/** The form of a file as editors know it. */
export const jsonSchemaOf = (name: PageName): JsonSchema =>
  z.toJSONSchema(schemas[name] as z.ZodType, { io: 'input', target: 'draft-7' }) as JsonSchema;

/** Which keys there are, for whoever misspelt one. */
export const adviceOf = (name: PageName): Advice => ({
  exampleOf: () => undefined,
  nearestKey: (section, misspelt) => nearestName(keysAt(jsonSchemaOf(name), section), misspelt),
});

function keysAt(schema: JsonSchema, path: Path): readonly string[] {
  const [step, ...rest] = path;
  if (step === undefined)
    return [...Object.keys(schema.properties ?? {}), ...(schema.anyOf ?? []).flatMap((one) => keysAt(one, []))];
  const next =
    typeof step === 'number' ? schema.items : (schema.properties?.[String(step)] ?? schema.additionalProperties);
  return typeof next === 'object' ? keysAt(next, rest) : [];
}

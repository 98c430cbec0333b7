import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemaOf } from '../../mapping/profile/advice.ts';
import { shippedMappings } from '../../mapping/profile/files.ts';
import { pageNames } from '../../mapping/profile/schemas.ts';

/** The form of every file of a profile as JSON Schema, by the name of its file: editors complete and check by it. */
export const schemaFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pageNames.map((page) => [
      `${page}.schema.json`,
      `${JSON.stringify({ title: `${page}.yaml of a mapping profile`, ...jsonSchemaOf(page) }, undefined, 2)}\n`,
    ]),
  );

export function writeSchemas(dir: string = join(shippedMappings(), 'schemas')): string {
  mkdirSync(dir, { recursive: true });
  const files = Object.entries(schemaFiles());
  for (const [file, text] of files) writeFileSync(join(dir, file), text);
  return `Wrote ${files.length} schemas into ${dir}.`;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { jsonSchemaOf } from '../../mapping/profile/advice.ts';
import { shippedMappings } from '../../mapping/profile/files.ts';
import { pageNames } from '../../mapping/profile/schemas.ts';
import { functionPage } from './function-page.ts';

/** The form of every file of a profile as JSON Schema, by the name of its file: editors complete and check by it. */
export const schemaFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pageNames.map((page) => [
      `${page}.schema.json`,
      `${JSON.stringify({ title: `${page}.yaml of a mapping profile`, ...jsonSchemaOf(page) }, undefined, 2)}\n`,
    ]),
  );

/** What is written from the tables of the code: the schemas, and the page about functions. */
export function writeSchemas(root: string = join(shippedMappings(), '..')): string {
  const written = {
    ...Object.fromEntries(
      Object.entries(schemaFiles()).map(([file, text]) => [join('mappings', 'schemas', file), text]),
    ),
    [functionPageFile]: functionPage(),
  };
  for (const [file, text] of Object.entries(written)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return `Wrote ${Object.keys(written).length - 1} schemas and ${functionPageFile}; now npm run format.`;
}

const functionPageFile = join('docs', 'mapping-functions.md');

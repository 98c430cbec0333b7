import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { mismatchesOf } from './config/consistency.ts';
import { examples } from './config/fields.ts';
import { takeMoved } from './config/moved.ts';
import { ConfigError, positionOf, problemAt, problemsOf, type Source } from './config/problems.ts';
import { configSchema, type Config } from './config/schema.ts';
import { secretOf, type Environment } from './config/secret.ts';
import { sourceOf } from './config/yaml-source.ts';

export { environmentNames, suggestedNames } from './config/environment-names.ts';
export { ConfigError } from './config/problems.ts';
export { sapKinds } from './config/sap-ecc-rules.ts';
export type { Company, Config, ErpConfig, P21NativeConfig, SapEccConfig } from './config/schema.ts';
export { booksOf, clienteleOf } from './config/shared-erps.ts';
export { SecretError, type Environment, type Secret } from './config/secret.ts';

/** The only reader of the process's environment. */
export const environment = (): Environment => process.env;

type From = { readonly path?: string; readonly env?: Environment };

/** @throws ConfigError that lists everything that is wrong, each with its place and an example of right. */
export function loadConfig({ path, env = environment() }: From = {}): Config {
  const file = path ?? env['QUITTANCE_CONFIG'] ?? 'quittance.yaml';
  if (!existsSync(file))
    throw new ConfigError(file, [
      {
        line: 1,
        column: 1,
        field: '',
        what: 'there is no such file; `quittance init` writes one',
        example: 'quittance init --yes',
      },
    ]);
  return parseConfig(readFileSync(file, 'utf8'), { file, env });
}

type Text = {
  readonly file: string;
  readonly env: Environment;
  /** Reads the files that it names; of the disk unless told. */
  readonly read?: (file: string) => string | undefined;
};

/** The same from text. */
export function parseConfig(text: string, { file, env, read = contentOf }: Text): Config {
  const source = sourceOf(text, file, examples);
  const wantedBy = (reference: string) => () => whoWants(reference, source);
  const beside = (path: string): string => (isAbsolute(path) ? path : join(dirname(file), path));
  const schema = configSchema({
    env,
    secretOf: (reference) => secretOf(reference, env, wantedBy(reference)),
    fileBeside: (path) => ({ file: beside(path), content: read(beside(path)) }),
    beside,
  });
  const moved = takeMoved(source);
  const parsed = schema.safeParse(source.document.toJS() ?? {});
  const problems = [...moved, ...(parsed.success ? [] : problemsOf(parsed.error.issues, source))];
  if (!parsed.success || problems.length > 0) throw new ConfigError(file, problems);
  const mismatches = mismatchesOf(parsed.data);
  if (mismatches.length > 0)
    throw new ConfigError(
      file,
      mismatches.map(({ path, what }) => problemAt(source, path, what)),
    );
  return parsed.data;
}

const contentOf = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** The fields that hold this reference, each with its place in the file. */
function whoWants(reference: string, source: Source): string {
  const paths = pathsOf(source.document.toJS(), reference, []);
  return paths.map((path) => `${path.join('.')} (${source.file}:${positionOf(source, path).line})`).join(' and ');
}

function pathsOf(
  value: unknown,
  wanted: string,
  path: readonly (string | number)[],
): readonly (readonly (string | number)[])[] {
  if (value === wanted) return [path];
  if (typeof value !== 'object' || value === null) return [];
  const list = Array.isArray(value);
  return Object.entries(value).flatMap(([key, part]) => pathsOf(part, wanted, [...path, list ? Number(key) : key]));
}

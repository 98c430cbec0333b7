import { readFileSync, statSync } from 'node:fs';
import { inspect } from 'node:util';

/**
 * A secret by reference: the value is read where it is used, never kept in the configuration.
 * @throws SecretError from `read` when the reference leads nowhere.
 */
export type Secret = { readonly reference: string; read(): string };
export type Environment = Readonly<Record<string, string | undefined>>;

/** Names the reference, the field that wants it and the mend; never the value. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

type Reader = (name: string) => string | undefined;
type Scheme = { readonly reader: (env: Environment) => Reader; readonly lacking: (name: string) => string };

const schemes: Readonly<Record<string, Scheme>> = {
  env: {
    reader: (env) => (name) => env[name],
    lacking: (name) => `the environment variable ${name} is not set or empty. Set it where quittance starts`,
  },
  file: {
    reader: () => rereadWhenChanged(),
    lacking: (name) => `the file ${name} can't be read or is empty. Write the secret into it, readable for quittance`,
  },
};

const parts = (reference: string): { readonly scheme: string; readonly name: string } | undefined => {
  const match = /^(env):([A-Za-z_][A-Za-z0-9_]*)$/.exec(reference) ?? /^(file):(\/.+)$/.exec(reference);
  return match?.[1] && match[2] ? { scheme: match[1], name: match[2] } : undefined;
};

export const isReference = (text: string): boolean => parts(text) !== undefined;

/** @param wantedBy says which field, for the error message. */
export function secretOf(reference: string, env: Environment, wantedBy: () => string): Secret {
  const { scheme: kind, name } = parts(reference) ?? { scheme: '', name: '' };
  const scheme = schemes[kind];
  if (!scheme) throw new SecretError(`${wantedBy()} is not a reference to a secret`);
  const reader = scheme.reader(env);
  const read = () => {
    const value = reader(name)?.trim();
    if (!value) throw new SecretError(`${reference}, wanted by ${wantedBy()}: ${scheme.lacking(name)}.`);
    return value;
  };
  return shownAsReference({ reference, read });
}

/** However it is printed, only the reference shows. */
const shownAsReference = (secret: Secret): Secret =>
  Object.defineProperties(secret, {
    toJSON: { value: () => secret.reference },
    [inspect.custom]: { value: () => secret.reference },
  });

/** Secret managers rewrite the file when they rotate: the last one read counts until the file is another one. */
function rereadWhenChanged(): Reader {
  let last: { readonly stamp: string; readonly text: string } | undefined;
  return (path) => {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      if (last?.stamp !== stamp) last = { stamp, text: readFileSync(path, 'utf8') };
      return last.text;
    } catch {
      return undefined;
    }
  };
}

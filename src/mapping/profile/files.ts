import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { nearestName } from '../../domain/nearest-name.ts';
import { ProfileError } from './problem.ts';
import type { ProfileFiles } from './profile.ts';
import { pageNames } from './schemas.ts';

/** What the product ships: bases, templates, schemas. Beside package.json, from the sources as from what was built. */
export const shippedMappings = (): string => fileURLToPath(new URL('../../../mappings', import.meta.url));

export const fileOf = (page: string): string => `${page}.yaml`;

/**
 * A profile's own files and those of the base that it extends.
 * @throws ProfileError where there is no profile
 */
export function readProfileFiles(dir: string, shippedDir: string = shippedMappings()): ProfileFiles {
  const own = textsIn(dir);
  const head = own['profile.yaml'];
  if (head === undefined)
    throw new ProfileError([
      {
        file: join(dir, 'profile.yaml'),
        line: 1,
        column: 1,
        field: '',
        what: 'there is no such file; `quittance mapping init` writes one',
      },
    ]);
  const base = baseOf(head);
  if (base === undefined) return own;
  const under = Object.entries(textsIn(join(shippedDir, base))).map(([file, text]) => [`base/${file}`, text] as const);
  return { ...own, ...Object.fromEntries(under) };
}

/** Of known names, and of those that look like one: other files may lie beside them, as that of a Prophet 21 site. */
function textsIn(dir: string): ProfileFiles {
  const found = existsSync(dir) ? readdirSync(dir).filter((file) => file.endsWith('.yaml')) : [];
  const ours = found.filter((file) => nearestName(pageNames, basename(file, '.yaml')) !== undefined);
  return Object.fromEntries(ours.toSorted().map((file) => [file, readFileSync(join(dir, file), 'utf8')]));
}

/** Whatever else is wrong with the text is said when the profile is loaded. */
function baseOf(text: string): string | undefined {
  try {
    const { extends: base } = (parse(text) ?? {}) as { readonly extends?: unknown };
    return typeof base === 'string' && /^[a-z0-9-]+$/.test(base) ? base : undefined;
  } catch {
    return undefined;
  }
}

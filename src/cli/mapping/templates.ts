import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedMappings } from '../../mapping/profile/files.ts';

export type Template = { readonly name: string; readonly about: string; readonly base: string; readonly dir: string };

/** Ready profiles that are shipped; the comment at the head of profile.yaml says for whom. */
export function templates(): readonly Template[] {
  const root = join(shippedMappings(), 'templates');
  return readdirSync(root)
    .toSorted()
    .map((name) => {
      const text = readFileSync(join(root, name, 'profile.yaml'), 'utf8');
      const about = text.split('\n').filter((line) => line.startsWith('# ') && !line.includes('$schema='));
      return {
        name,
        about: about.map((line) => line.slice(2)).join(' '),
        base: /^extends: (\S+)/m.exec(text)?.[1] ?? '',
        dir: join(root, name),
      };
    });
}

export const shownTemplates = (): string =>
  [
    ...templates().map(({ name, base, about }) => `${name.padEnd(20)}on ${base}: ${about}`),
    '',
    'quittance mapping init --use <template> --company <key> begins with one.',
  ].join('\n');

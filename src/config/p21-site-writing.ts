import { parseDocument } from 'yaml';
import type { ByTransaction, Role, Way } from '../erp/p21/native/site.ts';
import { snake } from './p21-site-schema.ts';
import { parseSite } from './p21-site.ts';

/** One line of the file, and what it said before. */
export type SiteChange = { readonly path: string; readonly from: string | undefined; readonly to: string };
export type Ways = Readonly<Partial<Record<Role, ByTransaction>>>;

/** What a way says, leaf by leaf, as it stands in the file. */
const leavesOf = ({ fields, ...way }: ByTransaction): ReadonlyMap<string, string> =>
  new Map([
    ...Object.entries(way),
    ...Object.entries(fields).map(([meaning, field]): [string, string] => [`fields.${snake(meaning)}`, field]),
  ]);

/** What would have to change, so that one way says what the other does. Who chose another means has none to change. */
export function changesOf(role: Role, from: Way, to: ByTransaction): readonly SiteChange[] {
  if (from.by !== 'transaction') return [];
  const before = leavesOf(from);
  return [...leavesOf(to)]
    .filter(([name, value]) => before.get(name) !== value)
    .map(([name, value]) => ({ path: `services.${snake(role)}.${name}`, from: before.get(name), to: value }));
}

/** The file with these ways in it: whatever else stands there stays, comments too. */
export function withWays(content: string, file: string, ways: Ways): string {
  const { ways: before } = parseSite(content, file);
  const document = parseDocument(content);
  for (const [role, way] of Object.entries(ways) as [Role, ByTransaction][])
    for (const { path, to } of changesOf(role, before[role], way)) document.setIn(path.split('.'), to);
  const written = document.toString({ lineWidth: 0 });
  parseSite(written, file);
  return written;
}

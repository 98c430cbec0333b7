import type { z } from 'zod';
import { nearestName } from '../../domain/nearest-name.ts';
import { positionWithin, valuePosition } from '../../yaml/places.ts';
import { fieldName, problemsOf, type Path, type Source } from '../../yaml/problems.ts';
import { readYaml } from '../../yaml/source.ts';
import { adviceOf } from './advice.ts';
import { fileOf } from './files.ts';
import type { ProfileProblem } from './problem.ts';
import type { Place, ProfileFiles } from './profile.ts';
import { pageNames, schemas, type PageName, type Raw } from './schemas.ts';

/** One of the two layers of a profile: its base's files, or its own. */
export type Layer = { readonly own: boolean; readonly pages: ReadonlyMap<PageName, Page> };
type Page = { readonly raw: unknown; readonly source: Source };

/** What stands in a file, and where. */
export type Held<T> = { readonly raw: T; readonly source: Source; readonly path: Path; readonly own: boolean };

/** @param shown what messages call the folder */
export function readLayer(files: ProfileFiles, own: boolean, shown: string) {
  const problems: ProfileProblem[] = [];
  const pages = new Map<PageName, Page>();
  for (const name of pageNames) {
    const text = files[fileOf(name)];
    if (text === undefined) continue;
    const read = readPage(name, text, shown ? `${shown}/${fileOf(name)}` : fileOf(name));
    if ('page' in read) pages.set(name, read.page);
    else problems.push(...read.problems);
  }
  return { layer: { own, pages } satisfies Layer, problems: [...problems, ...strangers(files, shown)] };
}

function readPage(name: PageName, text: string, file: string) {
  const read = readYaml(text, file, adviceOf(name));
  if ('problems' in read) return { problems: read.problems.map((problem) => ({ file, ...problem })) };
  const { source } = read;
  const plain = plainOf(source);
  if ('why' in plain) return { problems: [{ file, line: 1, column: 1, field: '', what: `is not YAML: ${plain.why}` }] };
  const parsed = (schemas[name] as z.ZodType).safeParse(plain.value ?? {});
  if (parsed.success) return { page: { raw: parsed.data, source } };
  return {
    problems: problemsOf(parsed.error.issues, source).map(({ line, column, field, what, meant }) => ({
      file,
      line,
      column,
      field,
      what,
      ...(meant && { suggestion: meant }),
    })),
  };
}

/** An alias to nothing, or to far too much, is found only here. */
function plainOf({ document }: Source): { readonly value: unknown } | { readonly why: string } {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

const strangers = (files: ProfileFiles, shown: string): readonly ProfileProblem[] =>
  Object.keys(files)
    .filter((file) => !file.includes('/') && !pageNames.some((name) => fileOf(name) === file))
    .map((file) => ({
      file: shown ? `${shown}/${file}` : file,
      line: 1,
      column: 1,
      field: '',
      what: 'is no file of a profile',
      suggestion: fileOf(nearestName(pageNames, file.replace('.yaml', '')) ?? 'profile'),
    }));

/** A section of a file by its keys: what the own files name replaces what the base says of it. */
export function merged<T>(
  layers: readonly Layer[],
  page: PageName,
  section: readonly string[],
): ReadonlyMap<string, Held<T>> {
  const all = new Map<string, Held<T>>();
  for (const { own, pages } of layers) {
    const found = pages.get(page);
    for (const [key, raw] of Object.entries(part(found?.raw, section) ?? {}))
      if (found && raw !== undefined)
        all.set(key, { raw: raw as T, source: found.source, path: [...section, key], own });
  }
  return all;
}

/** A key of a file as the own file says it, else as the base does. */
export function nearest<N extends PageName, K extends keyof Raw[N] & string>(
  layers: readonly Layer[],
  page: N,
  key: K,
): Held<NonNullable<Raw[N][K]>> | undefined {
  return merged<NonNullable<Raw[N][K]>>(layers, page, []).get(key);
}

const part = (raw: unknown, section: readonly string[]): object | undefined =>
  section.reduce<object | undefined>(
    (found, key) => (found as Readonly<Record<string, object>> | undefined)?.[key],
    raw ?? undefined,
  );

/** Of what is held itself, or of something in it. */
export const placeOf = ({ source, path }: Held<unknown>, under: Path = []): Place => ({
  file: source.file,
  ...valuePosition(source, [...path, ...under]),
});

type About = {
  readonly under?: Path;
  readonly what: string;
  readonly suggestion?: string | undefined;
  readonly at?: number;
};
/** @param at the character of the text that is wrong */
export function problemIn(
  { source, path }: Held<unknown>,
  { under = [], what, suggestion, at = 0 }: About,
): ProfileProblem {
  const whole = [...path, ...under];
  return {
    file: source.file,
    ...positionWithin(source, whole, at),
    field: fieldName(whole),
    what,
    ...(suggestion && { suggestion }),
  };
}

import { isNode, isPair, isScalar, isSeq, type Document, type LineCounter } from 'yaml';
import type { z } from 'zod';

export type Path = readonly PropertyKey[];
/** One thing that is wrong with the file: what, where, and an example of right. */
export type Problem = {
  /** Where it isn't the file that was read first. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly field: string;
  readonly what: string;
  /** The known name that was most likely meant. */
  readonly meant?: string;
  readonly example?: string;
};
/** What is known of a kind of file, for whoever wrote one wrong. */
export type Advice = {
  /** Of right, for a field. */
  readonly exampleOf: (path: Path) => string | undefined;
  /** The key of a section that a misspelt one most likely means. */
  readonly nearestKey: (section: Path, misspelt: string) => string | undefined;
};
export type Source = {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly advice: Advice;
};

export function problemAt(source: Source, path: Path, what: string, example = source.advice.exampleOf(path)): Problem {
  return { ...positionOf(source, path), field: fieldName(path), what, ...(example && { example }) };
}

/** What the schema found, in words and places of the file. */
export const problemsOf = (issues: readonly z.core.$ZodIssue[], source: Source): readonly Problem[] =>
  issues
    .flatMap((issue) => {
      const wording = wordings[issue.code ?? 'custom'];
      return wording ? wording(issue as never, source) : [problemAt(source, issue.path, issue.message)];
    })
    .toSorted((a, b) => elsewhere(a) - elsewhere(b) || a.line - b.line || a.column - b.column);
const elsewhere = ({ file }: Problem): number => (file === undefined ? 0 : 1);

type Issue<Code extends string> = Extract<z.core.$ZodIssue, { readonly code: Code }>;
type Wording = (issue: never, source: Source) => readonly Problem[];
const wordings: Readonly<Record<string, Wording>> = {
  unrecognized_keys: ({ path, keys }: Issue<'unrecognized_keys'>, source) =>
    keys.map((key) => {
      const meant = source.advice.nearestKey(path, key);
      if (meant === key)
        return problemAt(source, [...path, key], `is a key of another ${String(path.at(-1))} than this one`, '');
      const example = source.advice.exampleOf([...path, meant ?? key]);
      return { ...problemAt(source, [...path, key], 'is not a known key', example), ...(meant && { meant }) };
    }),
  invalid_type: ({ path, expected }: Issue<'invalid_type'>, source) => {
    const found = kindOf(source.document.getIn(path));
    if (found === 'nothing') return [problemAt(source, path, absence(path, source))];
    const quotes = expected === 'string' && found.startsWith('a number') ? '; put it in quotes' : '';
    return [problemAt(source, path, `must be ${kinds[expected] ?? expected}, but is ${found}${quotes}`)];
  },
  invalid_value: ({ path, values }: Issue<'invalid_value'>, source) => {
    const missing = kindOf(source.document.getIn(path)) === 'nothing';
    const choice = values.length > 1 ? `one of ${values.join(', ')}` : String(values[0]);
    return [problemAt(source, path, missing ? absence(path, source) : `must be ${choice}`)];
  },
  invalid_union: ({ path, message, ...issue }: Issue<'invalid_union'>, source) => {
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.filter(Boolean).map(String) : [];
    const missing = kindOf(source.document.getIn(path)) === 'nothing';
    const choice = options.length > 0 ? `must be one of ${options.join(', ')}` : message;
    return [problemAt(source, path, missing ? absence(path, source) : choice)];
  },
  invalid_key: ({ path, issues }: Issue<'invalid_key'>, source) =>
    issues.map(({ message }) => problemAt(source, path, message, source.advice.exampleOf(path))),
  /** What is wrong with another file, which this field names. */
  custom: ({ path, message, params }: Issue<'custom'>, source) =>
    (params?.['problems'] as readonly Problem[] | undefined) ?? [problemAt(source, path, message)],
  too_small: ({ path, minimum, message, origin }: Issue<'too_small'>, source) => [
    problemAt(source, path, origin === 'number' || origin === 'int' ? `must be at least ${minimum}` : message),
  ],
  too_big: ({ path, maximum }: Issue<'too_big'>, source) => [problemAt(source, path, `must be at most ${maximum}`)],
};

const absence = (path: Path, { document }: Source): string => (document.hasIn(path) ? 'is empty' : 'is missing');

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section',
  record: 'a section',
};

function kindOf(value: unknown): string {
  const plain = isScalar(value) ? value.value : value;
  if (plain === undefined || plain === null) return 'nothing';
  if (isNode(plain)) return isSeq(plain) ? 'a list' : 'a section';
  if (typeof plain === 'number') return Number.isInteger(plain) ? 'a number' : 'a number with a fraction';
  return typeof plain === 'boolean' ? 'true or false' : 'text';
}

/** `accounts.revenue.cases[0]`. */
export const fieldName = (path: Path): string =>
  path.reduce<string>(
    (name, step) => (typeof step === 'number' ? `${name}[${step}]` : `${name}${name && '.'}${String(step)}`),
    '',
  );

/** Where the field stands: its key, or its section's if it is missing; the file's first line at the last. */
export function positionOf(
  { document, lines }: Source,
  path: Path,
): { readonly line: number; readonly column: number } {
  for (let length = path.length; length > 0; length--) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) {
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}

function offsetOf(document: Document, path: Path): number | undefined {
  const holder = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  const items: readonly unknown[] =
    isNode(holder) && 'items' in holder && Array.isArray(holder.items) ? holder.items : [];
  const item = typeof last === 'number' ? items[last] : items.find((pair) => isPair(pair) && nameOf(pair.key) === last);
  const node = isPair(item) ? item.key : item;
  return isNode(node) ? (node.range?.[0] ?? undefined) : undefined;
}

const nameOf = (key: unknown): unknown => (isScalar(key) ? String(key.value) : key);

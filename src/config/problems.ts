import { isNode, isPair, isScalar, isSeq, type Document, type LineCounter } from 'yaml';
import type { z } from 'zod';
import { exampleOf, nearestName, type Examples } from './fields.ts';

type Path = readonly PropertyKey[];
/** One thing that is wrong with the file: what, where, and an example of right. */
export type Problem = {
  /** Where it isn't the file that was read first. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly field: string;
  readonly what: string;
  readonly example?: string;
};
export type Source = {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly examples: Examples;
};

/** Every problem of a configuration at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    super(problems.map((problem) => show(file, problem)).join('\n'));
    this.problems = problems.map((problem) => ({ file, ...problem }));
  }
}

const show = (read: string, { file, line, column, field, what, example }: Problem): string =>
  [
    `${file ?? read}:${line}:${column} ${field} ${what}.`.replace('  ', ' '),
    ...(example ? [`  For example: ${example}`] : []),
  ].join('\n');

export function problemAt(
  source: Source,
  path: Path,
  what: string,
  example = exampleOf(source.examples, path),
): Problem {
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
      const meant = nearestName(source.examples, path, key);
      if (meant === key)
        return problemAt(source, [...path, key], `is a key of another ${String(path.at(-1))} than this one`, '');
      const what = `is not a known key${meant ? `; did you mean ${meant}?` : ''}`;
      return problemAt(source, [...path, key], what, exampleOf(source.examples, [...path, meant ?? key]));
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
  invalid_union: ({ path, ...issue }: Issue<'invalid_union'>, source) => {
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.filter(Boolean).map(String) : [];
    const missing = kindOf(source.document.getIn(path)) === 'nothing';
    return [problemAt(source, path, missing ? absence(path, source) : `must be one of ${options.join(', ')}`)];
  },
  invalid_key: ({ path, issues }: Issue<'invalid_key'>, source) =>
    issues.map(({ message }) => problemAt(source, path, message, exampleOf(source.examples, path))),
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

const fieldName = (path: Path): string =>
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

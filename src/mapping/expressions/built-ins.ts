import { ExpressionFault } from './fault.ts';
import type { Limits } from './limits.ts';
import { plain, whole } from './result.ts';

const clock = 'the same source must always give the same document; use a time of the source';
const inexact = 'its results are not exact; amounts are reckoned by $money, $plus, $times, $share and $convert';

/** Functions of jsonata that expressions may not use, and why. */
export const forbiddenFunctions: Readonly<Record<string, string>> = {
  eval: 'expressions are checked before they run; write it out',
  now: clock,
  millis: clock,
  random: clock,
  shuffle: clock,
  average: inexact,
  sqrt: inexact,
  power: inexact,
  formatNumber: 'amounts are written by $decimal',
  formatInteger: 'numbers are written by $string and $pad',
  parseInteger: 'whole numbers are read by $number',
  base64encode: 'nothing in a document is written so',
  base64decode: 'nothing in a document is written so',
  clone: 'nothing can be changed, so nothing needs a copy',
};

export type Bounds = Pick<Limits, 'entries' | 'characters'>;
type BuiltIn = (...args: readonly unknown[]) => unknown;

/**
 * jsonata's functions and operators that could make something endless or inexact, rewritten so that they can't. Names
 * with a space can't be written in an expression: operators are turned into calls of them.
 */
export const boundedFunctions = (bounds: Bounds): Readonly<Record<string, BuiltIn>> => ({
  ...Object.fromEntries(Object.entries(forbiddenFunctions).map(([name, why]) => [name, () => refuse(name, why)])),
  ' &': (a, b) => joined([textOf(a, bounds) ?? '', textOf(b, bounds) ?? ''], '', bounds),
  ...arithmetic,
  string: (value, prettily) => textOf(value, bounds, prettily === true),
  join: (list, between) => join(list, between, bounds),
  pad: (text, width, sign) => (text === undefined ? undefined : pad(text, width, sign ?? ' ', bounds)),
  replace: async (...args) => replace(args, bounds),
  number,
  round: (value, digits) => round(value, digits),
  toMillis,
  fromMillis,
  encodeUrlComponent: (text) =>
    text === undefined ? undefined : encodeURIComponent(written(text, 'encodeUrlComponent')),
  encodeUrl: (text) => (text === undefined ? undefined : encodeURI(written(text, 'encodeUrl'))),
});

function refuse(name: string, why: string): never {
  throw new ExpressionFault('forbidden', `$${name} is not allowed: ${why}`);
}

/** Operators that are turned into calls. `/` is missing: it is hardly ever exact. */
const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '%': (a, b) => a % b,
};
export const boundedOperators: ReadonlySet<string> = new Set(['&', ...Object.keys(operations)]);

const arithmetic = Object.fromEntries(
  Object.entries(operations).map(([sign, operation]) => [
    ` ${sign}`,
    (a: unknown, b: unknown) => {
      if (a === undefined || b === undefined) return undefined;
      if (typeof a === 'number' && typeof b === 'number') return whole(operation(a, b));
      throw new ExpressionFault(
        'failed',
        `${sign} needs whole numbers on both sides; $plus, $minus and $times reckon money`,
      );
    },
  ]),
);

function textOf(value: unknown, bounds: Bounds, prettily = false): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  const copy = plain(value, bounds);
  return typeof copy === 'number' ? String(copy) : JSON.stringify(copy, null, prettily ? 2 : 0);
}

function joined(parts: readonly string[], between: string, bounds: Bounds): string {
  const length = parts.reduce((total, part) => total + part.length + between.length, 0);
  if (length > bounds.characters + between.length) throw new ExpressionFault('too-large', 'a text becomes too long');
  return parts.join(between);
}

function join(list: unknown, between: unknown, bounds: Bounds): string | undefined {
  if (list === undefined) return undefined;
  const parts = (Array.isArray(list) ? (list as unknown[]) : [list]).map((part) => written(part, 'join'));
  return joined(parts, between === undefined ? '' : written(between, 'join'), bounds);
}

function pad(text: unknown, width: unknown, sign: unknown, { characters }: Bounds): string {
  const value = written(text, 'pad');
  const size = typeof width === 'number' && Number.isSafeInteger(width) ? width : 0;
  if (Math.abs(size) > characters) throw new ExpressionFault('too-large', 'a text becomes too long');
  const filling = written(sign, 'pad') || ' ';
  return size < 0 ? value.padStart(-size, filling) : value.padEnd(size, filling);
}

function written(value: unknown, of: string): string {
  if (typeof value === 'string') return value;
  throw new ExpressionFault('failed', `$${of} needs texts; $string makes one of a number`);
}

/** What jsonata's matchers give: the match and the way to the next. */
type Match = { match: string; start: number; end: number; groups: string[]; next: () => Match | undefined };
type Matcher = (text: string) => Match | undefined | Promise<Match | undefined>;

async function replace(args: readonly unknown[], bounds: Bounds): Promise<string | undefined> {
  const [text, pattern, replacement, limit = Infinity] = args;
  if (text === undefined) return undefined;
  const value = written(text, 'replace');
  const parts: string[] = [];
  let from = 0;
  let length = 0;
  const matches =
    typeof pattern === 'function' ? found(pattern as Matcher, value) : occurrences(written(pattern, 'replace'), value);
  let count = 0;
  for await (const match of matches) {
    if (count++ >= Number(limit)) break;
    const part = value.slice(from, match.start) + (await replacementOf(match, replacement));
    length += part.length;
    if (length > bounds.characters) throw new ExpressionFault('too-large', 'a text becomes too long');
    parts.push(part);
    from = match.end;
  }
  return parts.join('') + value.slice(from);
}

async function* found(matcher: Matcher, text: string): AsyncGenerator<Match> {
  for (let match = await matcher(text); match; match = await Promise.resolve(match.next())) {
    if (match.match === '')
      throw new ExpressionFault('failed', '$replace: the regular expression matches nothing at all');
    yield match;
  }
}

function* occurrences(wanted: string, text: string): Generator<Match> {
  if (!wanted) throw new ExpressionFault('failed', '$replace needs something to look for');
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length))
    yield { match: wanted, start: at, end: at + wanted.length, groups: [], next: () => undefined };
}

async function replacementOf(match: Match, replacement: unknown): Promise<string> {
  if (typeof replacement === 'function') return written(await (replacement as (m: Match) => unknown)(match), 'replace');
  const value = written(replacement, 'replace');
  if (!value.includes('$')) return value;
  return value.replace(/\$(\$|\d)/g, (_, sign: string) => {
    if (sign === '$') return '$';
    return sign === '0' ? match.match : (match.groups[Number(sign) - 1] ?? '');
  });
}

function number(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const read = typeof value === 'string' && /^\s*-?\d{1,16}\s*$/.test(value) ? Number(value) : value;
  if (typeof read === 'boolean') return read ? 1 : 0;
  if (typeof read === 'number') return whole(read);
  throw new ExpressionFault('failed', '$number reads whole numbers only; $fromDecimal reads amounts, as in "119.00"');
}

function round(value: unknown, digits: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (digits !== undefined) throw new ExpressionFault('forbidden', `$round gives whole numbers: ${inexact}`);
  return number(value);
}

/** With a pattern it would fill in what is missing from today's date. */
function toMillis(time: unknown, pattern?: unknown): number | undefined {
  if (time === undefined) return undefined;
  if (pattern !== undefined) throw new ExpressionFault('forbidden', `$toMillis takes no pattern: ${clock}`);
  const millis = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(millis)) throw new ExpressionFault('failed', '$toMillis needs a time, as in 2026-01-31T09:30:00Z');
  return millis;
}

/** With a pattern a text could become as long as the pattern says. */
function fromMillis(millis: unknown, pattern?: unknown): string | undefined {
  if (millis === undefined) return undefined;
  if (pattern !== undefined)
    throw new ExpressionFault('forbidden', '$fromMillis takes no pattern; $day and $dayFormat write days');
  const date = new Date(typeof millis === 'number' ? millis : Number.NaN);
  if (Number.isNaN(date.getTime())) throw new ExpressionFault('failed', '$fromMillis needs milliseconds since 1970');
  return date.toISOString();
}

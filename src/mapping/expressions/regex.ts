import { RE2JS } from 're2js';
import { ExpressionFault } from './fault.ts';

const compiled = new Map<string, RE2JS>();
const kept = 500;

/** @throws ExpressionFault for one that can't be matched in linear time: look-around, references back. */
export function compileRegex(pattern: RegExp): RE2JS {
  const key = `${pattern.flags}/${pattern.source}`;
  const known = compiled.get(key);
  if (known) return known;
  try {
    const regex = RE2JS.compile(RE2JS.translateRegExp(pattern.source), flagsOf(pattern));
    if (compiled.size >= kept) compiled.clear();
    compiled.set(key, regex);
    return regex;
  } catch {
    throw new ExpressionFault(
      'forbidden',
      'the regular expression looks around, refers back or is too large; write it without (?=, (?<, \\1',
    );
  }
}

const flagsOf = ({ ignoreCase, multiline }: RegExp): number =>
  (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (multiline ? RE2JS.MULTILINE : 0);

/** What jsonata needs of a RegExp, in time that grows with the text alone. */
export class LinearRegExp {
  lastIndex = 0;
  readonly #regex: RE2JS;

  constructor(pattern: RegExp) {
    this.#regex = compileRegex(pattern);
  }

  exec(text: string): RegExpExecArray | null {
    const matcher = this.#regex.matcher(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? undefined);
    this.lastIndex = matcher.end();
    return Object.assign(groups, { index: matcher.start(), input: text }) as RegExpExecArray;
  }
}

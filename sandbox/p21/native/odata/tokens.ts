import type { Literal } from './literals.ts';
import { unreadable } from './refused.ts';

type Token =
  { readonly kind: 'literal'; readonly literal: Literal } | { readonly kind: 'mark'; readonly mark: '(' | ')' };

const INSTANT = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)`;
const pattern = new RegExp(
  String.raw`\s*(?:'(?<text>(?:[^']|'')*)'|(?<time>${INSTANT})(?![\w.:])|(?<number>-?\d+(?:\.\d+)?)(?![\w.:-])|(?<word>[A-Za-z_]\w*)|(?<mark>[()]))`,
  'y',
);

/** @throws ODataRefusal 400 for what is neither a literal, a name nor a parenthesis */
function tokensOf(filter: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (filter.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const found = pattern.exec(filter);
    if (!found) throw unreadable(`Syntax error at position ${at} in '${filter}'.`);
    tokens.push(tokenOf(found.groups ?? {}));
    at = pattern.lastIndex;
  }
  return tokens;
}

function tokenOf({ text, time, number, word, mark }: Readonly<Record<string, string | undefined>>): Token {
  if (mark === '(' || mark === ')') return { kind: 'mark', mark };
  if (text !== undefined) return { kind: 'literal', literal: { kind: 'text', value: text.replaceAll("''", "'") } };
  if (time !== undefined) return { kind: 'literal', literal: { kind: 'time', value: time } };
  if (number !== undefined) return { kind: 'literal', literal: { kind: 'number', value: number } };
  return { kind: 'literal', literal: { kind: 'word', value: word ?? '' } };
}

/** The tokens of a filter one after the other. */
export function readerOf(filter: string) {
  const tokens = tokensOf(filter);
  let at = 0;
  const wrong = () => unreadable(`Syntax error at token ${at + 1} in '${filter}'.`);
  const literalHere = (): Literal | undefined => {
    const token = tokens[at];
    return token?.kind === 'literal' ? token.literal : undefined;
  };
  const markHere = (): string | undefined => {
    const token = tokens[at];
    return token?.kind === 'mark' ? token.mark : undefined;
  };
  const passIf = (isHere: boolean): boolean => {
    if (isHere) at += 1;
    return isHere;
  };
  const literal = (): Literal => {
    const here = literalHere();
    if (!here) throw wrong();
    at += 1;
    return here;
  };
  return {
    wrong,
    /** Whether the joint was there; then it is behind us. */
    passed: (joint: '(' | ')' | 'and' | 'or'): boolean => {
      const here = literalHere();
      return passIf(markHere() === joint || (here?.kind === 'word' && here.value === joint));
    },
    word: (): string => {
      const { kind, value } = literal();
      if (kind !== 'word') throw wrong();
      return value;
    },
    /** What a column is compared with: no function, which `(` would show. */
    literal: (): Literal => {
      const found = literal();
      if (markHere() === '(') throw wrong();
      return found;
    },
    ended: (): boolean => at === tokens.length,
  };
}
export type Reader = ReturnType<typeof readerOf>;

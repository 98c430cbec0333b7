import jsonata from 'jsonata';
import { longestExpression } from './limits.ts';

/** What jsonata's parser makes of an expression; a position is the offset behind the token. */
export type Node = {
  type: string;
  value?: unknown;
  position?: number;
  name?: string;
  procedure?: Node;
  arguments?: Node[];
  steps?: Node[];
  stages?: Node[];
  predicate?: Node[];
  expressions?: Node[];
  expression?: Node;
  expr?: Node;
  lhs?: Node | [Node, Node][];
  rhs?: Node;
  condition?: Node;
  then?: Node;
  else?: Node;
  body?: Node;
  terms?: Node[];
  group?: { readonly lhs: [Node, Node][] };
  keepArray?: boolean;
  /** `a@$x` and `a#$i`. */
  focus?: string;
  index?: string;
};

type Parsed = { readonly ast: Node } | { readonly at: number; readonly what: string };

/** Parses without running; an expression that is no expression says where and why. */
export function parse(text: string): Parsed {
  if (text.length > longestExpression)
    return { at: longestExpression, what: `it is longer than ${longestExpression} characters` };
  try {
    return { ast: jsonata(text).ast() as unknown as Node };
  } catch (error) {
    return syntaxTrouble(error, text);
  }
}

/** Where a node's own token begins. */
export const startOf = (node: Node, text: string): number => {
  const [first] = node.steps ?? [];
  if (first) return startOf(first, text);
  const end = node.position ?? 0;
  if (node.type === 'number') return end - (/[\d.eE+-]+$/.exec(text.slice(0, end))?.[0].length ?? 0);
  const token = typeof node.value === 'string' ? node.value : '';
  for (const written of [`$${token}`, `\`${token}\``, `"${token}"`, `'${token}'`, token])
    if (written && text.slice(0, end).endsWith(written)) return end - written.length;
  return Math.max(0, end - 1);
};

/** Calls `visit` for each node, from the outside in. @throws RangeError where it is nested too deeply */
export function walk(root: Node, visit: (node: Node) => void): void {
  const seen = new Set<unknown>();
  const go = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof RegExp || seen.has(value)) return;
    seen.add(value);
    if (!Array.isArray(value) && typeof (value as Partial<Node>).type === 'string') visit(value as Node);
    for (const child of Object.values(value)) go(child);
  };
  go(root);
}

type Token = string | number | boolean | null;
type SyntaxError = {
  readonly code: string;
  readonly position?: number;
  readonly token?: Token;
  readonly value?: Token;
};
const isSyntaxError = (error: unknown): error is SyntaxError =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';

const wordings: Readonly<Record<string, (token: string, value: string) => string>> = {
  S0101: () => 'the text has no closing quote',
  S0102: (token) => `the number ${token} is too large`,
  S0103: (token) => `\\${token} means nothing; write \\\\ for a backslash`,
  S0104: () => '\\u needs four hexadecimal digits',
  S0105: () => 'the name has no closing backquote',
  S0106: () => 'the comment has no end',
  S0202: (token, value) => `${value} is missing before ${token}`,
  S0203: (_, value) => `${value} is missing at the end`,
  S0204: (token) => `there is no operator ${token}`,
  S0207: () => 'it ends too early',
  S0211: (token) => `${token} needs something before it`,
  S0213: () => 'a constant is no step of a path',
  S0301: () => 'the regular expression is empty',
  S0302: () => 'the regular expression has no closing /',
};

function syntaxTrouble(error: unknown, text: string): { readonly at: number; readonly what: string } {
  if (error instanceof RangeError) return { at: 0, what: 'it is nested too deeply' };
  if (error instanceof globalThis.SyntaxError) return { at: 0, what: 'it has a regular expression that is none' };
  if (!isSyntaxError(error)) return { at: 0, what: 'it is no expression' };
  const token = String(error.token ?? '');
  const wording = wordings[error.code] ?? ((at: string) => `${at || 'this'} is not expected here`);
  const end = Math.min(error.position ?? 0, text.length);
  const at = text.slice(0, end).endsWith(token) ? end - token.length : end;
  return { at, what: wording(token === '(end)' ? 'the end' : token, String(error.value ?? '')) };
}

import { startOf, walk, type Node } from './ast.ts';
import { boundedOperators, forbiddenFunctions } from './built-ins.ts';
import { ExpressionFault } from './fault.ts';
import type { NamedFunction } from './functions/definition.ts';
import { namedFunctions } from './functions/table.ts';
import { compileRegex } from './regex.ts';

export type Forbidden = { readonly at: number; readonly what: string };

/** Everything in an expression that must not run, in the order of the text. */
export function forbiddenIn(ast: Node, text: string): readonly Forbidden[] {
  const found: Forbidden[] = [];
  const bound = boundVariables(ast);
  walk(ast, (node) => {
    const what = whyForbidden(node, bound);
    if (what) found.push({ at: startOf(node, text), what });
  });
  return found.sort((a, b) => a.at - b.at);
}

/** Variables that the expression makes itself. */
export function boundVariables(ast: Node): ReadonlySet<string> {
  const names = new Set<string>();
  walk(ast, (node) => {
    const made = node.type === 'bind' ? [node.lhs as Node] : node.type === 'lambda' ? (node.arguments ?? []) : [];
    for (const { value } of made) names.add(String(value));
    for (const name of [node.focus, node.index]) if (typeof name === 'string') names.add(name);
  });
  return names;
}

function whyForbidden(node: Node, bound: ReadonlySet<string>): string | undefined {
  return rules[node.type]?.(node, bound);
}

type Rule = (node: Node, bound: ReadonlySet<string>) => string | undefined;
const hidden = new Set(['__proto__', 'constructor', 'prototype']);
const noName: Rule = ({ value }) => (hidden.has(String(value)) ? `${String(value)} is no name of a field` : undefined);

const rules: Readonly<Record<string, Rule>> = {
  name: noName,
  string: ({ value }) => (value === '__proto__' ? noName({ type: 'string', value }, new Set()) : undefined),
  transform: () => 'the transform operator is not allowed: nothing of the source can be changed',
  binary: ({ value }) =>
    value === '/' ? '/ is not allowed: its results are not exact; $share and $shares divide money' : undefined,
  number: ({ value }) =>
    Number.isSafeInteger(value)
      ? undefined
      : 'a number with a point is not exact; amounts are whole minor units, as in $money(11900, "EUR")',
  variable: ({ value }, bound) => {
    const name = String(value);
    const why = Object.hasOwn(forbiddenFunctions, name) ? forbiddenFunctions[name] : undefined;
    return why && !bound.has(name) ? `$${name} is not allowed: ${why}` : undefined;
  },
  regex: ({ value }) => {
    try {
      compileRegex(value as RegExp);
      return undefined;
    } catch (error) {
      return error instanceof ExpressionFault ? error.message : 'the regular expression is none';
    }
  },
};

/** Turns operators into calls of the bounded functions; the tree is changed in place. */
export function boundOperators(ast: Node): void {
  walk(ast, (node) => {
    if (node.type !== 'binary' || !boundedOperators.has(String(node.value))) return;
    node.procedure = { type: 'variable', value: ` ${String(node.value)}` };
    node.arguments = [node.lhs as Node, node.rhs as Node];
    node.type = 'function';
    delete node.lhs;
    delete node.rhs;
  });
}

/** `order.id.$clean()`: what stands before the call is its first argument. The tree is changed in place. */
export function giveContext(ast: Node): void {
  walk(ast, ({ steps }) => {
    for (const step of steps?.slice(1) ?? []) {
      const known = step.type === 'function' ? functionNamed(step.procedure) : undefined;
      const needed = known?.takes.filter(({ optional }) => !optional).length ?? 0;
      const given = step.arguments ?? [];
      if (given.length < needed) step.arguments = [{ type: 'variable', value: '' }, ...given];
    }
  });
}

export const functionNamed = (procedure: Node | undefined): NamedFunction | undefined =>
  procedure?.type === 'variable' ? functionsByName.get(String(procedure.value)) : undefined;
const functionsByName = new Map(namedFunctions.map((known) => [known.name, known]));

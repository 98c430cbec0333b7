import type { Node } from '../ast.ts';
import { functionNamed } from '../guard.ts';
import type { Shape } from '../shape.ts';
import { builtIns } from './built-in-table.ts';
import { inferApply, inferCall, unknownFunction } from './calls.ts';
import { anything, either, entryOf, number, shapeOfKind, text, type Inference, type Kind } from './kinds.ts';
import { inferBinary, inferNegative } from './operators.ts';
import { inferPath } from './paths.ts';

type Rule = (node: Node, here: Kind, check: Inference) => Kind;

/** What an expression gives, as far as that is certain; what is certainly wrong goes to the troubles. */
export function infer(node: Node, here: Kind, check: Inference): Kind {
  const kind = rules[node.type]?.(node, here, check) ?? anything;
  if (node.type === 'path' || !node.predicate) return kind;
  for (const { expr } of node.predicate) if (expr) check.infer(expr, entryOf(kind));
  return anything;
}

const literals: Readonly<Record<string, Kind>> = { boolean: { is: 'flag' }, object: { is: 'nothing' } };

const rules: Readonly<Record<string, Rule>> = {
  path: inferPath,
  /** Outside a path there is no name; jsonata makes paths of them all. */
  name: () => anything,
  string: () => text,
  number: () => number,
  value: ({ value }) => literals[typeof value] ?? anything,
  regex: () => ({ is: 'function' }),
  variable,
  binary: inferBinary,
  unary: (node, here, check) => (unaries[String(node.value)] ?? (() => anything))(node, here, check),
  block: (node, here, check) => (node.expressions ?? []).reduce<Kind>((_, one) => check.infer(one, here), anything),
  bind(node, here, check) {
    const kind = node.rhs ? check.infer(node.rhs, here) : anything;
    check.variables.set(String((node.lhs as Node).value), kind);
    return kind;
  },
  condition(node, here, check) {
    if (node.condition) check.infer(node.condition, here);
    const then = node.then ? check.infer(node.then, here) : anything;
    return node.else ? either(then, check.infer(node.else, here)) : then;
  },
  lambda(node, here, check) {
    for (const { value } of node.arguments ?? [])
      if (!check.variables.has(String(value))) check.variables.set(String(value), anything);
    if (node.body) check.infer(node.body, here);
    return { is: 'function' };
  },
  partial(node, here, check) {
    for (const argument of node.arguments ?? []) if (argument.type !== 'operator') check.infer(argument, here);
    return { is: 'function' };
  },
  function: inferCall,
  apply: inferApply,
  sort(node, here, check) {
    for (const { expression } of node.terms ?? []) if (expression) check.infer(expression, entryOf(here));
    return here;
  },
};

function variable(node: Node, here: Kind, check: Inference): Kind {
  const name = String(node.value);
  if (name === '') return here;
  if (name === '$') return check.root;
  const known = check.variables.get(name);
  if (known) return known;
  if (functionNamed(node) || builtIns.has(name)) return { is: 'function' };
  unknownFunction(node, check);
  return anything;
}

const unaries: Readonly<Record<string, Rule>> = {
  '-': inferNegative,
  '[': (node, here, check) => {
    const entries = (node.expressions ?? []).map((one) => check.infer(one, here));
    const of = entries.length ? entries.map(entryOf).reduce(either) : anything;
    return { is: 'list', of: shapeOfKind(of) };
  },
  '{': (node, here, check) => {
    const pairs = (node.lhs ?? []) as [Node, Node][];
    const fields: [string, Shape][] = [];
    for (const [key, value] of pairs) {
      check.infer(key, here);
      const kind = shapeOfKind(check.infer(value, here));
      if (key.type === 'string') fields.push([String(key.value), kind]);
    }
    if (fields.length < pairs.length) return anything;
    const names = fields.map(([name]) => name).sort();
    return names.join() === 'currency,minor' ? { is: 'money' } : { is: 'object', fields: Object.fromEntries(fields) };
  },
};

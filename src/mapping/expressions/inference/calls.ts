import { nearestName } from '../../../domain/nearest-name.ts';
import type { Node } from '../ast.ts';
import { forbiddenFunctions } from '../built-ins.ts';
import { described as needed, signatureOf, type NamedFunction, type Parameter } from '../functions/definition.ts';
import { lookupTables } from '../functions/lists.ts';
import { namedFunctions } from '../functions/table.ts';
import { functionNamed } from '../guard.ts';
import { builtIns } from './built-in-table.ts';
import { anything, described, entryOf, type Inference, type Kind } from './kinds.ts';

/** An argument as it is written, and what it is; `~>` gives one that stands elsewhere. */
type Argument = { readonly node: Node; readonly kind: Kind };

export function inferCall(node: Node, here: Kind, check: Inference, before: readonly Argument[] = []): Kind {
  const { procedure } = node;
  const args = [...before, ...argumentsOf(node, here, check)];
  if (procedure?.type === 'variable') return callOf(procedure, args, check);
  const step = procedure && withoutSign(procedure);
  if (step) check.trouble(step, 'functions are called with a $', `$${String(step.value)}`);
  else if (procedure) check.infer(procedure, here);
  return anything;
}

/** `upper(x)` */
function withoutSign({ type, steps }: Node): Node | undefined {
  const [step, ...more] = steps ?? [];
  return type === 'path' && more.length === 0 && isKnown(String(step?.value)) ? step : undefined;
}

/** `a ~> $clean` and `a ~> $cut(40)` */
export function inferApply(node: Node, here: Kind, check: Inference): Kind {
  const lhs = node.lhs as Node;
  const before = [{ node: lhs, kind: check.infer(lhs, here) }];
  const { rhs } = node;
  if (rhs?.type === 'function') return inferCall(rhs, here, check, before);
  if (rhs?.type === 'variable') return callOf(rhs, before, check);
  if (rhs) check.infer(rhs, here);
  return anything;
}

/** Functions that call another for each entry of their first argument. */
const forEach = new Set(['map', 'filter', 'single']);

function argumentsOf(node: Node, here: Kind, check: Inference): readonly Argument[] {
  const [first, ...others] = node.arguments ?? [];
  if (!first) return [];
  const kind = check.infer(first, here);
  const each = node.procedure?.type === 'variable' && forEach.has(String(node.procedure.value));
  return [
    { node: first, kind },
    ...others.map((other) => {
      const [entry] = each && other.type === 'lambda' ? (other.arguments ?? []) : [];
      if (entry) check.variables.set(String(entry.value), entryOf(kind));
      return { node: other, kind: other.type === 'operator' ? anything : check.infer(other, here) };
    }),
  ];
}

function callOf(procedure: Node, args: readonly Argument[], check: Inference): Kind {
  const name = String(procedure.value);
  if (check.variables.has(name)) return anything;
  const named = functionNamed(procedure);
  if (named) return namedCall(procedure, named, args, check);
  const builtIn = builtIns.get(name);
  if (builtIn) {
    if (args.length < builtIn.least || args.length > builtIn.most)
      check.trouble(procedure, `$${name} takes ${count(builtIn.least, builtIn.most)}, not ${args.length}`);
    if (name === 'string' && args.some(({ kind }) => isMoney(kind)))
      check.trouble(procedure, '$string does not write money as people do', '$decimal');
    return builtIn.gives ? ({ is: builtIn.gives } as Kind) : anything;
  }
  if (!Object.hasOwn(forbiddenFunctions, name)) unknownFunction(procedure, check);
  return anything;
}

const isMoney = ({ is }: Kind): boolean => is === 'money' || is === 'amount';
const isKnown = (name: string): boolean => builtIns.has(name) || namedFunctions.some((known) => known.name === name);

export function unknownFunction(node: Node, check: Inference): void {
  const names = [...namedFunctions.map(({ name }) => name), ...builtIns.keys(), ...check.variables.keys()];
  const near = nearestName(names, String(node.value));
  check.trouble(node, `there is no $${String(node.value)}`, near && `$${near}`);
}

function namedCall(node: Node, named: NamedFunction, args: readonly Argument[], check: Inference): Kind {
  const least = named.takes.filter(({ optional }) => !optional).length;
  const most = named.takes.length;
  if (args.length < least || args.length > most)
    check.trouble(node, `$${named.name} takes ${count(least, most)}, not ${args.length}: ${signatureOf(named)}`);
  for (const [at, parameter] of named.takes.entries()) argument(node, named, parameter, args[at], check);
  if (named.name === 'code') codeList(args[1]?.node, check);
  if (named.name === 'lookup') lookupTable(args[0]?.node, check);
  return named.name === 'sum' ? entryOf(args[0]?.kind ?? anything) : named.gives;
}

function argument(
  call: Node,
  { name }: NamedFunction,
  parameter: Parameter,
  given: Argument | undefined,
  check: Inference,
): void {
  const wrong = given && mismatch(given.kind, parameter);
  if (!wrong) return;
  const written = given.node.position !== undefined || given.node.steps !== undefined;
  check.trouble(written ? given.node : call, `$${name} needs ${wrong}`);
}

const count = (least: number, most: number): string => {
  const words = least === most ? String(least) : `${least} to ${most}`;
  return `${words} argument${most === 1 ? '' : 's'}`;
};

function codeList(node: Node | undefined, check: Inference): void {
  const name = String(node?.value);
  if (!check.lists || node?.type !== 'string' || check.lists.includes(name)) return;
  check.trouble(node, `lists.yaml has no list ${name}`, nearestName(check.lists, name));
}

function lookupTable(node: Node | undefined, check: Inference): void {
  const name = String(node?.value);
  if (node?.type !== 'string' || lookupTables.some((table) => table === name)) return;
  const tables = lookupTables.join(', ');
  check.trouble(node, `$lookup has no table ${name} (there are ${tables})`, nearestName(lookupTables, name));
}

/** Kinds that a parameter certainly does not take. */
const unfit: Readonly<Record<Parameter['kind'], readonly Kind['is'][]>> = {
  text: ['money', 'flag', 'object', 'map', 'list', 'function'],
  whole: ['money', 'flag', 'day', 'time', 'object', 'map', 'list', 'function'],
  money: ['text', 'number', 'amount', 'flag', 'day', 'time', 'map', 'list', 'function'],
  amounts: ['text', 'flag', 'day', 'time', 'amount', 'function'],
  wholes: ['money', 'flag', 'day', 'time', 'function'],
  texts: ['money', 'flag', 'object', 'map', 'function'],
  object: ['text', 'number', 'flag', 'day', 'time', 'list', 'amount', 'function'],
  anything: [],
};

function mismatch(kind: Kind, { name, kind: wanted }: Parameter): string | undefined {
  const several = wanted === 'amounts' || wanted === 'wholes' || wanted === 'texts';
  const { is } = several ? entryOf(kind) : kind;
  if (!unfit[wanted].includes(is)) return undefined;
  const mend = wanted === 'text' && is === 'money' ? '; $decimal writes money' : '';
  return `${needed[wanted]} as ${name}, and here is ${described[is]}${mend}`;
}

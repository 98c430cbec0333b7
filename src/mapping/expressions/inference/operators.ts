import type { Node } from '../ast.ts';
import { anything, described, entryOf, flag, number, text, type Inference, type Kind } from './kinds.ts';

/** Both sides of an operator. */
type Sides = readonly [Kind, Kind];
type Operator = (node: Node, sides: Sides, check: Inference) => Kind;

export function inferBinary(node: Node, here: Kind, check: Inference): Kind {
  const sides: Sides = [check.infer(node.lhs as Node, here), node.rhs ? check.infer(node.rhs, here) : anything];
  return (operators[String(node.value)] ?? (() => anything))(node, sides, check);
}

const instead: Readonly<Record<string, string>> = { '+': '$plus', '-': '$minus', '*': '$times', '%': '$share' };
const isMoney = ({ is }: Kind): boolean => is === 'money' || is === 'amount';
/** Kinds that are neither numbers nor may turn out to be. */
const noNumbers = new Set<Kind['is']>(['text', 'flag', 'day', 'time', 'object', 'map', 'function']);

const reckon: Operator = (node, sides, check) => {
  const sign = String(node.value);
  const kinds = sides.map(entryOf);
  if (kinds.some(isMoney)) check.trouble(node, `${sign} does not reckon money`, instead[sign]);
  else {
    const wrong = kinds.find(({ is }) => noNumbers.has(is));
    if (wrong?.is === 'text')
      check.trouble(node, `${sign} needs numbers, and here is a text; $number makes a number of digits`);
    else if (wrong) check.trouble(node, `${sign} needs numbers, and here is ${described[wrong.is]}`);
  }
  return number;
};

const concatenate: Operator = (node, sides, check) => {
  if (sides.some((side) => isMoney(entryOf(side))))
    check.trouble(node, '& does not write money as people do', '$decimal');
  return text;
};

/** Kinds that are never equal, and can't be put in order. */
const family: Partial<Record<Kind['is'], string>> = {
  text: 'text',
  day: 'text',
  time: 'text',
  number: 'number',
  amount: 'number',
  flag: 'flag',
  money: 'money',
};

const equal: Operator = (node, [a, b], check) => {
  compare(node, [a, b], check);
  return flag;
};

const order: Operator = (node, sides, check) => {
  const sign = String(node.value);
  if (sides.some(({ is }) => is === 'money')) moneyCompared(node, check);
  else if (sides.some(({ is }) => is === 'flag')) check.trouble(node, `${sign} does not put true and false in order`);
  else compare(node, sides, check);
  return flag;
};

function compare(node: Node, [a, b]: Sides, check: Inference): void {
  const [one, other] = [family[a.is], family[b.is]];
  if (!one || !other || one === other) return;
  if (one === 'money' || other === 'money') return moneyCompared(node, check);
  check.trouble(node, `it compares ${described[a.is]} with ${described[b.is]}: they are never equal`);
}

function moneyCompared(node: Node, check: Inference): void {
  check.trouble(node, 'money is compared by its minor units, as in amount.minor > 500000', '.minor');
}

const operators: Readonly<Record<string, Operator>> = {
  '+': reckon,
  '-': reckon,
  '*': reckon,
  '%': reckon,
  '&': concatenate,
  '=': equal,
  '!=': equal,
  '<': order,
  '<=': order,
  '>': order,
  '>=': order,
  and: () => flag,
  or: () => flag,
  in: () => flag,
  '..': () => ({ is: 'list', of: { is: 'number' } }),
};

/** `-a` */
export function inferNegative(node: Node, here: Kind, check: Inference): Kind {
  const kind = node.expression ? check.infer(node.expression, here) : anything;
  if (isMoney(entryOf(kind))) check.trouble(node, '- does not reckon money', '$negate');
  else if (noNumbers.has(kind.is)) check.trouble(node, `- needs a number, and here is ${described[kind.is]}`);
  return number;
}

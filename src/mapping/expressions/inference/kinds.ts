import type { Node } from '../ast.ts';
import type { ExpressionTrouble, Shape } from '../shape.ts';

/** What is known of a value before anything runs. `anything` where it isn't certain: a false alarm costs more than a miss. */
export type Kind =
  | Shape
  /** The minor units of money: a number that is not for reckoning. */
  | { readonly is: 'amount' }
  | { readonly is: 'nothing' }
  | { readonly is: 'function' }
  /** None, one or several: a path with a condition. */
  | { readonly is: 'some'; readonly of: Kind };

/** What is inferred against, and where troubles go. */
export type Inference = {
  readonly text: string;
  readonly root: Kind;
  readonly lists: readonly string[] | undefined;
  readonly variables: Map<string, Kind>;
  trouble(node: Node, what: string, suggestion?: string): void;
  readonly troubles: readonly ExpressionTrouble[];
  infer(node: Node, here: Kind): Kind;
};

export const anything: Kind = { is: 'anything' };
export const flag: Kind = { is: 'flag' };
export const number: Kind = { is: 'number' };
export const text: Kind = { is: 'text' };

/** Of a list, what its entries are; anything else is its own entry, as jsonata sees it. */
export function entryOf(kind: Kind): Kind {
  if (kind.is === 'list' || kind.is === 'some') return entryOf(kind.of);
  return kind;
}

/** What two ways lead to. */
export function either(a: Kind, b: Kind): Kind {
  if (a.is === 'nothing') return b;
  if (b.is === 'nothing') return a;
  return JSON.stringify(a) === JSON.stringify(b) ? a : anything;
}

/** For messages. */
export const described: Readonly<Record<Kind['is'], string>> = {
  text: 'a text',
  number: 'a number',
  flag: 'true or false',
  money: 'money',
  time: 'a time',
  day: 'a day',
  anything: 'something',
  object: 'an object',
  map: 'an object',
  list: 'a list',
  amount: 'a number of minor units',
  nothing: 'nothing',
  function: 'a function',
  some: 'a list',
};

export const shapeOfKind = (kind: Kind): Shape => {
  if (kind.is === 'amount') return { is: 'number' };
  if (kind.is === 'nothing' || kind.is === 'function' || kind.is === 'some') return { is: 'anything' };
  return kind;
};

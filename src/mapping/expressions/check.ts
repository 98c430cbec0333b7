import { parse, startOf, type Node } from './ast.ts';
import { boundVariables, forbiddenIn, giveContext } from './guard.ts';
import { infer } from './inference/infer.ts';
import { anything, described, shapeOfKind, type Inference, type Kind } from './inference/kinds.ts';
import type { ExpressionTrouble, Shape } from './shape.ts';

export type Against = {
  /** Names that the expression starts from; `line` and `index` too, where it is one of a line. */
  readonly source: Readonly<Record<string, Shape>>;
  /** What the field takes; nothing is said about results where it is missing. */
  readonly expects?: Shape['is'];
  /** Names of lists.yaml. */
  readonly lists?: readonly string[];
};

/** Everything that is certainly wrong with an expression, from its beginning on; nothing runs. */
export function checkExpression(text: string, against: Against): readonly ExpressionTrouble[] {
  const { kind, troubles } = inferred(text, against);
  const wrong = against.expects && kind && misfit(kind, against.expects);
  const start = text.length - text.trimStart().length;
  const all = wrong && troubles.length === 0 ? [{ at: start, ...wrong }] : troubles;
  return [...all].sort((a, b) => a.at - b.at);
}

/** What an expression gives as far as that is certain, else `anything`. */
export const shapeOf = (text: string, against: Pick<Against, 'source' | 'lists'>): Shape =>
  shapeOfKind(inferred(text, against).kind ?? anything);

type Inferred = { readonly kind?: Kind; readonly troubles: readonly ExpressionTrouble[] };

function inferred(text: string, { source, lists }: Against): Inferred {
  const parsed = parse(text);
  if ('what' in parsed) return { troubles: [parsed] };
  const { ast } = parsed;
  const forbidden = forbiddenIn(ast, text);
  giveContext(ast);
  const troubles = new Map<string, ExpressionTrouble>(forbidden.map((one) => [`${one.at} ${one.what}`, one]));
  const root: Kind = { is: 'object', fields: source };
  const check: Inference = {
    text,
    root,
    lists,
    // A function may call itself, or one that is made later.
    variables: new Map([...boundVariables(ast)].map((name) => [name, anything])),
    troubles: forbidden,
    trouble(node: Node, what: string, suggestion?: string) {
      const at = startOf(node, text);
      troubles.set(`${at} ${what}`, { at, what, ...(suggestion !== undefined && { suggestion }) });
    },
    infer: (node, here) => infer(node, here, check),
  };
  const kind = check.infer(ast, root);
  return { kind, troubles: [...troubles.values()] };
}

type Misfit = { readonly what: string; readonly suggestion?: string };
const takes: Partial<Record<Shape['is'], readonly Kind['is'][]>> = {
  text: ['text', 'number', 'day', 'time'],
  number: ['number', 'text'],
  flag: ['flag', 'text'],
  money: ['money', 'object'],
  day: ['day', 'text'],
  time: ['time', 'text'],
};
const uncertain = new Set<Kind['is']>(['anything', 'nothing', 'some']);
const mends: Readonly<Record<string, string>> = {
  'money text': '$fromDecimal',
  'money number': '$money',
  'money amount': '$money',
  'text money': '$decimal',
  'text amount': '$decimal',
  'number money': '.minor',
  'day time': '$day',
};

function misfit(kind: Kind, expects: Shape['is']): Misfit | undefined {
  const fitting = takes[expects];
  if (!fitting || uncertain.has(kind.is) || fitting.includes(kind.is)) return undefined;
  const mend = mends[`${expects} ${kind.is}`];
  const what = `it gives ${described[kind.is]}, and the field takes ${described[expects]}`;
  return {
    what: kind.is === 'list' ? `${what}; [0] picks the first, $join makes one text` : what,
    ...(mend && { suggestion: mend }),
  };
}

import type { Node } from '../ast.ts';
import { nearestName } from '../../../domain/nearest-name.ts';
import type { Shape } from '../shape.ts';
import { anything, described, entryOf, type Inference, type Kind } from './kinds.ts';

/** How many values a path may come to. */
type Many = 'one' | 'some' | 'list';
type Place = { readonly kind: Kind; readonly many: Many; readonly label: string };

/** A path maps over lists: a field of each entry, in one list. */
export function inferPath(node: Node, here: Kind, check: Inference): Kind {
  const steps = node.steps ?? [];
  let place: Place = { kind: here, many: 'one', label: here === check.root ? '' : 'this' };
  for (const [at, step] of steps.entries()) place = follow(step, place, at === 0, check);
  if (node.group) return grouped(node.group.lhs, place.kind, check);
  return counted(place);
}

function counted({ kind, many }: Place): Kind {
  if (many === 'one' || kind.is === 'anything') return kind;
  return many === 'some' ? { is: 'some', of: kind } : ({ is: 'list', of: kind } as Kind);
}

function follow(step: Node, from: Place, first: boolean, check: Inference): Place {
  // A path that begins with a variable or a list starts there, not at each entry of what is here.
  const entry = first && step.type !== 'name' ? from.kind : entryOf(from.kind);
  const fresh = step.type === 'name' ? field(step, { ...from, kind: entry }, check) : check.infer(step, entry);
  const many = crossed(first && step.type !== 'name' ? 'one' : from.many, fresh);
  const label = labelOf(step, from.label);
  const base: Place = { kind: entryOf(fresh), many, label };
  if (step.focus !== undefined) check.variables.set(step.focus, base.kind);
  if (step.index !== undefined) check.variables.set(step.index, { is: 'number' });
  const kept = step.type === 'sort' ? from : base;
  return staged([...(step.stages ?? []), ...(step.predicate ?? [])], kept, from.many, check);
}

function labelOf({ type, value }: Node, before: string): string {
  if (type === 'name') return `${before}${before && '.'}${String(value)}`;
  if (type !== 'variable') return before || 'this';
  return value === '$' ? '' : value === '' ? 'this' : `$${String(value)}`;
}

const crossed = (many: Many, fresh: Kind): Many => {
  if (fresh.is === 'some') return many === 'list' ? 'list' : 'some';
  return fresh.is === 'list' ? 'list' : many;
};

/** `[0]` picks one, a condition keeps some. */
function staged(stages: readonly Node[], place: Place, before: Many, check: Inference): Place {
  let { many } = place;
  for (const { expr } of stages) {
    if (!expr) continue;
    const picks = expr.type === 'number' || (expr.type === 'unary' && expr.value === '-');
    check.infer(expr, place.kind);
    many = picks && before === 'one' ? 'one' : 'some';
  }
  return { ...place, many };
}

function grouped(pairs: readonly (readonly [Node, Node])[], kind: Kind, check: Inference): Kind {
  for (const pair of pairs) for (const part of pair) check.infer(part, entryOf(kind));
  return anything;
}

const moneyFields: Readonly<Record<string, Kind>> = { minor: { is: 'amount' }, currency: { is: 'text' } };

function field(step: Node, { kind, label }: Place, check: Inference): Kind {
  const name = String(step.value);
  if (kind.is === 'map') return kind.of;
  if (kind.is === 'anything' || kind.is === 'nothing') return anything;
  const fields = fieldsOf(kind);
  const found = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (found) return found;
  const names = Object.keys(fields);
  const where = label || 'the source';
  if (names.length === 0) check.trouble(step, `${where} is ${described[kind.is]} and has no ${name}`);
  else check.trouble(step, `${where} has no ${name}`, nearest(name, names, kind, check));
  return anything;
}

function fieldsOf(kind: Kind): Readonly<Record<string, Kind | Shape>> {
  if (kind.is === 'object') return kind.fields;
  return kind.is === 'money' ? moneyFields : {};
}

/** Inside a condition or a list names start from the entry: `$$` leads back. */
function nearest(name: string, names: readonly string[], kind: Kind, { root }: Inference): string | undefined {
  if (kind !== root && root.is === 'object' && Object.hasOwn(root.fields, name)) return `$$.${name}`;
  return nearestName(names, name);
}

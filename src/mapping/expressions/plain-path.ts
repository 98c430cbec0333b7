import type { Outcome } from './evaluator.ts';
import { ExpressionFault } from './fault.ts';
import { plain } from './result.ts';
import type { Bounds } from './built-ins.ts';

type Quick = (scope: Readonly<Record<string, unknown>>) => Outcome | undefined;

const path = /^\s*[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\s*$/;
const text = /^\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*$/;
/** Words of the language, and names that need the whole guard. */
const reserved = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'constructor', 'prototype', '__proto__']);

/**
 * A path of plain names and a constant text need no interpreter. `undefined` where they do after all: the expression
 * is more than that, or its path crosses a list.
 */
export function quickly(expression: string, bounds: Bounds): Quick | undefined {
  const constant = text.exec(expression);
  if (constant) return always(constant[1] ?? constant[2] ?? '');
  if (!path.test(expression)) return undefined;
  const names = expression.trim().split('.');
  if (names.some((name) => reserved.has(name))) return undefined;
  return (scope) => follow(names, scope, bounds);
}

const always =
  (value: string): Quick =>
  () => ({ value });

function follow(names: readonly string[], scope: unknown, bounds: Bounds): Outcome | undefined {
  let here = scope;
  for (const name of names) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return { value: undefined };
    here = (here as Readonly<Record<string, unknown>>)[name];
    if (Array.isArray(here)) return undefined;
  }
  return copied(here, bounds);
}

export function copied(value: unknown, bounds: Bounds): Outcome {
  try {
    return { value: plain(value, bounds) };
  } catch (error) {
    if (error instanceof ExpressionFault) return { trouble: { code: error.code, what: error.message } };
    throw error;
  }
}

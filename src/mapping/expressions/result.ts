import { ExpressionFault } from './fault.ts';
import type { Limits } from './limits.ts';

type Bounds = Pick<Limits, 'entries' | 'characters'>;
const deepest = 32;

/**
 * A copy of what an expression gave as plain JSON.
 * @throws ExpressionFault when it is too large, is a function, or holds a number that is not whole.
 */
export function plain(value: unknown, bounds: Bounds): unknown {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  const left = { ...bounds };
  return copy(value, left, 0);
}

type Left = { entries: number; characters: number };

function copy(value: unknown, left: Left, depth: number): unknown {
  if (typeof value === 'string') return (spend(left, 'characters', value.length), value);
  if (typeof value === 'number') return whole(value);
  if (typeof value === 'function' || isFunction(value))
    throw new ExpressionFault('failed', 'it gives a function; call it, as in $clean(name)');
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) throw new ExpressionFault('too-deep', `its result is nested more than ${deepest} deep`);
  if (Array.isArray(value)) {
    spend(left, 'entries', value.length);
    return value.map((entry) => copy(entry ?? null, left, depth + 1));
  }
  return copyObject(value, left, depth);
}

function copyObject(value: object, left: Left, depth: number): Readonly<Record<string, unknown>> {
  const keys = Object.keys(value);
  spend(left, 'entries', keys.length);
  const result: Record<string, unknown> = {};
  for (const key of keys) {
    if (key === '__proto__') throw new ExpressionFault('forbidden', '__proto__ is no name of a field');
    spend(left, 'characters', key.length);
    const entry = copy((value as Readonly<Record<string, unknown>>)[key], left, depth + 1);
    if (entry !== undefined) result[key] = entry;
  }
  return result;
}

function spend(left: Left, kind: keyof Left, count: number): void {
  left[kind] -= count;
  if (left[kind] < 0) throw new ExpressionFault('too-large', `its result has too many ${kind}`);
}

/** @throws ExpressionFault for a number that is not exact */
export function whole(value: number): number {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  throw new ExpressionFault(
    'failed',
    'it gives a number that is not whole; amounts are reckoned by $money, $plus, $times, $share and $convert',
  );
}

/** Functions as jsonata keeps them. */
const isFunction = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value);

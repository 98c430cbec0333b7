import { keyOf } from './address.ts';
import { badRequest } from './errors.ts';
import type { EntityType } from './model.ts';
import type { Entity } from './values.ts';
import { propertyOf, readLiteral } from './values.ts';

export type Query = Readonly<Record<string, string>>;

const understood = new Set(['$filter', '$expand', '$top', '$skip', '$format', '$inlinecount']);
const comparison = /\s*(\w+)\s+eq\s+('(?:[^']|'')*'|datetime'[^']*'|[^\s']+)\s*/y;

/**
 * Entities joined with `and`, each by `eq`: the whole of what the service's provider understands.
 * @throws ODataError for anything else
 */
export function filterOf(type: EntityType, filter: string | undefined): (entity: Entity) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const pattern = new RegExp(comparison);
  const wanted: (readonly [string, string | boolean])[] = [];
  do {
    const [whole, name = '', literal = ''] = pattern.exec(filter) ?? [];
    if (whole === undefined) throw badRequest(`The filter is understood with eq and and alone: ${filter}`);
    propertyOf(type, name);
    wanted.push([name, readLiteral(type, name, literal)]);
  } while (continues(filter, pattern));
  return (entity) => wanted.every(([name, value]) => entity[name] === value);
}

/** Moves past an `and`; false at the end. */
function continues(filter: string, pattern: RegExp): boolean {
  const at = pattern.lastIndex;
  if (at === filter.length) return false;
  if (!/^and\s/.test(filter.slice(at))) throw badRequest(`The filter is understood with eq and and alone: ${filter}`);
  Object.assign(pattern, { lastIndex: at + 'and '.length });
  return true;
}

/** Which navigation properties are to be inlined. */
export function expandedIn(type: EntityType, query: Query): readonly string[] {
  const names = (query['$expand'] ?? '').split(',').filter((name) => name !== '');
  const unknown = names.find((name) => !(name in type.navigation));
  if (unknown !== undefined) throw badRequest(`Navigation property ${unknown} is invalid for ${type.name}`);
  return names;
}

/** By key, so that pages don't overlap. */
export function pageOf(type: EntityType, entities: readonly Entity[], query: Query) {
  const sorted = [...entities].sort((a, b) => (keyOf(type, a) < keyOf(type, b) ? -1 : 1));
  const skip = countIn(query, '$skip') ?? 0;
  const top = countIn(query, '$top');
  return {
    rows: sorted.slice(skip, top === undefined ? undefined : skip + top),
    count: query['$inlinecount'] === 'allpages' ? entities.length : undefined,
  };
}

function countIn(query: Query, name: string): number | undefined {
  const written = query[name];
  if (written === undefined) return undefined;
  if (!/^\d+$/.test(written)) throw badRequest(`${name}=${written} is no count`);
  return Number(written);
}

/** A misspelled option would give everything. */
export function mustBeUnderstood(query: Query): void {
  const unknown = Object.keys(query).find((name) => name.startsWith('$') && !understood.has(name));
  if (unknown !== undefined) throw badRequest(`The system query option ${unknown} is not understood`);
}

import { badRequest } from './errors.ts';
import type { EntityType, Property } from './model.ts';

/** Decimals and days (`YYYY-MM-DD`) are text; a navigation property holds a list; a nothing is null. */
export type Value = string | boolean | null | readonly Entity[];
export type Entity = { readonly [property: string]: Value };

type Codec = {
  /** Of a JSON body; undefined when it doesn't fit the type. */
  readonly read: (value: unknown) => string | boolean | undefined;
  /** Of a literal in a URL; undefined when it doesn't fit the type. */
  readonly literal: (text: string) => string | boolean | undefined;
  readonly write: (value: string | boolean) => unknown;
};

const decimalPattern = /^-?\d{1,19}(?:\.\d{1,4})?$/;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** In answers and requests, in the notation of V2 and JSON. Numbers for decimals are refused: they'd be floats. */
const codecs: Readonly<Record<string, Codec>> = {
  'Edm.String': {
    read: text,
    literal: (literal) => /^'((?:[^']|'')*)'$/.exec(literal)?.[1]?.replaceAll("''", "'"),
    write: (value) => value,
  },
  'Edm.Boolean': {
    read: (value) => (typeof value === 'boolean' ? value : undefined),
    literal: (literal) => ({ true: true, false: false })[literal],
    write: (value) => value,
  },
  'Edm.Decimal': {
    read: (value) => (decimalPattern.test(text(value) ?? '') ? text(value) : undefined),
    literal: (literal) => /^(-?\d+(?:\.\d+)?)[mM]?$/.exec(literal)?.[1],
    write: (value) => value,
  },
  'Edm.DateTime': {
    read: (value) => dayOf(text(value) ?? ''),
    literal: (literal) => dayOf(/^datetime'(.*)'$/.exec(literal)?.[1] ?? ''),
    write: (value) => `/Date(${Date.parse(`${String(value)}T00:00:00Z`)})/`,
  },
};

function dayOf(written: string): string | undefined {
  const ticks = /^\/Date\((-?\d+)\)\/$/.exec(written)?.[1];
  const time = ticks === undefined ? Date.parse(`${written.replace(/Z$/, '')}Z`) : Number(ticks);
  if (!/^(?:\/Date\(|\d{4}-\d{2}-\d{2}T)/.test(written) || Number.isNaN(time)) return undefined;
  return new Date(time).toISOString().slice(0, 10);
}

function codecOf({ type }: Property): Codec {
  const codec = codecs[type];
  if (!codec) throw new RangeError(`Nobody taught the simulator ${type}`);
  return codec;
}

/**
 * What a body says about an entity; what it doesn't mention isn't there. `typeOf` finds the types of a deep insert.
 * @throws ODataError for properties that the type lacks, values of another type, texts that are too long
 */
export function readEntity(type: EntityType, body: unknown, typeOf: (set: string) => EntityType): Entity {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badRequest('The body is no entity');
  const named = Object.entries(body).filter(([name]) => name !== '__metadata');
  return Object.fromEntries(named.map(([name, value]) => [name, readValue(type, name, value, typeOf)] as const));
}

function readValue(type: EntityType, name: string, value: unknown, typeOf: (set: string) => EntityType): Value {
  const target = type.navigation[name];
  if (target !== undefined) return rowsIn(value).map((row) => readEntity(typeOf(target), row, typeOf));
  const property = propertyOf(type, name);
  if (value === null) return null;
  const read = codecOf(property).read(value);
  if (read === undefined) throw badRequest(`The value of ${name} is no ${property.type}`);
  if (typeof read === 'string' && property.maxLength !== undefined && read.length > property.maxLength) {
    throw badRequest(`${name} is longer than ${property.maxLength}`);
  }
  return read;
}

function rowsIn(value: unknown): readonly unknown[] {
  const rows = typeof value === 'object' && value !== null && 'results' in value ? value.results : value;
  if (!Array.isArray(rows)) throw badRequest('A navigation property takes a list');
  return rows as readonly unknown[];
}

/** @throws ODataError for a property that the type lacks */
export function propertyOf(type: EntityType, name: string): Property {
  const property = type.properties.find((candidate) => candidate.name === name);
  if (!property) throw badRequest(`Property ${name} is invalid for ${type.name}`);
  return property;
}

/** @throws ODataError for a literal that doesn't fit the property's type */
export function readLiteral(type: EntityType, name: string, literal: string): string | boolean {
  const value = codecOf(propertyOf(type, name)).literal(literal.trim());
  if (value === undefined) throw badRequest(`${literal} is no literal for ${name}`);
  return value;
}

/** Every property of the type, null where the entity has none. */
export const writeProperties = (type: EntityType, entity: Entity): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    type.properties.map((property) => {
      const value = entity[property.name] ?? null;
      const isPlain = typeof value === 'string' || typeof value === 'boolean';
      return [property.name, isPlain ? codecOf(property).write(value) : null] as const;
    }),
  );

import { badRequest, notFound } from './errors.ts';
import type { EntityType, Model } from './model.ts';
import type { Entity } from './values.ts';
import { readLiteral } from './values.ts';

export type Key = Readonly<Record<string, string | boolean>>;
export type Address = {
  readonly type: EntityType;
  readonly key: Key | undefined;
  /** `Items` of `SalesOrders('4711')/Items`. */
  readonly navigation: string | undefined;
};

/** Reads `SalesOrders`, `SalesOrders('4711')`, `SalesOrderItems(Order='4711',Item='000010')`, `SalesOrders('4711')/Items`. */
export function addressIn(model: Model, path: string): Address {
  const pattern = /^\/?(?<set>\w+)(?:\((?<key>(?:[^')]|'[^']*')*)\))?(?:\/(?<navigation>\w+))?\/?$/;
  const { set = '', key, navigation } = pattern.exec(path)?.groups ?? {};
  const type = model.sets[set];
  if (!type) throw notFound(set || path);
  if (navigation !== undefined && !(navigation in type.navigation)) throw notFound(navigation);
  return { type, key: key === undefined ? undefined : keyIn(type, key), navigation };
}

function keyIn(type: EntityType, written: string): Key {
  const [only = '', second] = type.keys;
  if (second === undefined && written.startsWith("'")) return { [only]: readLiteral(type, only, written) };
  const pairs = [...written.matchAll(/(\w+)=('(?:[^']|'')*'|[^,]+)/g)].map(
    ([, name = '', literal = '']) => [name, readLiteral(type, name, literal)] as const,
  );
  if (pairs.length !== type.keys.length || pairs.some(([name]) => !type.keys.includes(name))) {
    throw badRequest(`(${written}) is no key of ${type.name}`);
  }
  return Object.fromEntries(pairs);
}

export const keyOf = (type: EntityType, entity: Entity): string => {
  const quoted = (name: string) => `'${textIn(entity, name).replaceAll("'", "''")}'`;
  const [only = '', second] = type.keys;
  return second === undefined ? quoted(only) : type.keys.map((name) => `${name}=${quoted(name)}`).join(',');
};

function textIn(entity: Entity, name: string): string {
  const value = entity[name];
  return typeof value === 'string' ? value : '';
}

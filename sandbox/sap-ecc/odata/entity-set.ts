import type { Luw } from '../luw.ts';
import type { Entity } from './values.ts';

/** What the data provider knows and does of one entity set. Children stand in their parent's navigation property. */
export type EntitySet = {
  readonly all: () => readonly Entity[];
  /** Numbers in URLs may come without their zeros. */
  readonly padded?: Readonly<Record<string, number>>;
  /** Lists show only what this function has created under the entity's own Reference. */
  readonly createdBy?: string;
  /** @returns the entity that is there now, which may have been there before; @throws ODataError */
  readonly create?: (input: Entity, luw: Luw) => Entity;
  /** @throws ODataError */
  readonly patch?: (entity: Entity, changes: Entity, luw: Luw) => void;
};
export type EntitySets = Readonly<Record<string, EntitySet>>;

export const text = (entity: Entity, name: string): string => {
  const value = entity[name];
  return typeof value === 'string' ? value : '';
};
export const rows = (entity: Entity, name: string): readonly Entity[] => {
  const value = entity[name];
  return typeof value === 'object' && value !== null ? value : [];
};

import type { Unit } from '../evaluator.ts';

export type UnitMemory = { learn(unit: Unit): { readonly forget?: string; readonly define?: Unit } };

/** Which units the thread has compiled; the one that was not used for longest goes first. */
export function createUnitMemory(most: number): UnitMemory {
  const known = new Map<string, Unit>();
  return {
    learn(unit: Unit): { readonly forget?: string; readonly define?: Unit } {
      const before = known.get(unit.id);
      known.delete(unit.id);
      known.set(unit.id, unit);
      if (before && same(before, unit)) return {};
      const [oldest] = known.keys();
      if (known.size <= most || oldest === undefined) return { define: unit };
      known.delete(oldest);
      return { define: unit, forget: oldest };
    },
  };
}

/** A draft may change under its name. */
const same = (a: Unit, b: Unit): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

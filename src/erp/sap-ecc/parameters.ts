import type { Fields, Parameters } from './rfc.ts';

/** A structure among the parameters of a function; empty when it is not there. */
export function structureIn(parameters: Parameters, name: string): Fields {
  const value = parameters[name];
  return typeof value === 'object' && !isTable(value) ? value : {};
}

export function tableIn(parameters: Parameters, name: string): readonly Fields[] {
  const value = parameters[name];
  return typeof value === 'object' && isTable(value) ? value : [];
}

const isTable = (value: Fields | readonly Fields[]): value is readonly Fields[] => Array.isArray(value);

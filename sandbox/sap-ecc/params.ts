/** A structure on the wire: every value is text. */
export type Fields = Readonly<Record<string, string>>;
/** What a function is called with, or answers: values, structures, tables. */
export type Params = Readonly<Record<string, string | Fields | readonly Fields[]>>;

export function textIn(params: Params, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value : '';
}

/** An element without content stands for an initial structure as well as for an empty table. */
export function fieldsIn(params: Params, name: string): Fields {
  const value = params[name];
  return value === undefined || typeof value === 'string' || isTable(value) ? {} : value;
}

export function rowsIn(params: Params, name: string): readonly Fields[] {
  const value = params[name];
  return value !== undefined && typeof value !== 'string' && isTable(value) ? value : [];
}

const isTable = (value: Fields | readonly Fields[]): value is readonly Fields[] => Array.isArray(value);

/** Blank, where a field is not given. */
export const at = (fields: Fields | undefined, name: string): string => fields?.[name] ?? '';

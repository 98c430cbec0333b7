import { z } from 'zod';

type Camel<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;
/** The same section as code reads it: camelCase, read-only, and what may be left out is absent rather than undefined. */
type CamelKeys<T> = { readonly [K in keyof T as Camel<K & string>]: Exclude<T[K], undefined> };

/** A section of the file: unknown keys are errors. Maps whose keys are the user's own stay as they are. */
export const section = <S extends z.ZodRawShape>(shape: S) =>
  z
    .strictObject(shape)
    .transform((raw) => camelKeys(raw as Record<string, unknown>) as CamelKeys<z.output<z.ZodObject<S>>>);

const camelKeys = (raw: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(raw)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]),
  );

import { z } from 'zod';
import type { Day } from '../../../domain/documents.ts';

/** Gateway gives null for what is initial in SAP. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** `Edm.Decimal` is text in JSON; a number would have lost digits on the way here. `119.0700` -> `119.07`; initial is `0`. */
export const decimal = z
  .string()
  .regex(/^-?\d+(\.\d*)?$/)
  .nullish()
  .transform((value) => (value ?? '0').replace(/(\.\d*?)0*$/, '$1').replace(/\.$/, ''));

export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** `/Date(1769731200000)/`, which is midnight in UTC of the day that is meant. */
export const day = z
  .string()
  .regex(/^\/Date\(-?\d+([+-]\d{4})?\)\/$/)
  .nullish()
  .transform((value) => (value ? dayOf(value) : ''));

const dayOf = (value: string): Day => new Date(Number(/-?\d+/.exec(value)?.[0])).toISOString().slice(0, 10);

/** As a request writes it; in a `$filter` it would need its prefix too. */
export const dateTime = (value: Day): string => `${value}T00:00:00`;

/** Of an entity as it was read; a change names it, so that nobody's work is overwritten. */
export const metadata = z
  .object({ etag: z.string().optional() })
  .optional()
  .transform((value) => value?.etag ?? '*');

/** A navigation that was asked for with `$expand`. */
export const expanded = <T extends z.ZodType>(entity: T) =>
  z.object({ results: z.array(entity) }).transform(({ results }) => results);

/** `SalesOrders('0000004711')`; a quotation mark within a key is doubled. */
export const keyed = (set: string, key: string): string => `${set}('${encodeURIComponent(quoted(key))}')`;
export const equals = (property: string, value: string): string => `${property} eq '${quoted(value)}'`;
const quoted = (value: string): string => value.replaceAll("'", "''");

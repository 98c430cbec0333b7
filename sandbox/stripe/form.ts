import { z } from 'zod';
import { invalid } from './errors.ts';

/** What a form or a query holds once its brackets are read: text, nested. */
export type Params = Readonly<Record<string, unknown>>;

/** An empty text unsets a field. */
export const text = z
  .string()
  .max(5_000)
  .transform((value) => (value === '' ? null : value));
export const textOrNull = text.default(null);
export const word = z.string().min(1).max(5_000);
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
export const integer = z
  .string()
  .regex(/^-?\d{1,15}$/, 'integer')
  .transform(Number);
export const natural = integer.refine((value) => value >= 0, 'at least 0');
export const positive = integer.refine((value) => value > 0, 'at least 1');
export const currency = z
  .string()
  .regex(/^[a-zA-Z]{3}$/, 'currency')
  .toLowerCase();

/** Stripe's own limits: 50 keys of 40 characters, values of 500; an empty value removes its key. */
export const metadata = z
  .union([
    z.literal(''),
    z.record(z.string().max(40), z.string().max(500)).refine((all) => Object.keys(all).length <= 50, 'at most 50 keys'),
  ])
  .transform((value) => (value === '' ? ('' as const) : value));

const address = z.object({
  city: textOrNull,
  country: textOrNull,
  line1: textOrNull,
  line2: textOrNull,
  postal_code: textOrNull,
  state: textOrNull,
});
export const addressOrNull = z.union([z.literal('').transform(() => null), address]).default(null);
export const shippingOrNull = z
  .union([
    z.literal('').transform(() => null),
    z.object({ address, name: word, phone: textOrNull, carrier: textOrNull, tracking_number: textOrNull }),
  ])
  .default(null);

export const created = z
  .union([
    integer,
    z.object({ gt: integer.optional(), gte: integer.optional(), lt: integer.optional(), lte: integer.optional() }),
  ])
  .optional();

/** @throws StripeProblem that names the parameter, as Stripe spells nested ones: `line_items[0][quantity]` */
export function read<T>(schema: z.ZodType<T>, params: Params): T {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const [first = '', ...rest] = (issue?.path ?? []).map(String);
  const param = first + rest.map((part) => `[${part}]`).join('');
  const given = valueAt(params, issue?.path ?? []);
  if (given === undefined) throw invalid(`Missing required param: ${param}.`, param, 'parameter_missing');
  if (issue?.message === 'integer')
    throw invalid(`Invalid integer: ${shown(given)}`, param, 'parameter_invalid_integer');
  throw invalid(`Invalid ${param}: ${issue?.message ?? 'not understood'}`, param);
}

const shown = (given: unknown): string => (typeof given === 'string' ? given : JSON.stringify(given));

const valueAt = (params: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], params);

/** New metadata from the old and what a request says: merged key by key, empty values removed, '' removes all. */
export function mergedMetadata(
  old: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string>> | '' | undefined,
): Record<string, string> {
  if (change === '') return {};
  return Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value !== ''));
}

/** Only what a request names: an absent parameter leaves the field as it was. */
export const given = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

import type { Extra } from '../../domain/documents.ts';
import type { ExtraField } from '../../domain/target.ts';
import { toDecimal, type Money } from '../../domain/money.ts';
import { ErpError } from '../errors.ts';
import { wholeIn } from '../fields.ts';

/** Left out when there is nothing to say: neither dialect takes nulls. */
export const given = <K extends string>(name: K, value: string | undefined): { readonly [P in K]?: string } =>
  value === undefined || value === '' ? {} : ({ [name]: value } as { [P in K]: string });

export const whole = wholeIn('Prophet 21');

/** An amount that is more than nought, where the wire has no sign. */
export function positive(name: string, amount: Money): string {
  if (amount.minor > 0) return toDecimal(amount);
  throw new ErpError('invalid', `${name} must be more than nought, not ${toDecimal(amount)}`, { where: name });
}

/** `2` -> `2`, `0.5` -> `0.5`; a quantity that the wire can't hold to the digit is refused. */
export function quantity(name: string, count: number): string {
  const text = String(count);
  if (/^\d{1,9}(\.\d{1,4})?$/.test(text)) return text;
  throw new ErpError('invalid', `${name} is ${text}; Prophet 21 takes four digits behind the point at most`, {
    where: name,
  });
}

/** Fields that a profile may fill on a document; `UserDefined.` stands for all that begin so. */
export type ExtraFields = readonly ExtraField[];
type Filled = Readonly<Record<string, string>>;

/** What a profile filled, the user-defined fields apart and by their own names. @throws `invalid` for any other field */
export function allowedExtra(extra: Extra, allowed: ExtraFields): { readonly fields: Filled; readonly own: Filled } {
  const fields: Record<string, string> = {};
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(extra)) {
    const field = allowed.find((each) => (each.name.endsWith('.') ? name.startsWith(each.name) : each.name === name));
    if (!field) throw unknownExtra(name, allowed);
    const text = whole(name, value, field.max);
    if (field.name === name) fields[name] = text;
    else own[name.slice(field.name.length)] = text;
  }
  return { fields, own };
}

function unknownExtra(name: string, allowed: ExtraFields): ErpError {
  const known = allowed.map((each) => (each.name.endsWith('.') ? `${each.name}<name>` : each.name));
  const advice = known.length > 0 ? `it takes ${known.join(', ')}` : 'it takes none';
  return new ErpError('invalid', `Prophet 21 has no field "${name}" on this document; ${advice}`, {
    where: `extra.${name}`,
  });
}

import type { Address, Extra } from '../../../../domain/documents.ts';
import { toDecimal, type Money } from '../../../../domain/money.ts';
import { ErpError } from '../../../errors.ts';
import { wholeIn } from '../../../fields.ts';

/** Which company the documents are for, and who is said to have taken the orders. */
export type Origin = { readonly company: string; readonly taker?: string };

/** Left out when there is nothing to say: the gateway takes no nulls. */
export const given = <K extends string>(name: K, value: string | undefined): { readonly [P in K]?: string } =>
  value === undefined || value === '' ? {} : ({ [name]: value } as { [P in K]: string });

export const whole = wholeIn('Prophet 21');

export const addressOf = ({ name, line1, line2, city, state, postalCode, country }: Address): object => ({
  ...given('Name', name),
  ...given('Address1', line1),
  ...given('Address2', line2),
  ...given('City', city),
  ...given('State', state),
  ...given('PostalCode', postalCode),
  ...given('Country', country),
});

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

/** Fields that a profile may fill on this document, besides `UserDefined.<name>`. */
export function extraFields(extra: Extra, allowed: Readonly<Record<string, number>>): object {
  const fields: Record<string, string> = {};
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(extra)) {
    const length = allowed[name];
    if (name.startsWith('UserDefined.') && allowed['UserDefined.']) own[name.slice('UserDefined.'.length)] = value;
    else if (length !== undefined) fields[name] = whole(name, value, length);
    else throw unknownExtra(name, allowed);
  }
  return { ...fields, ...(Object.keys(own).length > 0 && { UserDefined: own }) };
}

function unknownExtra(name: string, allowed: Readonly<Record<string, number>>): ErpError {
  const known = Object.keys(allowed).map((each) => (each.endsWith('.') ? `${each}<name>` : each));
  const advice = known.length > 0 ? `it takes ${known.join(', ')}` : 'it takes none';
  return new ErpError('invalid', `Prophet 21 has no field "${name}" on this document; ${advice}`, {
    where: `extra.${name}`,
  });
}

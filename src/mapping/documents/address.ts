import type { Address } from '../../domain/documents.ts';
import type { Values } from './filler.ts';

const names = {
  name: 'name',
  line1: 'line1',
  line2: 'line2',
  city: 'city',
  state: 'state',
  postal_code: 'postalCode',
  country: 'country',
} as const satisfies Readonly<Record<string, keyof Address>>;

/** Of the fields `ship_to.city` and its like; none where the profile fills none of them. */
export function addressIn(values: Values, under: string): Address | undefined {
  const filled = Object.entries(names).flatMap(([snake, name]) => {
    const value = values[`${under}.${snake}`];
    return value === undefined ? [] : [[name, value]];
  });
  return filled.length > 0 ? (Object.fromEntries(filled) as Address) : undefined;
}

import type { Address } from '../../domain/documents.ts';
import { ErpError } from '../errors.ts';
import { cut } from '../fields.ts';
import type { CustomerChange, CustomerRecord } from '../port.ts';
import { conflict } from '../read-back.ts';

/** A customer as flat texts by the neutral field; nothing is an empty text, and `blocked` is `Y` or `N`. */
export type Held = Readonly<Record<string, string>>;
/** Characters by the neutral field; a field that has none is not kept here, so it is not written. */
type Lengths = Readonly<Record<string, number>>;

const blocked = { blocked: 1 } as const;

/** What shall stand of a customer, cut as Prophet 21 holds it; what the change does not name is left out. */
export function wantedOf(change: CustomerChange, lengths: Lengths): Held {
  const all: Lengths = { ...lengths, ...blocked };
  const said = Object.entries(named(change)).flatMap(([field, value]) =>
    value === undefined || all[field] === undefined ? [] : [[field, heldText(value ?? '', all[field])] as const],
  );
  const wanted = Object.fromEntries(said);
  if (wanted['name'] !== '') return wanted;
  throw new ErpError('invalid', 'A customer of Prophet 21 needs a name', { where: 'name' });
}

const named = ({ address, ...change }: CustomerChange): Readonly<Record<string, string | null | undefined>> => ({
  name: change.name,
  email: change.email,
  phone: change.phone,
  tax_id: change.taxId,
  stripe_id: change.stripeId,
  ...(address !== undefined && partsOf(address ?? {})),
  blocked: change.blocked === undefined ? undefined : flagOf(change.blocked),
});

/** An address is replaced as a whole. */
const partsOf = ({ name, line1, line2, city, state, postalCode, country }: Address): Held => ({
  'address.name': name ?? '',
  'address.line1': line1 ?? '',
  'address.line2': line2 ?? '',
  'address.city': city ?? '',
  'address.state': state ?? '',
  'address.postal_code': postalCode ?? '',
  'address.country': country ?? '',
});

const flagOf = (value: boolean): string => (value ? 'Y' : 'N');
const heldText = (text: string, length: number): string => cut(text.trim(), length).trim();

const heldOf = (record: CustomerRecord): Held => ({
  name: record.name,
  email: record.email ?? '',
  phone: record.phone ?? '',
  tax_id: record.taxId ?? '',
  stripe_id: record.stripeId ?? '',
  ...partsOf(record.address ?? {}),
  blocked: flagOf(record.blocked),
});

/** Of what shall stand, what does not. */
export function differing(record: CustomerRecord, wanted: Held): Held {
  const held = heldOf(record);
  return Object.fromEntries(Object.entries(wanted).filter(([field, value]) => held[field] !== value));
}

/** @throws `conflict` that names the field which was changed and does not show */
export function shown(record: CustomerRecord, wanted: Held): CustomerRecord {
  const [where] = Object.keys(differing(record, wanted));
  if (where === undefined) return record;
  throw conflict(`Customer ${record.number} stands in Prophet 21 with another ${where} than was sent`, where);
}

/** Fields of the wire for the neutral ones that are said, an empty text for what shall be empty. */
export const renamed = (said: Held, names: Readonly<Record<string, string>>): Held =>
  Object.fromEntries(
    Object.entries(said).flatMap(([field, value]) => (names[field] === undefined ? [] : [[names[field], value]])),
  );

/** An address without what is empty; nothing, where all of it is. */
export function addressIn(parts: Readonly<Record<keyof Address, string | null | undefined>>): Address | undefined {
  const filled = Object.entries(parts).flatMap(([part, value]) => {
    const text = value?.trim() ?? '';
    return text === '' ? [] : [[part, text] as const];
  });
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}

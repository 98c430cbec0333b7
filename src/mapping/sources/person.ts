import type { Address } from '../../domain/documents.ts';
import type { Person } from '../../domain/shop-order.ts';
import { object, text } from './shapes.ts';

export const addressShape = object({
  name: text,
  line1: text,
  line2: text,
  city: text,
  state: text,
  postal_code: text,
  country: text,
});
export const personShape = object({ name: text, email: text, phone: text, address: addressShape });

/** Names as people write them, without line breaks and double blanks; what is blank is not there. */
export const personView = ({ name, email, phone, address }: Person) => ({
  ...filled({ name: plain(name), email: email?.trim(), phone: phone?.trim() }),
  ...(address && { address: addressView(address) }),
});

export const addressView = ({ postalCode, name, ...address }: Address) =>
  filled({ ...address, name: plain(name), postal_code: postalCode });

const plain = (name: string | undefined): string => name?.normalize('NFC').replace(/\s+/g, ' ').trim() ?? '';
const filled = (texts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).flatMap(([key, value]) => (value ? [[key, value]] : [])));

import type { Address } from '../../domain/documents.ts';
import { cut } from '../fields.ts';
import { whole } from './bapi/fields.ts';
import { lengths } from './lengths.ts';
import type { Organisation } from './system.ts';

/** What we set of a customer, by its name in KNA1; the e-mail by its name in ADR6. */
export type Master = Readonly<
  Record<
    | 'NAME1'
    | 'NAME2'
    | 'NAME3'
    | 'STRAS'
    | 'PSTLZ'
    | 'ORT01'
    | 'REGIO'
    | 'LAND1'
    | 'TELF1'
    | 'SMTP_ADDR'
    | 'STCEG'
    | 'AUFSD',
    string
  >
>;
export type MasterField = keyof Master;
type Part<F extends MasterField> = Pick<Master, F>;

const { customer: held, address: at } = lengths;

/** As SAP would give it back: no blanks at the ends, and nothing that XML can't carry. */
const clean = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u001F\u007F]/g, ' ')
    .trim();
const fitted = (text: string, length: number): string => cut(clean(text), length).trim();

/** Two lines, between two words where both then fit, so that people can read them. */
export function nameLines(name: string): Part<'NAME1' | 'NAME2'> {
  const { nameLine } = held;
  const text = clean(name);
  const space = text.length > nameLine ? text.lastIndexOf(' ', nameLine - 1) : -1;
  const apart = space > 0 && text.length - space - 1 <= nameLine;
  const first = apart ? text.slice(0, space) : cut(text, nameLine);
  return { NAME1: first.trim(), NAME2: fitted(text.slice(first.length), nameLine) };
}

/** A first line that is full goes on without a blank. */
export const nameOf = ({ NAME1, NAME2 }: Part<'NAME1' | 'NAME2'>): string =>
  NAME2 === '' ? NAME1 : `${NAME1}${NAME1.length < held.nameLine ? ' ' : ''}${NAME2}`;

/** SAP keeps nobody without a city and a country. */
export const addressFields = (
  { line1 = '', postalCode = '', city = '', state = '', country = '' }: Address,
  unknown: Organisation['unknownAddress'],
): Part<'STRAS' | 'PSTLZ' | 'ORT01' | 'REGIO' | 'LAND1'> => ({
  STRAS: fitted(line1, at.line1),
  PSTLZ: whole('PostalCode', clean(postalCode), at.postal_code),
  ORT01: fitted(city || (unknown?.city ?? ''), at.city),
  REGIO: whole('State', clean(state), at.state),
  LAND1: whole('Country', clean(country || (unknown?.country ?? '')), at.country),
});

/** What is kept in place of an address that nobody knows is none. */
export function addressIn(
  { STRAS, PSTLZ, ORT01, REGIO, LAND1 }: Part<'STRAS' | 'PSTLZ' | 'ORT01' | 'REGIO' | 'LAND1'>,
  unknown: Organisation['unknownAddress'],
): Address | undefined {
  const isUnknown = STRAS + PSTLZ + REGIO === '' && ORT01 === unknown?.city && LAND1 === unknown.country;
  const fields = { line1: STRAS, city: ORT01, state: REGIO, postalCode: PSTLZ, country: LAND1 };
  const filled = Object.entries(fields).filter(([, value]) => value !== '');
  return isUnknown || filled.length === 0 ? undefined : Object.fromEntries(filled);
}

/** Without what only parts its digits where it is too long; half a number is nobody's. */
export function phoneField(phone: string): string {
  const fits = [clean(phone), phone.replaceAll(/[^\d+]/g, '')].find(({ length }) => length <= held.phone);
  return fits ?? '';
}

export const emailField = (email: string): string => whole('Email', clean(email), held.email);
export const taxIdField = (taxId: string): string => whole('TaxId', clean(taxId), held.tax_id);
/** Name lines 3 and 4 hold Stripe's id and our reference: SAP has no field for either, and they can be searched. */
export const stripeIdField = (id: string): string => whole('StripeId', id, held.stripe_id);

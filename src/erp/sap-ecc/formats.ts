/**
 * How SAP writes a number in its database (conversion exit ALPHA): zeros in front if it is digits only, else as it is.
 * BAPIs don't convert what they are given, so everything that goes out passes through here.
 */
export const padded = (value: string, length: number): string =>
  /^\d+$/.test(value) ? value.padStart(length, '0') : value;

/** KUNNR, VBELN, BELNR, SAKNR. */
export const inTen = (value: string): string => padded(value, 10);
/** MATNR. */
export const material = (value: string): string => padded(value, 18);

/** The number as people and the rest of the product write it; the initial value, zeros only, is none. */
export function bare(value: string): string {
  const text = value.trim();
  return /^\d+$/.test(text) ? text.replace(/^0+/, '') : text;
}

/** A day of a SAP structure (`2026-01-30`) or table (`20260130`); the initial value is none. */
export function dayOf(text: string): string | undefined {
  const digits = text.trim().replaceAll('-', '');
  if (!/^\d{8}$/.test(digits) || /^0+$/.test(digits)) return undefined;
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** A day as tables and IDocs hold it. */
export const compactDay = (day: string): string => day.replaceAll('-', '');

/** A financial document has no number of its own: it is one only together with company code and fiscal year. */
export type DocumentKey = { readonly belnr: string; readonly bukrs: string; readonly gjahr: string };

/** `1400000012-1000-2026`, as the rest of the product writes it. */
export const numberOf = ({ belnr, bukrs, gjahr }: DocumentKey): string => `${inTen(belnr)}-${bukrs}-${gjahr}`;

/** Nothing, where the number is of another kind: orders and billing documents have no dashes. */
export function keyOf(number: string): DocumentKey | undefined {
  const [, belnr = '', bukrs = '', gjahr = ''] = /^(\w{1,10})-(\w{1,4})-(\d{4})$/.exec(number) ?? [];
  return belnr === '' ? undefined : { belnr: inTen(belnr), bukrs, gjahr };
}

/** OBJ_KEY of a BKPFF: 10 + 4 + 4 characters. */
export const objectKey = ({ belnr, bukrs, gjahr }: DocumentKey): string => `${inTen(belnr)}${bukrs.padEnd(4)}${gjahr}`;

export function keyOfObject(text: string): DocumentKey | undefined {
  const [, belnr = '', bukrs = '', gjahr = ''] = /^(\w{10})(\w{1,4} {0,3})(\d{4})$/.exec(text.trim()) ?? [];
  return belnr === '' ? undefined : { belnr, bukrs: bukrs.trim(), gjahr };
}

import type { Reference } from '../../../domain/documents.ts';

/** Sixteen characters as only we write them; whatever else people keep in those fields is none of ours. */
export const ourReference = (text: string | undefined): Reference | undefined =>
  text !== undefined && /^[A-Z][A-Z0-9]{15}$/.test(text.trim()) ? (text.trim() as Reference) : undefined;

/** Of several fields the first that holds one, to be spread into a receipt. */
export function withReference(...texts: readonly (string | undefined)[]): { readonly reference?: Reference } {
  const reference = texts.map(ourReference).find((each) => each !== undefined);
  return reference === undefined ? {} : { reference };
}

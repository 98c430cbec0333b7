import type { Fields } from '../rfc.ts';
import { escaped } from '../xml.ts';

/** A segment with its fields, in the order of the dictionary, and the segments below it. */
export type Segment = { readonly name: string; readonly fields: Fields; readonly below?: readonly Segment[] };

export const segment = (name: string, fields: Fields, below: readonly Segment[] = []): Segment => ({
  name,
  fields,
  below,
});

/** XML of a segment; what is empty is left out, which is initial for SAP. */
export function rendered({ name, fields, below = [] }: Segment): string {
  const values = Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([field, value]) => `<${field}>${escaped(value)}</${field}>`);
  return `<${name} SEGMENT="1">${values.join('')}${below.map(rendered).join('')}</${name}>`;
}

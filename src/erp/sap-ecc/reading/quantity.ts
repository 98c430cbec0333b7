import { partsText, smallestParts } from '../../quantity.ts';

const digits = { whole: 12, fraction: 3 } as const;

/** What SAP leaves blank is nothing. */
export function thousandths(text: string): number {
  const count = smallestParts(text.trim() || '0', digits);
  if (count !== undefined) return count;
  throw new RangeError(`"${text}" is not a quantity as SAP writes it, as in 2.000`);
}

export const quantityText = (count: number): string => partsText(count, digits);

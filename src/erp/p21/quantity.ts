import { partsText, smallestParts } from '../quantity.ts';

const digits = { whole: 9, fraction: 4 } as const;

export function tenThousandths(text: string): number {
  const count = smallestParts(text, digits);
  if (count !== undefined) return count;
  throw new RangeError(`${text} is not a quantity; write digits, as in 2 or 0.5, with four behind the point at most`);
}

export const quantityText = (count: number): string => partsText(count, digits);

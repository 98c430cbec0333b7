import { shares } from '../../domain/shares.ts';
import { unitPriceOf } from '../../domain/unit-price.ts';
import type { KitPart } from '../profile/profile.ts';
import type { DeterminedLine } from '../sources/line.ts';

/**
 * One line of the shop as the materials that it is made of: price, discount and tax are split by the parts' weights, so
 * that the parts come to the line to the minor unit.
 * @throws RangeError when no part has a weight
 */
export function kitLines(
  line: DeterminedLine,
  parts: readonly KitPart[],
): readonly (DeterminedLine & { readonly part: KitPart })[] {
  const weights = parts.map(({ share }) => share);
  const [nets, discounts, taxes] = [line.net, line.discount, line.tax].map((amount) => shares(amount, weights));
  return parts.map((part, index) => {
    const net = nets?.[index] ?? line.net;
    const quantity = line.quantity * part.quantity;
    return {
      ...line,
      part,
      item: part.item,
      quantity,
      ...unitPriceOf(net, discounts?.[index] ?? line.discount, quantity),
      net,
      tax: taxes?.[index] ?? line.tax,
    };
  });
}

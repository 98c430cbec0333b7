import { money, subtract, times } from '../../domain/money.ts';
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
  const split = [times(line.unitPrice, line.quantity), line.net, line.tax].map((amount) => shares(amount, weights));
  return parts.map((part, index) => {
    const [listed = line.net, net = line.net, tax = line.tax] = split.map((amounts) => amounts[index]);
    const quantity = line.quantity * part.quantity;
    // Each is split by itself, so one may come to a unit less than the other.
    const discount = money(Math.max(0, subtract(listed, net).minor), net.currency);
    return { ...line, part, item: part.item, quantity, ...unitPriceOf(net, discount, quantity), net, tax };
  });
}

import type { Line } from '../../domain/documents.ts';
import { subtract, times, type Money } from '../../domain/money.ts';
import { shares } from '../../domain/shares.ts';
import { MappingFault } from '../fault.ts';

/**
 * The lines of a direct invoice of which only a part was captured: net and tax of each keep their proportion, to the
 * minor unit. Which goods the capture was for is not known, so no line is left out; the rest shows as a discount.
 */
export function partOf<L extends Line>(lines: readonly L[], captured: Money): readonly L[] {
  const amounts = lines.flatMap(({ net, tax }) => [net.minor, tax.minor]);
  const whole = amounts.reduce((total, minor) => total + minor, 0);
  if (captured.minor <= 0 || captured.minor > whole || amounts.some((minor) => minor < 0))
    throw new MappingFault(
      'captured',
      'Only a part between nothing and the whole of an order without negative lines can be invoiced: post this invoice by hand',
    );
  const parts = shares(captured, amounts);
  return lines.map((line, index) => {
    const [net, tax] = [parts[index * 2] ?? line.net, parts[index * 2 + 1] ?? line.tax];
    return { ...line, net, tax, discount: subtract(times(line.unitPrice, line.quantity), net) };
  });
}

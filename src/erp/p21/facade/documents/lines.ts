import type { Line } from '../../../../domain/documents.ts';
import { equal, fromDecimal } from '../../../../domain/money.ts';
import { tenThousandths } from '../../quantity.ts';
import { cut, inCurrency } from '../../../fields.ts';
import { given, quantity, whole } from '../../document-fields.ts';
import { lengths } from '../target.ts';

/** Each line carries its number: lines of the same item collapse into the last one without it. */
export const linesOf = (lines: readonly Line[], currency: string): object => ({
  list: lines.map((line, index) => {
    const at = (field: string): string => `Lines[${index}].${field}`;
    return {
      LineNo: index + 1,
      ItemId: whole(at('ItemId'), line.item, lengths.line.item),
      ...given('Description', cut(line.description, lengths.line.description)),
      UnitQuantity: quantity(at('UnitQuantity'), line.quantity),
      UnitPrice: inCurrency(currency, at('UnitPrice'), line.unitPrice),
      ...(line.discount.minor !== 0 && { DiscountAmount: inCurrency(currency, at('DiscountAmount'), line.discount) }),
      ...given('TaxCode', whole(at('TaxCode'), line.taxCode, lengths.line.tax_code)),
      ...given('RevenueAccount', whole(at('RevenueAccount'), line.revenueAccount ?? '', lengths.line.revenue_account)),
    };
  }),
});

type Stored = {
  readonly LineNo: number;
  readonly ItemId: string;
  readonly UnitQuantity: string;
  readonly ExtendedAmount: string;
  readonly RevenueAccount?: string | undefined;
};

/** The first line that was dropped or changed on the way: Prophet 21 can drop one and report success. */
export function lineThatDiffers(
  sent: readonly Line[],
  stored: readonly Stored[],
  currency: string,
): string | undefined {
  for (const [index, line] of sent.entries()) {
    const found = stored.find(({ LineNo }) => LineNo === index + 1);
    if (found?.ItemId !== line.item) return `Lines[${index}].ItemId`;
    if (tenThousandths(found.UnitQuantity) !== tenThousandths(String(line.quantity)))
      return `Lines[${index}].UnitQuantity`;
    if (!equal(fromDecimal(found.ExtendedAmount, currency), line.net)) return `Lines[${index}].ExtendedAmount`;
    if (line.revenueAccount && found.RevenueAccount !== line.revenueAccount) return `Lines[${index}].RevenueAccount`;
  }
  return undefined;
}

import { parseDecimal, printQuantity, QUANTITY_DIGITS } from '../../../money.ts';
import type { Entered } from './as-entered.ts';
import { parsePrice, priceInBooks, userLineNo } from './as-entered.ts';
import { wrong } from './failures.ts';
import type { Row } from './given.ts';
import { mustHave } from './given.ts';
import type { Work } from './work.ts';
import { entry, fieldOf, fill } from './work.ts';

type Line = { readonly entered: Entered; readonly body: object };

/** The lines of a new document, as the books take them. */
export const newLines = (work: Work, currency: string): readonly Line[] =>
  rowsOf(work).map((row, index) => newLine(work, row, currency, index + 1));

export const rowsOf = ({ given, part }: Work): readonly Row[] => given.get(part.lines ?? '')?.rows ?? [];

export function newLine(work: Work, row: Row, currency: string, no: number): Line {
  mustHave(work.definition, work.part.lines ?? '', row);
  const quantity = quantityIn(work, row) ?? 0n;
  const unitPrice = priceIn(work, row) ?? 0n;
  const { price, discount } = priceInBooks(work.site.erp, currency, unitPrice, quantity);
  const { print } = work.site.erp.currencies;
  return {
    entered: { userLineNo: entry(work, row, 'LineNo') ?? userLineNo(no), unitPrice },
    body: {
      LineNo: no,
      ...fill(work, row, ['ItemId', 'Description', 'TaxCode']),
      UnitQuantity: printQuantity(quantity),
      UnitPrice: print(price, currency),
      DiscountAmount: print(discount, currency),
    },
  };
}

export function quantityIn(work: Work, row: Row): bigint | undefined {
  const text = entry(work, row, 'UnitQuantity');
  if (text === undefined) return undefined;
  const quantity = parseDecimal(text, QUANTITY_DIGITS);
  if (quantity === undefined || quantity < 0n) throw wrong(fieldOf(work, 'UnitQuantity'), text, 'is no quantity');
  return quantity;
}

/** In millionths of the currency's unit. */
export function priceIn(work: Work, row: Row): bigint | undefined {
  const text = entry(work, row, 'UnitPrice');
  if (text === undefined) return undefined;
  const price = parsePrice(text);
  if (price === undefined) throw wrong(fieldOf(work, 'UnitPrice'), text, 'is no price');
  return price;
}

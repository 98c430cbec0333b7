import { divideHalfUp, parseDecimal, printDecimal } from '../../../money.ts';
import type { Erp } from '../../erp.ts';
import type { Invoice, SaleLine, SalesOrder } from '../../records.ts';
import { netOf } from '../../sale-lines.ts';

/** Digits of a unit price behind the point, M. */
const PRICE_DIGITS = 6;
const QUANTITY_ONE = 10_000n;

/** What Prophet 21 keeps of a line and the books of all dialects don't. */
export type Entered = {
  /** Free text, `010`. */
  readonly userLineNo: string;
  /** In millionths of the currency's unit. */
  readonly unitPrice: bigint;
};
type Sale = Pick<SalesOrder | Invoice, 'header'>;

const entered = new WeakMap<Sale, Map<number, Entered>>();

export const remember = (sale: Sale, lineNo: number, line: Entered): void => {
  const lines = entered.get(sale) ?? new Map<number, Entered>();
  entered.set(sale, lines.set(lineNo, line));
};

/** As it was entered here, or as this dialect would show a line that came by another. */
export function enteredOf(erp: Erp, sale: Sale, line: SaleLine): Entered {
  return (
    entered.get(sale)?.get(line.no) ?? {
      userLineNo: userLineNo(line.no),
      unitPrice: averagePrice(line, scaleOf(erp, sale.header.CurrencyId)),
    }
  );
}

export const userLineNo = (lineNo: number): string => String(lineNo * 10).padStart(3, '0');
export const parsePrice = (text: string): bigint | undefined => parseDecimal(text, PRICE_DIGITS);
export const printPrice = (unitPrice: bigint): string => printDecimal(unitPrice, PRICE_DIGITS);

/**
 * The books know prices in whole minor units: they get the next one above, and the rest as a discount, so that the net is
 * quantity by price, rounded half up.
 */
export function priceInBooks(erp: Erp, currency: string, unitPrice: bigint, quantity: bigint) {
  const scale = scaleOf(erp, currency);
  const price = unitPrice > 0n ? (unitPrice + scale - 1n) / scale : unitPrice / scale;
  const net = divideHalfUp(unitPrice * quantity, scale * QUANTITY_ONE);
  return { price, discount: divideHalfUp(price * quantity, QUANTITY_ONE) - net };
}

/** Millionths of the unit in one minor unit. */
const scaleOf = (erp: Erp, currency: string): bigint => 10n ** BigInt(PRICE_DIGITS - erp.currencies.digits(currency));

const averagePrice = (line: SaleLine, scale: bigint): bigint =>
  line.quantity === 0n ? line.price * scale : divideHalfUp(netOf(line) * scale * QUANTITY_ONE, line.quantity);

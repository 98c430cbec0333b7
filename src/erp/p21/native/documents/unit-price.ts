import { exponentOf } from '../../../../domain/currency.ts';
import { money, toDecimal, type Money } from '../../../../domain/money.ts';
import { ErpError } from '../../../errors.ts';
import { plainDecimal } from '../amounts.ts';

/** Prophet 21 has a price per unit and no discount per line; quantities have four digits behind the point. */
const perUnit = 10_000n;
/** M: how many digits behind the point a price may have. */
const finest = 6;

const magnitude = (n: bigint): bigint => (n < 0n ? -n : n);
const tenTo = (digits: number): bigint => 10n ** BigInt(digits);
/** Half up, by magnitude. */
const rounded = (dividend: bigint, divisor: bigint): bigint => (2n * dividend + divisor) / (2n * divisor);

/** Whether this many ten-thousandths of a unit, at this price, are exactly the net. */
export function comesTo(net: Money, count: number, price: string): boolean {
  const [whole = '', fraction = ''] = plainDecimal(price, 'unit_price').split('.');
  const finePrice = BigInt(whole + fraction);
  const fine = magnitude(finePrice) * BigInt(count) * tenTo(exponentOf(net.currency));
  const minor = rounded(fine, perUnit * tenTo(fraction.length));
  return (whole.startsWith('-') ? -minor : minor) === BigInt(net.minor);
}

/**
 * The price per unit at which the quantity comes to the net: at the currency's own digits where that is exact, else with
 * six digits behind the point.
 * @throws `invalid` where there is none: the quantity is nought, or too large for so few digits
 */
export function unitPrice(net: Money, count: number, where: string): string {
  const quantity = BigInt(count);
  const size = magnitude(BigInt(net.minor)) * perUnit;
  const sign = net.minor < 0 ? -1n : 1n;
  if (quantity > 0n && size % quantity === 0n) return toDecimal(money(Number((sign * size) / quantity), net.currency));
  const price = quantity > 0n ? finePrice(net, size, quantity) : undefined;
  if (price !== undefined) return price;
  const message = `No price of ${finest} digits behind the point makes ${count} ten-thousandths of a unit ${toDecimal(net)} ${net.currency}`;
  throw new ErpError('invalid', message, { where });
}

function finePrice(net: Money, size: bigint, quantity: bigint): string | undefined {
  const fine = size * tenTo(finest - exponentOf(net.currency));
  const nearest = rounded(fine, quantity);
  const texts = [nearest, fine / quantity].map((price) => `${net.minor < 0 ? '-' : ''}${decimal(price)}`);
  return texts.find((price) => comesTo(net, Number(quantity), price));
}

function decimal(price: bigint): string {
  const digits = String(price).padStart(finest + 1, '0');
  return `${digits.slice(0, -finest)}.${digits.slice(-finest)}`;
}

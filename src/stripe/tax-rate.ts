import type Stripe from 'stripe';
import { StripeFault } from './fault.ts';

type Tax = Pick<Stripe.LineItem.Tax, 'rate' | 'taxability_reason'>;

/** Reasons for which Stripe names a rate that it did not charge. */
const uncharged = [
  'customer_exempt',
  'not_collecting',
  'not_subject_to_tax',
  'not_supported',
  'product_exempt',
  'product_exempt_holiday',
  'reverse_charge',
  'zero_rated',
];

/**
 * The rates of all jurisdictions together, in percent, as text: `19`, `8.875`.
 * @throws StripeFault when tax was charged and its rates were left out
 */
export function rateOf(tax: number, taxes: readonly Tax[] | undefined, where: string): string {
  if (tax !== 0 && !taxes?.length)
    throw new StripeFault('invalid', 'Stripe charged tax and names no rate: give the key the right to read tax rates', {
      where,
    });
  return percentOf(taxes ?? []);
}

function percentOf(taxes: readonly Tax[]): string {
  const charged = taxes.filter(({ taxability_reason }) => !uncharged.includes(taxability_reason ?? ''));
  return plusAll(charged.map(({ rate }) => String(rate.effective_percentage ?? rate.percentage)));
}

/** Adds decimals digit by digit: 4 % and 4.875 % make 8.875 % and nothing else. */
function plusAll(decimals: readonly string[]): string {
  const split = decimals.map((decimal) => decimal.split('.'));
  const digits = Math.max(0, ...split.map(([, fraction = '']) => fraction.length));
  const total = split.reduce(
    (sum, [whole = '0', fraction = '']) => sum + BigInt(whole + fraction.padEnd(digits, '0')),
    0n,
  );
  const text = String(total).padStart(digits + 1, '0');
  const fraction = text.slice(text.length - digits).replace(/0+$/, '');
  return text.slice(0, text.length - digits) + (digits > 0 && fraction ? `.${fraction}` : '');
}

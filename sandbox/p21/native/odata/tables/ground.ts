import type { Erp } from '../../../erp.ts';
import { printDecimal, QUANTITY_DIGITS } from '../../../../money.ts';
import type { NativeSite } from '../../native-site.ts';
import type { LocalClock } from '../clock.ts';

/** Digits behind the point, whatever the currency has. */
const MONEY_DIGITS = 4;

/** What every table is read with. */
export function groundOf({ erp, currencies, atOnce }: NativeSite, clock: LocalClock) {
  const numbers = new Map([...currencies].map(([number, code]) => [code, number]));
  return {
    erp,
    atOnce,
    clock,
    /** Prophet 21's number of a currency; nothing where the site has not set it up. */
    numberOf: (code: string): string | undefined => numbers.get(code),
    money: (minor: bigint, code: string): string => money(erp, minor, code),
    quantity: (value: bigint): string => printDecimal(value, QUANTITY_DIGITS),
  };
}
export type Ground = ReturnType<typeof groundOf>;

function money({ currencies }: Erp, minor: bigint, code: string): string {
  const digits = currencies.digits(code);
  const more = Math.max(0, MONEY_DIGITS - digits);
  return printDecimal(minor * 10n ** BigInt(more), digits + more);
}

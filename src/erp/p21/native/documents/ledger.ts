import type { Day } from '../../../../domain/documents.ts';
import { exponentOf } from '../../../../domain/currency.ts';
import { money, type Money } from '../../../../domain/money.ts';
import { ErpError } from '../../../errors.ts';
import { conflict } from '../../../read-back.ts';
import { currencyNumber, currencyOf, plainDecimal } from '../amounts.ts';
import type { Native } from '../native.ts';
import { periodIn, periodsAround } from '../periods.ts';
import { rowsWith } from './rows.ts';

/** As the lines of the general ledger name it. */
export type Period = { readonly Period: string; readonly YearForPeriod: string };

/** The period of a day. @throws `rejected` when it is closed, or when there is none */
export async function periodOf(native: Native, day: Day, signal?: AbortSignal): Promise<Period> {
  const within = periodIn(await periodsAround(native, day, signal), day);
  if (within && !within.closed) return { Period: within.number, YearForPeriod: within.year };
  const message = within ? `The period of ${day} is closed` : `Prophet 21 has no period for ${day}`;
  throw new ErpError('rejected', message, { where: 'TransactionDate' });
}

/** The currency of the company's own books. */
export async function homeCurrency(native: Native, signal?: AbortSignal): Promise<string> {
  const [row] = await rowsWith(native, 'company', { company_id: native.company }, ['company_id'], signal);
  if (!row) throw new ErpError('not-found', `Prophet 21 has no company ${native.company}`, { where: 'company_id' });
  return currencyOf(native.site, row['home_currency_id'] ?? null, 'home_currency_id');
}

/** Amounts of another currency, in the books' own, at the rate that Prophet 21 has now. */
export type Conversion = (amount: Money) => Money;

export async function conversion(
  native: Native,
  from: string,
  home: string,
  signal?: AbortSignal,
): Promise<Conversion> {
  if (from === home) return (amount) => amount;
  const number = currencyNumber(native.site, from);
  const [row] = await rowsWith(native, 'currency_hdr', { currency_id: number }, ['currency_id'], signal);
  const rate = plainDecimal(row?.['exchange_rate'] ?? '0', 'exchange_rate');
  if (/^-|^[0.]+$/.test(rate))
    throw conflict(`Prophet 21 has no exchange rate for ${from}: enter one, or book in ${home}`, 'exchange_rate');
  return (amount) => converted(amount, rate, home);
}

/** Half up, without a rounding on the way. */
function converted({ minor, currency }: Money, rate: string, home: string): Money {
  const [whole = '', fraction = ''] = rate.split('.');
  const dividend = BigInt(minor) * BigInt(whole + fraction) * 10n ** BigInt(exponentOf(home));
  const divisor = 10n ** BigInt(fraction.length + exponentOf(currency));
  return money(Number((2n * dividend + divisor) / (2n * divisor)), home);
}

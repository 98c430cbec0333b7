import { invalid, refused } from './errors.ts';
import { divideHalfUp, isoDecimals, parseDecimal, printDecimal } from '../money.ts';

const RATE_DIGITS = 8;
/** Worth of one unit in US dollars; round figures, invented. */
const inventedRates = {
  USD: '1',
  AUD: '0.66',
  BHD: '2.65',
  CAD: '0.73',
  CHF: '1.12',
  EUR: '1.08',
  GBP: '1.27',
  ISK: '0.0072',
  JPY: '0.0067',
  KRW: '0.00073',
  KWD: '3.25',
  MGA: '0.00022',
  UGX: '0.00027',
} as const;

type Options = {
  readonly home: string;
  readonly rates?: Readonly<Record<string, string>>;
  readonly decimals?: Readonly<Record<string, number>>;
};

/** The currencies that the company has set up, and its own rates for documents that bring no home amount along. */
export function createCurrencies({ home, rates = {}, decimals = {} }: Options) {
  const worth = new Map(Object.entries({ ...inventedRates, ...rates }).map(([code, rate]) => [code, rateOf(rate)]));
  const digits = (currency: string): number => decimals[currency] ?? isoDecimals(currency);
  const scale = (currency: string): bigint => 10n ** BigInt(digits(currency));
  const worthOf = (currency: string): bigint => {
    const rate = worth.get(currency);
    if (rate === undefined) throw refused(`Currency ${currency} is not set up`);
    return rate;
  };

  return {
    home,
    digits,
    /** All that are set up. */
    codes: (): readonly string[] => [...worth.keys()],
    /** @throws Refusal for a currency that is not set up */
    mustExist: (currency: string): void => void worthOf(currency),
    /** @throws Refusal when the currency does not have so many digits */
    parse: (text: string, currency: string, field: string): bigint => {
      const minor = parseDecimal(text, digits(currency));
      if (minor === undefined) {
        throw invalid(`${field} "${text}" is no amount of ${currency}, which has ${digits(currency)} decimals`);
      }
      return minor;
    },
    print: (minor: bigint, currency: string): string => printDecimal(minor, digits(currency)),
    toHome: (minor: bigint, currency: string): bigint =>
      currency === home
        ? minor
        : divideHalfUp(minor * worthOf(currency) * scale(home), worthOf(home) * scale(currency)),
  };
}

function rateOf(text: string): bigint {
  const rate = parseDecimal(text, RATE_DIGITS);
  if (rate === undefined || rate <= 0n) throw new RangeError(`"${text}" is no exchange rate; write it as in "1.08"`);
  return rate;
}

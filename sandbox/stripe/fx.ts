import { invalid } from './errors.ts';

/** What one unit is worth in US dollars. Round figures: the sandbox has no market. */
export const defaultRates: Readonly<Record<string, string>> = {
  usd: '1/1',
  eur: '108/100',
  gbp: '127/100',
  chf: '113/100',
  cad: '73/100',
  aud: '66/100',
  sek: '95/1000',
  jpy: '67/10000',
  kwd: '325/100',
  bhd: '265/100',
};

const zeroDecimal = new Set([
  'bif',
  'clp',
  'djf',
  'gnf',
  'jpy',
  'kmf',
  'krw',
  'mga',
  'pyg',
  'rwf',
  'ugx',
  'vnd',
  'vuv',
  'xaf',
  'xof',
  'xpf',
]);
const threeDecimal = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);

/** Digits behind the point in Stripe's amounts, which differ from ISO 4217 for some currencies. */
function exponentOf(currency: string): number {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

/** @throws StripeProblem for an amount of three decimals whose last digit isn't 0: card networks settle only two */
export function checkAmount(amount: number, currency: string): void {
  if (threeDecimal.has(currency) && amount % 10 !== 0) {
    throw invalid(
      `Invalid amount: the last digit must be 0 for ${currency}, as in ${amount - (amount % 10)}`,
      'amount',
    );
  }
  if (amount > 99_999_999) {
    throw invalid('Amount must be no more than 99999999', 'amount', 'amount_too_large');
  }
}

export type Ratio = { readonly over: bigint; readonly under: bigint };

/** `'108/100'` as integers. */
export function ratio(spelled: string): Ratio {
  const [, over, under] = /^(\d+)\/([1-9]\d*)$/.exec(spelled) ?? [];
  if (over === undefined || under === undefined) throw new Error(`A ratio is spelled like 108/100, not "${spelled}"`);
  return { over: BigInt(over), under: BigInt(under) };
}

/** Share of an amount in minor units, rounded half up (away from zero). */
export function share(minor: number, { over, under }: Ratio): number {
  const twice = 2n * BigInt(Math.abs(minor)) * over + under;
  const rounded = Number(twice / (2n * under));
  return minor < 0 ? -rounded : rounded;
}

export type Fx = ReturnType<typeof createFx>;

export function createFx(rates: Readonly<Record<string, string>>) {
  const worth = (currency: string): Ratio => {
    const spelled = rates[currency];
    if (spelled === undefined)
      throw invalid(`Invalid currency: ${currency}. The sandbox has no rate for it.`, 'currency');
    return ratio(spelled);
  };
  const between = (from: string, to: string): Ratio => {
    const source = worth(from);
    const target = worth(to);
    const digits = exponentOf(to) - exponentOf(from);
    const up = 10n ** BigInt(Math.max(0, digits));
    const down = 10n ** BigInt(Math.max(0, -digits));
    return { over: source.over * target.under * up, under: source.under * target.over * down };
  };

  return {
    knows: (currency: string): boolean => rates[currency] !== undefined,
    convert: (minor: number, from: string, to: string): number =>
      from === to ? minor : share(minor, between(from, to)),
    /** Stripe's `exchange_rate`: what the amount is multiplied with, as API amounts count. No money, so a number. */
    rate(from: string, to: string): number | null {
      if (from === to) return null;
      const { over, under } = between(from, to);
      return Number(`${share(1_000_000, { over, under })}e-6`);
    },
  };
}

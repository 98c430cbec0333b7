import { parseDecimal } from '../money.ts';

export type TaxSeed = {
  /** TAX_CLASS1 of an item. */
  readonly classification: string;
  /** MWSKZ. */
  readonly code: string;
  /** As in "8.25". */
  readonly percent: string;
};
const PERCENT_DIGITS = 4;
/** What `rate` is divided by. */
export const WHOLE_RATE = 100n * 10n ** BigInt(PERCENT_DIGITS);

const usual: readonly TaxSeed[] = [
  { classification: '0', code: 'A0', percent: '0' },
  { classification: '1', code: 'A1', percent: '19' },
  { classification: '2', code: 'A2', percent: '7' },
  { classification: '3', code: 'A3', percent: '10' },
  { classification: '4', code: 'A4', percent: '8.25' },
];

/** Tax codes and the classifications of materials that lead to them. */
export function createTaxes(seed: readonly TaxSeed[]) {
  const taxes = [...seed, ...usual].map((tax) => {
    const rate = parseDecimal(tax.percent, PERCENT_DIGITS);
    if (rate === undefined) throw new RangeError(`"${tax.percent}" is no percentage for tax code ${tax.code}`);
    return { ...tax, rate };
  });
  return {
    hasCode: (code: string): boolean => taxes.some((tax) => tax.code === code),
    /** Items without a classification are taxed in full. */
    of: (classification: string) => taxes.find((tax) => tax.classification === (classification || '1')),
  };
}
export type Taxes = ReturnType<typeof createTaxes>;

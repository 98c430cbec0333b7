import type { TaxCodes } from './profile/profile.ts';

/** Of a line without tax, wherever the goods go: a rounding line, a test. Nothing where the profile names none. */
export function untaxedCode({ codes, otherwise }: TaxCodes): string | undefined {
  const untaxed = codes.filter(({ rate }) => rate === '0');
  const found = untaxed.find(({ jurisdiction }) => jurisdiction === undefined) ?? untaxed[0];
  return found?.code ?? (otherwise === 'ask' ? undefined : otherwise.code);
}

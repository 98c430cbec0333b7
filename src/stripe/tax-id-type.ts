import { StripeFault } from './fault.ts';

const union = 'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/** By country, where a customer of a shop has one kind as a rule. */
const kinds: Readonly<Record<string, string>> = {
  ...Object.fromEntries(union.map((country) => [country, 'eu_vat'])),
  GR: 'eu_vat',
  XI: 'eu_vat',
  AU: 'au_abn',
  BR: 'br_cnpj',
  CA: 'ca_bn',
  CH: 'ch_vat',
  GB: 'gb_vat',
  IN: 'in_gst',
  JP: 'jp_trn',
  MX: 'mx_rfc',
  NO: 'no_vat',
  NZ: 'nz_gst',
  SG: 'sg_gst',
  US: 'us_ein',
  ZA: 'za_vat',
};

type Known = { readonly country?: string | undefined; readonly before?: string | undefined };

/**
 * Stripe's word for the kind of a tax id: by the letters that it begins with where they name a country (VAT numbers
 * do), as the one before, or by the customer's country.
 * @throws StripeFault `invalid` when none of them tells
 */
export function taxIdTypeOf(value: string, { country = '', before }: Known): string {
  const letters = /^[A-Za-z]{2}(?=[A-Za-z0-9 .-]*\d)/.exec(value)?.[0].toUpperCase() ?? '';
  const type = kinds[letters] ?? before ?? kinds[country.toUpperCase()];
  if (type) return type;
  throw new StripeFault(
    'invalid',
    "Of what kind the ERP's tax id is can't be told: begin it with the letters of its country, or give the customer's address a country",
    { where: 'tax_id' },
  );
}

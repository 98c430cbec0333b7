import { MappingFault } from './fault.ts';

/** Rate in percent -> the ERP's tax code; `default` serves every rate that has none of its own. */
export type TaxCodes = Readonly<Record<string, string>>;

/** `19`, `19.0` and `19.00` are one rate. */
export const plainRate = (rate: string): string =>
  rate
    .trim()
    .replace(/^0+(?=\d)/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

export function taxCodeOf(rate: string, taxCodes: TaxCodes, { where, company }: Place): string {
  const wanted = plainRate(rate);
  const code = Object.entries(taxCodes).find(([key]) => plainRate(key) === wanted)?.[1] ?? taxCodes.default;
  if (code) return code;
  const path = `companies.${company}.orders.tax_codes`;
  throw new MappingFault(
    where,
    `There is no tax code for a rate of ${wanted} %. Add one to ${path} as in { "${wanted}": "V${wanted.split('.')[0]}" }, or a "default" for all rates`,
  );
}
type Place = { readonly where: string; readonly company: string };

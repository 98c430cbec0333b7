import type { Company } from '../config.ts';
import type { ProfileProblem } from '../mapping/profile/problem.ts';
import type { Profile } from '../mapping/profile/profile.ts';

/** What of a profile does not fit the rest of quittance.yaml; each file alone may be right. */
export function misfitsOf(profile: Profile, company: Company): readonly ProfileProblem[] {
  const { erp } = company;
  if (erp.adapter === 'sap-ecc') return unknownTaxes(profile, erp.taxes);
  return erp.dialect === 'native' ? unknownCurrencies(profile, erp.site) : [];
}

/** Every tax code that the profile can give has its classification and account in quittance.yaml. */
const unknownTaxes = ({ taxCodes }: Profile, taxes: Readonly<Record<string, unknown>>): readonly ProfileProblem[] =>
  taxCodes.codes
    .map((one, at) => ({ ...one, at }))
    .filter(({ code }) => !Object.hasOwn(taxes, code))
    .map(({ code, place, at }) => ({
      ...place,
      field: `tax_codes[${at}].code`,
      what: `${code} is not among erp.taxes of quittance.yaml`,
    }));

type Site = { readonly file: string; readonly profile: { readonly currencies: Readonly<Record<string, string>> } };
/** A currency is a number in Prophet 21; one that the site's file doesn't know could not be posted. */
const unknownCurrencies = ({ accounts }: Profile, { file, profile }: Site): readonly ProfileProblem[] =>
  Object.entries(accounts).flatMap(([role, { cases }]) =>
    cases.flatMap(({ when: { currency }, place }, at) =>
      currency === undefined || Object.hasOwn(profile.currencies, currency)
        ? []
        : [
            {
              ...place,
              field: `accounts.${role}.cases[${at}].when.currency`,
              what: `${currency} has no number in Prophet 21: add it to currencies of ${file}`,
            },
          ],
    ),
  );

import type { Mismatch } from './mismatch.ts';
import type { Company } from './schema.ts';

/** A currency is a number in Prophet 21; one that the site's file doesn't know could not be posted. */
export function p21Rules({ erp, ledgerCurrency, clearingAccounts }: Company): readonly Mismatch[] {
  if (erp.adapter !== 'p21' || erp.dialect !== 'native') return [];
  const { file, profile } = erp.site;
  const wanted = [
    { path: ['ledger_currency'], currency: ledgerCurrency },
    ...Object.keys(clearingAccounts).map((currency) => ({ path: ['clearing_accounts', currency], currency })),
  ];
  return wanted
    .filter(({ currency }) => !Object.hasOwn(profile.currencies, currency))
    .map(({ path, currency }) => ({
      path,
      what: `names ${currency}, whose number in Prophet 21 is missing: add it to currencies of ${file}`,
    }));
}

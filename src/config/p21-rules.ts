import type { Mismatch } from './mismatch.ts';
import type { Company } from './schema.ts';

/** A currency is a number in Prophet 21; one that the site's file doesn't know could not be posted. */
export function p21Rules({ erp, ledgerCurrency }: Company): readonly Mismatch[] {
  if (erp.adapter !== 'p21' || erp.dialect !== 'native') return [];
  const { file, profile } = erp.site;
  return Object.hasOwn(profile.currencies, ledgerCurrency)
    ? []
    : [
        {
          path: ['ledger_currency'],
          what: `names ${ledgerCurrency}, whose number in Prophet 21 is missing: add it to currencies of ${file}`,
        },
      ];
}

import { alertMismatches } from './alerts-schema.ts';
import { caseMismatches } from './cases-schema.ts';
import type { Mismatch } from './mismatch.ts';
import { p21Rules } from './p21-rules.ts';
import { sapRules } from './sap-ecc-rules.ts';
import type { Company, Config } from './schema.ts';
import { sharedErps } from './shared-erps.ts';

export const mismatchesOf = (config: Config): readonly Mismatch[] => [
  ...Object.entries(config.companies).flatMap(([key, company]) =>
    companyRules
      .flatMap((rule) => rule(company))
      .map(({ path, what }) => ({ path: ['companies', key, ...path], what })),
  ),
  ...alertMismatches(config),
  ...caseMismatches(config),
  ...sharedAccounts(config),
  ...sharedErps(config),
];

const companyRules: readonly ((company: Company) => readonly Mismatch[])[] = [
  ({ orders }) =>
    orders.sources.includes('http') && !orders.http
      ? [{ path: ['orders', 'http'], what: 'is missing, although orders.sources names http' }]
      : [],
  p21Rules,
  ({ erp }) => (erp.adapter === 'sap-ecc' ? sapRules(erp) : []),
];

/** One account in two companies would post every payment twice. */
function sharedAccounts({ companies }: Config): readonly Mismatch[] {
  const owners = new Map<string, string>();
  return Object.entries(companies).flatMap(([key, { stripe }]) => {
    const account = stripe.connectAccount ?? stripe.account;
    const identity = `${account} ${stripe.livemode ? 'live' : 'test'}`;
    const owner = owners.get(identity);
    owners.set(identity, owner ?? key);
    const path = ['companies', key, 'stripe', stripe.connectAccount ? 'connect_account' : 'account'];
    return owner ? [{ path, what: `belongs to company ${owner} already: its payments would be posted twice` }] : [];
  });
}

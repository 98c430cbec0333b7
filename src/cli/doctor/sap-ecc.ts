import { sapKinds, type SapEccConfig } from '../../config.ts';
import { ErpError } from '../../erp/errors.ts';
import type { ErpAccount } from '../../erp/port.ts';
import { pathsOf } from '../../erp/sap-ecc/adapter.ts';
import { createSapProbe, type SapProbe } from '../../erp/sap-ecc/probe.ts';
import { sapEccOptions } from '../../worker/sap-ecc.ts';
import { Wrong, type Check } from './check.ts';

const setUp = 'erp-side/sap-ecc/README.md';
type Way = SapEccConfig['interfaces']['default'];

/** Each way into SAP that a document of this company goes. */
export const sapInterfaceChecks = (key: string, erp: SapEccConfig): readonly Check[] =>
  waysOf(erp).map((way) => ({
    name: `${key}: SAP ${way}`,
    run: () => answering(way, erp, `companies.${key}.erp`),
    mend: mends[way](`companies.${key}.erp`),
  }));

const waysOf = ({ interfaces }: SapEccConfig): readonly Way[] => [
  ...new Set<Way>([...sapKinds, 'changes' as const].map((kind) => interfaces[kind] ?? interfaces.default)),
];

async function answering(way: Way, erp: SapEccConfig, at: string): Promise<string> {
  const options = sapEccOptions(erp);
  try {
    return `${await looks[way](createSapProbe(options))} at ${pathsOf(options)[pathNames[way]]}`;
  } catch (error) {
    const mend = refusedMend(error, erp, at);
    throw mend && error instanceof Error ? new Wrong(error.message, mend) : error;
  }
}

const pathNames = { 'soap-stateful': 'stateful', 'soap-wrapper': 'rfc', idoc: 'idoc', odata: 'odata' } as const;

const looks: Readonly<Record<Way, (probe: SapProbe) => Promise<string>>> = {
  'soap-stateful': async (probe) => {
    if (await probe.keepsSession()) return 'keeps a session';
    throw new Wrong('it answers, but keeps no session: what is posted there is never saved');
  },
  'soap-wrapper': async (probe) => {
    if (await probe.hasWrapper()) return 'Z_QTC_FIND answers';
    throw new Wrong('Z_QTC_FIND is not there');
  },
  idoc: async (probe) => {
    await probe.takesIdocs();
    return 'the inbox answers';
  },
  odata: async (probe) => {
    const missing = await probe.missingEntitySets();
    if (missing.length === 0) return 'all entity sets';
    throw new Wrong(`ZQUITTANCE_SRV lacks ${missing.join(', ')}`);
  },
};

const mends: Readonly<Record<Way, (at: string) => string>> = {
  'soap-stateful': (at) =>
    `SOAMANAGER: make service and binding zquittance, session method stateful; SICF: activate it and /sap/public/bc/icf/logoff; or set ${at}.paths.stateful to where it is (${setUp})`,
  'soap-wrapper': (at) =>
    `Install erp-side/sap-ecc/src and activate function group ZQTC (${setUp}), or choose another way in ${at}.interfaces`,
  idoc: (at) => `SICF: activate /sap/bc/idoc_xml, or set ${at}.paths.idoc (${setUp}, IDocs)`,
  odata: (at) =>
    `SEGW: import erp-side/sap-ecc/odata/ZQUITTANCE_SRV.edmx and generate; /IWFND/MAINT_SERVICE: add ZQUITTANCE_SRV; or set ${at}.paths.odata`,
};

/** The way is there, and the user may not go it. */
function refusedMend(error: unknown, { auth }: SapEccConfig, at: string): string | undefined {
  if (!(error instanceof ErpError) || error.code !== 'unauthorized') return undefined;
  return `Give ${auth.username} the authorisations that “The user and its role” of ${setUp} lists; ST01 shows which one is missing. See ${at}.auth`;
}

/** @param at where the ERP stands in quittance.yaml */
export function loginMend(error: unknown, erp: SapEccConfig, at: string): string | undefined {
  if (!(error instanceof ErpError)) return undefined;
  if (error.code === 'unauthorized')
    return /fault/.test(error.message) ? refusedMend(error, erp, at) : logonMend(erp, at);
  if (error.where === 'companyCode') return `Change ${at}.company_code, or ${at}.client: each client has its own`;
  return error.code === 'unavailable'
    ? `Check ${at}.base_url (the ICM, a Web Dispatcher or a proxy), and in SICF that ${pathsOf(sapEccOptions(erp)).rfc} is active`
    : undefined;
}

function logonMend({ auth, client }: SapEccConfig, at: string): string {
  const proof =
    auth.kind === 'basic'
      ? `its password stands where ${auth.password.reference} leads, and is not an initial one`
      : `CERTRULE maps the certificate of ${auth.certificate.reference} to it`;
  return `SU01: see that user ${auth.username} is there in client ${client} and not locked, and that ${proof}; see ${at}.auth`;
}

/**
 * @param kind what the account must be: `bank` takes money, so its items are open until they are cleared
 * @param found what SAP has under that number, if anything
 */
export function sapAccountMend(
  { companyCode, chartOfAccounts }: SapEccConfig,
  number: string,
  kind: 'bank' | 'balance' | 'profit-and-loss',
  found: ErpAccount | undefined,
): string {
  const wanted = accountKinds[kind];
  if (!found) return `FS00: create account ${number} in company code ${companyCode} as ${wanted}`;
  if (found.blocked)
    return `FS00: unblock account ${number} in company code ${companyCode} (SKB1-XSPEB) and chart ${chartOfAccounts} (SKA1-XSPEB)`;
  if (found.kind === 'control')
    return `Account ${number} is the reconciliation account of a sub-ledger (SKB1-MITKZ), which nothing is posted to directly: create ${wanted}`;
  if (kind === 'bank' && found.kind === 'balance')
    return `FS00: set open item management for account ${number} in company code ${companyCode} (SAP may ask that its balance is nought first, M)`;
  return `Account ${number} is of ${found.kind === 'profit-and-loss' ? 'profit and loss' : 'the balance sheet'}: create ${wanted}`;
}

const accountKinds = {
  bank: 'a balance sheet account with open item management (SKB1-XOPVW)',
  balance: 'a balance sheet account',
  'profit-and-loss': 'a profit and loss account',
} as const;

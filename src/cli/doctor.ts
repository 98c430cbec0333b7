import type { Company, Config } from '../config.ts';
import { companyOf } from './company.ts';
import { alertChecks } from './doctor/alerts.ts';
import { examine, type Check, type Finding } from './doctor/check.ts';
import { erpChecks } from './doctor/erp.ts';
import { profileCheck } from './doctor/profile.ts';
import { serverChecks } from './doctor/servers.ts';
import { stripeChecks } from './doctor/stripe.ts';
import { failed, type Terminal } from './terminal.ts';

/** Checks every connection, permission and setting, side by side; changes nothing. */
const checksOf = (config: Config, only: string | undefined): readonly Check[] => [
  ...serverChecks(config),
  ...alertChecks(config),
  ...companiesOf(config, only).flatMap(([key, company]) => [
    ...stripeChecks(key, company, config),
    profileCheck(key, company, config),
    ...erpChecks(key, company),
  ]),
];

const companiesOf = (config: Config, only: string | undefined): readonly [string, Company][] =>
  only === undefined ? Object.entries(config.companies) : [[only, companyOf(config, only)]];

/** Gives the exit status: 1 when anything is wrong. */
export async function doctor(
  config: Config,
  { json, company }: { readonly json?: boolean; readonly company?: string },
  { out }: Terminal,
): Promise<number> {
  const findings: readonly Finding[] = [
    { name: 'configuration', ok: true, text: `${Object.keys(config.companies).length} companies` },
    ...(await Promise.all(checksOf(config, company).map(examine))),
  ];
  const wrong = findings.filter(({ ok }) => !ok);
  if (json) out(JSON.stringify({ ok: wrong.length === 0, checks: findings }, undefined, 2));
  else out([...findings.map(line), '', verdict(wrong.length)].join('\n'));
  return wrong.length === 0 ? 0 : failed;
}

const line = ({ name, ok, text, mend }: Finding): string =>
  ok
    ? `ok      ${name}: ${text}`
    : `FAILED  ${name}: ${text}\n        Mend: ${(mend ?? '').replaceAll('\n', '\n              ')}`;
const verdict = (wrong: number): string => (wrong === 0 ? 'Everything is in order.' : `${wrong} to mend.`);

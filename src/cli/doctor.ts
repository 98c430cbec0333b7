import type { Config } from '../config.ts';
import { examine, type Check, type Finding } from './doctor/check.ts';
import { erpChecks } from './doctor/erp.ts';
import { serverChecks } from './doctor/servers.ts';
import { stripeChecks } from './doctor/stripe.ts';
import { failed, type Terminal } from './terminal.ts';

/** Checks every connection, permission and setting, side by side; changes nothing. */
export const checksOf = (config: Config): readonly Check[] => [
  ...serverChecks(config),
  ...Object.entries(config.companies).flatMap(([key, company]) => [
    ...stripeChecks(key, company, config),
    ...erpChecks(key, company),
  ]),
];

/** Gives the exit status: 1 when anything is wrong. */
export async function doctor(
  config: Config,
  { json }: { readonly json?: boolean },
  { out }: Terminal,
): Promise<number> {
  const findings: readonly Finding[] = [
    { name: 'configuration', ok: true, text: `${Object.keys(config.companies).length} companies` },
    ...(await Promise.all(checksOf(config).map(examine))),
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

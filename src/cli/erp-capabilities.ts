import Table from 'cli-table3';
import type { Config } from '../config.ts';
import { capabilities, type Abilities } from '../erp/capabilities.ts';
import { abilitiesOf } from '../worker/erp.ts';
import { companyOf } from './company.ts';

type Ways = Readonly<Record<string, Abilities>>;
type Shown = Readonly<Record<string, Ways>>;

/** What every adapter can do by each of its dialects and interfaces, or what one company's ERP can as it is configured. */
export function shownCapabilities(company?: { readonly key: string; readonly config: Config }): Shown {
  if (!company) return capabilities;
  const known = companyOf(company.config, company.key);
  return { [known.erp.adapter]: { [company.key]: abilitiesOf(known.erp) } };
}

export const capabilityTables = (shown: Shown): string =>
  Object.entries(shown)
    .map(([adapter, ways]) => `${adapter}\n${tableOf(ways)}`)
    .join('\n\n');

function tableOf(ways: Ways): string {
  const names = Object.keys(ways);
  const wide = names.length === 1 ? 70 : 34;
  const table = new Table({ head: ['', ...names], colWidths: [18, ...names.map(() => wide)], wordWrap: true });
  const all = Object.keys(Object.values(ways)[0] ?? {}) as (keyof Abilities)[];
  for (const one of all)
    table.push([
      one,
      ...Object.values(ways).map((abilities) => `${abilities[one].can ? '' : 'NO: '}${abilities[one].how}`),
    ]);
  return table.toString();
}

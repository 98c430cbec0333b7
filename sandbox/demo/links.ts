import { relative } from 'node:path';
import type { Product } from './product.ts';
import type { Sandboxes, Site } from './sandboxes.ts';

const queries = {
  'what waits for a person': 'NeedsRepair = true',
  'everything that is parked': 'Stage = "parked"',
  'one payment': 'StripeId = "pi_…"',
  'flows of orders': 'WorkflowType = "orderToCash"',
} as const;

/** Where to look around while the demo stays up. */
export function linksOf({ sites }: Sandboxes, { servers, config, environmentFile }: Product): string {
  const ui = servers.temporalUi;
  const links = Object.entries(queries).map(
    ([what, query]) =>
      `    ${what}: ${query}\n      ${ui}/namespaces/default/workflows?query=${encodeURIComponent(query)}`,
  );
  return `
  Temporal Web UI   ${ui ?? 'of the server at TEMPORAL_ADDRESS'}
${ui ? links.join('\n') : Object.values(queries).join('\n')}
${sites.map(linksOfSite).join('\n')}
  Commands          source ${relative('', environmentFile)}
                    npm run -s quittance -- cases list
                    npm run -s quittance -- mapping check --company ${sites[0]?.company.key ?? 'shop'} --erp
  Configuration     ${relative('', config)}, and its profiles in mappings/ beside it

  It stays up until Ctrl-C.`;
}

const linksOfSite = ({ company, stripe, erp, shop }: Site): string => `
  ${company.key}
    Stripe          ${stripe.url}/_sandbox/state
    ${company.erp.name.padEnd(15)} ${erp.url}/_sandbox/documents   ${erp.url}/_sandbox/books
    its shop        ${shop.url}/_sandbox/state`;

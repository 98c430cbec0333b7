import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Company } from './demo/companies/company.ts';
import { companies } from './demo/companies/index.ts';
import { startSandboxes, type Site } from './demo/sandboxes.ts';
import { configuration, secretsOf, writeFilesOf } from './demo/settings.ts';

const folder = resolve('.quittance', 'sandbox');
const file = join(folder, 'quittance.yaml');
const secretFile = ({ key }: Company): string => join(folder, `webhook-secret-${key}`);

/** Keeps the simulators running for whoever tries things out, and writes a configuration that fits them. */
const { sites, close } = await startSandboxes(companies, { port: 12_111, shipAfterMs: 30_000 });
mkdirSync(folder, { recursive: true });
const webhookSecret = (company: Company): string => `file:${secretFile(company)}`;
writeFilesOf(sites, folder);
writeFileSync(file, configuration(sites, { webhookPort: 8480, apiPort: 8481 }, { webhookSecret }));
// These Stripes have no endpoint yet, so the secrets of earlier ones are worth nothing.
for (const company of companies) rmSync(secretFile(company), { force: true });

const width = Math.max(...companies.map(({ erp }) => erp.name.length));
const siteLines = ({ company, stripe, erp, shop }: Site): string => `
  ${company.key}
    ${'Stripe'.padEnd(width)} ${stripe.url}   what it holds: ${stripe.url}/_sandbox/state
    ${company.erp.name.padEnd(width)} ${erp.url}   documents: ${erp.url}/_sandbox/documents   books: ${erp.url}/_sandbox/books
    ${'its shop'.padEnd(width)} ${shop.url}   orders: ${shop.url}/_sandbox/state`;
const exportLines = Object.entries(secretsOf(companies, 'sandbox-api-key')).map(([name, value]) => `${name}=${value}`);
const setUpLines = companies.map(
  (company) => `npm run quittance -- stripe setup ${company.key} --secret-file ${secretFile(company)}`,
);

console.log(`${sites.map(siteLines).join('\n')}

  Trouble      POST /_sandbox/faults on each of them

  A configuration for them is in ${file}. In another terminal:

    export ${exportLines.join(' ')}
    export QUITTANCE_DATA=${join(folder, 'data')} QUITTANCE_CONFIG=${file}
    ${setUpLines.join('\n    ')}
    npm run up

  Ctrl-C ends them, and all that they remember.
`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void close().then(() => process.exit(0)));

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startSandboxes } from './demo/sandboxes.ts';
import { configuration, erpClient, secretNames, shopToken, stripeKey } from './demo/settings.ts';

const ports = { stripe: 12_111, erp: 12_112, shop: 12_113 };
const folder = resolve('.quittance', 'sandbox');
const file = join(folder, 'quittance.yaml');
const secretFile = join(folder, 'webhook-secret');

/** Keeps the simulators running for whoever tries things out, and writes a configuration that fits them. */
const { stripe, erp, shop, close } = await startSandboxes({ ports, shipAfterMs: 30_000 });
const addresses = { stripe: stripe.url, erp: erp.url, shop: shop.url, webhookPort: 8480, apiPort: 8481 };
mkdirSync(folder, { recursive: true });
writeFileSync(file, configuration(addresses, { webhookSecret: `file:${secretFile}` }));
rmSync(secretFile, { force: true }); // This Stripe has no endpoint yet, so the secret of an earlier one is worth nothing.

console.log(`
  Stripe       ${stripe.url}   what it holds: ${stripe.url}/_sandbox/state
  Prophet 21   ${erp.url}   documents: ${erp.url}/_sandbox/documents   books: ${erp.url}/_sandbox/books
  Shop         ${shop.url}   orders: ${shop.url}/_sandbox/state
  Trouble      POST /_sandbox/faults on each of them

  A configuration for them is in ${file}. In another terminal:

    export ${secretNames.stripeKey}=${stripeKey} ${secretNames.erpSecret}=${erpClient.secret}
    export ${secretNames.shopToken}=${shopToken} ${secretNames.apiKey}=sandbox-api-key QUITTANCE_DATA=${join(folder, 'data')}
    export QUITTANCE_CONFIG=${file}
    npm run quittance -- stripe setup --secret-file ${secretFile}
    npm run up

  Ctrl-C ends them, and all that they remember.
`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void close().then(() => process.exit(0)));

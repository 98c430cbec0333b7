import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startSandboxes } from './demo/sandboxes.ts';
import { configuration, erpClient, secretNames, shopToken, stripeKey } from './demo/settings.ts';

const ports = { stripe: 12_111, erp: 12_112, shop: 12_113 };
const file = resolve('quittance.sandbox.yaml');

/** Keeps the simulators running for whoever tries things out, and writes a configuration that fits them. */
const { stripe, erp, shop, close } = await startSandboxes({ ports, shipAfterMs: 30_000 });
const addresses = { stripe: stripe.url, erp: erp.url, shop: shop.url, webhookPort: 8480, apiPort: 8481 };
writeFileSync(file, configuration(addresses));

console.log(`
  Stripe       ${stripe.url}   state: ${stripe.url}/_sandbox/state
  Prophet 21   ${erp.url}   books: ${erp.url}/_sandbox/books   documents: ${erp.url}/_sandbox/documents
  Shop         ${shop.url}   orders: ${shop.url}/_sandbox/state
  Faults       POST /_sandbox/faults on each of them

  A configuration for them is in ${file}. In another terminal:

    export ${secretNames.stripeKey}=${stripeKey} ${secretNames.erpSecret}=${erpClient.secret} \\
           ${secretNames.shopToken}=${shopToken} ${secretNames.apiKey}=demo-api-key \\
           ${secretNames.webhookSecret}=whsec_0123456789abcdef
    npm run quittance -- stripe setup --config ${file}   # prints the webhook's secret: put it into ${secretNames.webhookSecret}
    npm run up -- --config ${file}

  Ctrl-C ends them, and what they remember.
`);
process.once('SIGINT', () => void close().then(() => process.exit(0)));
process.once('SIGTERM', () => void close().then(() => process.exit(0)));

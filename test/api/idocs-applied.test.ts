import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { laden } from '../../sandbox/demo/companies/laden.ts';
import { configuration, writeFilesOf } from '../../sandbox/demo/settings.ts';
import { startSapSandbox } from '../../sandbox/sap-ecc/server.ts';
import { startStripeSandbox } from '../../sandbox/stripe/index.ts';
import { createNudgeFlow } from '../../src/activities/events.ts';
import { apiPart } from '../../src/cli/parts.ts';
import { parseConfig } from '../../src/config.ts';
import { createLogger } from '../../src/runtime/log.ts';
import { createTelemetry } from '../../src/runtime/telemetry.ts';
import { installTemporalRuntime } from '../../src/runtime/temporal-runtime.ts';
import { connectClient } from '../../src/temporal.ts';
import { startWorker } from '../../src/worker.ts';
import { until } from '../support/product.ts';
import { createDatabase, startTemporal } from '../support/servers.ts';

const user = { username: 'QUITTANCE', password: laden.erp.secret };
const apiKey = 'key-1';
const password = `Basic ${Buffer.from(`sap:${apiKey}`).toString('base64')}`;
/** SAP's partner port, which leads nowhere as long as `url` says so. */
const partner = { url: 'http://127.0.0.1:1', authorization: password };

let product: Awaited<ReturnType<typeof startProduct>>;
beforeAll(async () => {
  product = await startProduct();
}, 120_000);
afterAll(() => product.stop());

/** The real api and a real worker, for a company on the simulated SAP system that is read once an hour. */
async function startProduct() {
  const dir = mkdtempSync(join(tmpdir(), 'quittance-idocs-'));
  const [stripe, sap, database, temporal] = await Promise.all([
    startStripeSandbox({
      account: laden.stripe.account,
      secretKeys: [laden.stripe.apiKey],
      settlementCurrencies: ['eur'],
    }),
    startSapSandbox({
      users: [user],
      customers: [{ CustomerId: '100000', CustomerName: 'Counter sales' }],
      idocsTo: partner,
    }),
    createDatabase(),
    startTemporal(join(dir, 'temporal')),
  ]);
  const site = { company: laden, stripe, erp: sap, shop: { url: 'http://127.0.0.1:1' } };
  const text = configuration([site], { webhookPort: 0, apiPort: 0 }, { servers: true, encryptionKey: 'env:KEY' });
  const env = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
    KEY: Buffer.alloc(32, 7).toString('base64'),
    QUITTANCE_API_KEY: apiKey,
    [laden.stripe.apiKeyVariable]: laden.stripe.apiKey,
    [laden.erp.secretVariable]: laden.erp.secret,
    SHOP_TOKEN: 'none',
    [laden.stripe.webhookSecretVariable]: 'whsec_none',
  };
  const hourly = text.replace('erp_changes_seconds: 2', 'erp_changes_seconds: 86400');
  expect(hourly).not.toBe(text);
  writeFilesOf([site], dir);
  const config = parseConfig(hourly, { file: join(dir, 'quittance.yaml'), env });
  const watch = { log: createLogger({ level: 'error' }), telemetry: createTelemetry() };
  installTemporalRuntime(watch);
  const worker = await startWorker(config, watch);
  const api = await apiPart(config, watch);
  const { client, connection } = connectClient(config.temporal);
  return {
    api,
    sap,
    idocs: () => watch.telemetry.registry.getSingleMetricAsString('quittance_idocs_total'),
    stripe: new Stripe(stripe.secretKey, { host: '127.0.0.1', port: stripe.port, protocol: 'http' }),
    nudge: createNudgeFlow(client),
    async stop() {
      await api.stop();
      await worker.stop();
      await connection.close();
      await Promise.all([stripe.close(), sap.close(), temporal.stop()]);
      await database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

type Documents = Readonly<Record<'salesOrders' | 'cashReceipts', readonly Readonly<Record<string, unknown>>[]>>;
const documents = async (): Promise<Documents> =>
  (await (await fetch(`${product.sap.url}/_sandbox/documents`)).json()) as Documents;
const unapplied = async () => (await documents()).cashReceipts.map(({ unappliedMinor }) => unappliedMinor);
const send = (url: string, body: object, headers: Readonly<Record<string, string>> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

it('has SAP’s INVOIC apply a deposit at once, when its invoices are read only once an hour', async () => {
  const line = { sku: 'WIDGET-S', description: 'Widget', quantity: 2, unit_amount: 5_000, tax: 1_900, tax_rate: '19' };
  const order = {
    id: 'S-1',
    currency: 'EUR',
    created: new Date().toISOString(),
    customer: {
      name: 'Ann Buyer',
      email: 'ann@buyers.example',
      address: { line1: 'Weg 1', city: 'Berlin', country: 'DE' },
    },
    lines: [line],
    total: 11_900,
  };
  const pushed = await send(
    product.api.url + '/orders',
    { company: 'laden', order },
    { authorization: `Bearer ${apiKey}` },
  );
  expect(pushed.ok).toBe(true);
  const { id } = await product.stripe.paymentIntents.create({
    amount: 11_900,
    currency: 'eur',
    confirm: true,
    payment_method: 'pm_card_visa',
    metadata: { ecommerceorderid: 'S-1' },
  });
  await product.nudge({ flow: 'orderToCash', company: 'laden', subject: id, eventId: 'evt_1', type: 'test' });
  await until(unapplied, (amounts) => amounts.length === 1);

  const [{ number } = {}] = (await documents()).salesOrders;
  expect((await send(`${product.sap.url}/_sandbox/ship`, { OrderNo: number })).ok).toBe(true);
  await pause(1_000);
  expect(await unapplied()).toEqual([11_900]);

  partner.url = `${product.api.url}/idocs/sap/laden`;
  expect(await until(unapplied, ([amount]) => amount === 0)).toEqual([0]);
  expect(await product.idocs()).toContain('{type="INVOIC",outcome="woken"} 1');
});

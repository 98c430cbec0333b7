import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Router } from 'express';
import { Counter, type Registry } from 'prom-client';
import type { Config } from '../config.ts';
import { connectClient } from '../temporal.ts';
import { createWebhook, type Alert, type WebhookDeps } from './app.ts';
import { startsAt } from './start.ts';

type Around = {
  readonly log: WebhookDeps['log'];
  readonly alert: (alert: Alert) => void;
  readonly registry: Registry;
  /** Health and metrics. */
  readonly router?: Router;
};
export type Listening = { readonly url: string; close(): Promise<void> };

/**
 * Listens for Stripe. It starts while Temporal is down, and answers 503 until it is back.
 * @throws SecretError when a webhook secret can't be read: without it anybody could forge events.
 */
export async function startWebhook(config: Config, { log, alert, registry, router }: Around): Promise<Listening> {
  for (const { stripe } of Object.values(config.companies)) for (const secret of stripe.webhookSecrets) secret.read();
  const temporal = connectClient(config.temporal);
  const deliveries = new Counter({
    name: 'quittance_webhook_deliveries_total',
    help: 'Deliveries of Stripe events by company and answer',
    labelNames: ['company', 'answer'],
    registers: [registry],
  });
  const app = createWebhook({
    companies: config.companies,
    start: startsAt(temporal),
    count: (company, answer) => deliveries.inc({ company, answer }),
    bodyLimitKib: config.webhook.bodyLimitKib,
    log,
    alert,
    ...(router && { router }),
  });
  const { host, port } = config.webhook;
  const server = app.listen(port, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    /** Deliveries under way are answered first. */
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
      await temporal.connection.close();
    },
  };
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Router } from 'express';
import type { Config } from '../config.ts';
import type { Connection } from '@temporalio/client';
import { connectClient } from '../temporal.ts';
import { createWebhook, type WebhookDeps } from './app.ts';
import { startsAt } from './start.ts';

type Around = Pick<WebhookDeps, 'log' | 'alert' | 'count'> & {
  /** Health and metrics, given what must work for the webhook to be ready. */
  readonly router?: (checks: { temporal(): Promise<void> }) => Router;
};
export type Listening = { readonly url: string; stop(): Promise<void> };

/**
 * Listens for Stripe. It starts while Temporal is down, and answers 503 until it is back.
 * @throws SecretError when a webhook secret can't be read: without it anybody could forge events.
 */
export async function startWebhook(config: Config, { log, alert, count, router }: Around): Promise<Listening> {
  for (const { stripe } of Object.values(config.companies)) for (const secret of stripe.webhookSecrets) secret.read();
  const temporal = connectClient(config.temporal);
  const app = createWebhook({
    companies: config.companies,
    start: startsAt(temporal),
    count,
    bodyLimitKib: config.webhook.bodyLimitKib,
    log,
    alert,
    ...(router && { router: router({ temporal: () => reachable(temporal.connection) }) }),
  });
  const { host, port } = config.webhook;
  const server = app.listen(port, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    /** Deliveries under way are answered first. */
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
      await temporal.connection.close();
    },
  };
}

const reachable = (connection: Connection): Promise<void> =>
  connection.withDeadline(Date.now() + 2_000, () => connection.ensureConnected());

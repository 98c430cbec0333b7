import { createNudgeFlow } from '../activities/events.ts';
import { startRefundRequest } from '../activities/request-refund/start.ts';
import { startApi } from '../api/server.ts';
import type { Config } from '../config.ts';
import { healthRouter, type Check } from '../runtime/health.ts';
import type { Logger } from '../runtime/log.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { connectClient } from '../temporal.ts';
import { startWebhook } from '../webhook/server.ts';
import { openDirectAlerts } from '../worker/alerts.ts';
import { syncNow } from '../worker/schedules.ts';
import { openStore } from '../worker/store.ts';

export type Watch = { readonly log: Logger; readonly telemetry: Telemetry };
type Checks = Readonly<Record<string, Check>>;

/** The webhook with its health, metrics and alerts; `more` checks are those of other parts of the same process. */
export async function webhookPart(config: Config, { log, telemetry }: Watch, more: () => Checks = () => ({})) {
  const alerts = openDirectAlerts(config, { log, telemetry });
  const webhook = await startWebhook(config, {
    log,
    alert: (about) => void alerts.raise({ ...about, subject: 'webhook' }),
    count: (outcome, code) => telemetry.webhookAnswers.inc({ outcome, code }),
    router: (checks) => healthRouter({ registry: telemetry.registry, checks: { ...checks, ...more() } }),
  });
  log.info({ url: webhook.url }, `webhook listens at ${webhook.url}/webhooks/stripe/<company>`);
  return webhook;
}

/** The API with its database, and a client to wake what waits for an order. */
export async function apiPart(config: Config, { log, telemetry }: Watch) {
  const store = await openStore(config, telemetry);
  const { client, connection } = connectClient(config.temporal);
  const nudge = createNudgeFlow(client);
  const close = () => Promise.all([store.close(), connection.close()]);
  try {
    const api = await startApi(config, {
      put: store.orders.put,
      wake: async (company, orderId) => {
        const payments = await store.orders.paymentsOf(company, orderId);
        const news = { flow: 'orderToCash' as const, company, eventId: `order/${orderId}`, type: 'order.pushed' };
        await connection.withDeadline(Date.now() + 5_000, () =>
          Promise.all(payments.map(({ payment }) => nudge({ ...news, subject: payment }))),
        );
      },
      refresh: (company) => connection.withDeadline(Date.now() + 5_000, () => syncNow(client, company)),
      ask: (request) => connection.withDeadline(Date.now() + 5_000, () => startRefundRequest(client, request)),
      countIdoc: (type, outcome) => telemetry.idocs.inc({ type, outcome }),
      log,
      router: healthRouter({ registry: telemetry.registry, checks: { database: store.check } }),
    });
    log.info({ url: api.url }, `api listens at ${api.url}/orders`);
    return {
      url: api.url,
      async stop() {
        await api.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

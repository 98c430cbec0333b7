import { Stripe } from 'stripe';
import type { Client, Connection } from '@temporalio/client';
import { Pool } from 'undici';
import { parseShopOrder } from '../../src/mapping/shop-order-schema.ts';
import { createTelemetry } from '../../src/runtime/telemetry.ts';
import { connectClient } from '../../src/temporal.ts';
import { openStore } from '../../src/worker/store.ts';
import { eventWorkflowId, flowId, mainQueue } from '../../src/workflows/messages.ts';
import { Company, StripeId } from '../../src/workflows/search-attributes.ts';
import { company } from '../configuration.ts';
import { drive } from '../drive.ts';
import { signedEvent, webhookPath } from '../event.ts';
import type { Place } from '../place.ts';
import { floorNamespace } from './floor/namespace.ts';
import type { Processes } from './processes.ts';

type News = { readonly eventId: string; readonly type: string; readonly payment: string };
/** The product, or its floor. */
export type Side = {
  readonly namespace: string;
  /** The floor keeps no ledger: a second event for an order that was settled would do everything again. */
  readonly remembers: boolean;
  /** What must be there before the first event: the shop's orders and their payments. Gives the payments. */
  prepare(name: string, count: number): Promise<readonly string[]>;
  send(news: News): Promise<boolean>;
  /** Until the events were passed on and the payment's flow has ended. Gives `settled`, or what came instead. */
  ended(payment: string, eventIds: readonly string[]): Promise<string>;
};
const endedWithinMs = 60_000;

export async function openProduct(
  { config, urls }: Processes,
  ends: Place['ends'],
): Promise<Side & { readonly client: Client }> {
  const store = await openStore(config, createTelemetry());
  ends(() => store.close());
  const temporal = connectClient(config.temporal);
  ends(() => temporal.connection.close());
  const webhook = new Pool(urls.webhook, { connections: 64, pipelining: 1 });
  ends(() => webhook.close());
  const { hostname, port } = new URL(urls.stripe);
  const stripe = new Stripe('sk_test_sandbox', {
    host: hostname,
    port: Number(port),
    protocol: 'http',
    telemetry: false,
  });
  return {
    client: temporal.client,
    namespace: config.temporal.namespace,
    remembers: true,
    async prepare(name, count) {
      const payments: string[] = [];
      await drive({ total: count, atOnce: 8, withinMs: Infinity }, async (index) => {
        const id = `${name}-${index}`;
        await store.orders.put(company, parseShopOrder(shopOrder(id)), 'pushed');
        payments.push((await stripe.paymentIntents.create(payment(id))).id);
        return true;
      });
      return payments;
    },
    async send({ eventId, type, payment }) {
      const { headers, body } = signedEvent(eventId, type, payment);
      const answer = await webhook.request({ path: webhookPath, method: 'POST', headers, body });
      await answer.body.dump();
      return answer.statusCode === 200;
    },
    ended: endedBy(temporal),
  };
}

/** The same by a bare client: no webhook, no Stripe, no ERP, no database. */
export function openFloor({ config }: Processes, ends: Place['ends']): Side {
  const temporal = connectClient({ ...config.temporal, namespace: floorNamespace });
  ends(() => temporal.connection.close());
  return {
    namespace: floorNamespace,
    remembers: false,
    prepare: (name, count) => Promise.resolve(Array.from({ length: count }, (_, index) => `pi_${name}x${index}`)),
    async send({ eventId, payment }) {
      await temporal.client.workflow.start('receiveEvent', {
        workflowId: eventWorkflowId({ company, eventId }),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
        workflowIdConflictPolicy: 'USE_EXISTING',
        taskQueue: mainQueue,
        args: [{ company, subject: payment }],
        typedSearchAttributes: [
          { key: Company, value: company },
          { key: StripeId, value: payment },
        ],
      });
      return true;
    },
    ended: endedBy(temporal),
  };
}

const endedBy =
  ({ client, connection }: { readonly client: Client; readonly connection: Connection }): Side['ended'] =>
  async (subject, eventIds) => {
    const result = (id: string): Promise<unknown> => client.workflow.getHandle(id).result();
    const ended = connection.withDeadline(Date.now() + endedWithinMs, async () => {
      await Promise.all(eventIds.map((eventId) => result(eventWorkflowId({ company, eventId }))));
      return result(flowId({ flow: 'orderToCash', company, subject }));
    });
    return ended.then(String, (error: unknown) =>
      error instanceof Error ? `${error.message}: ${String(error.cause)}` : String(error),
    );
  };

/** A guest's order of one line: a customer, an order and a receipt are due. */
const shopOrder = (id: string) => ({
  id,
  currency: 'USD',
  created: '2026-11-20T10:00:00Z',
  customer: { name: 'Ann Buyer', email: `${id}@buyers.example`, address: { line1: '1 Main St', country: 'US' } },
  lines: [{ sku: 'SKU-1', description: 'Widget', quantity: 2, unit_amount: 5_000, tax: 1_900, tax_rate: '19' }],
  total: 11_900,
});
const payment = (id: string) => ({
  amount: 11_900,
  currency: 'usd',
  confirm: true,
  payment_method: 'pm_card_visa',
  metadata: { ecommerceorderid: id },
});

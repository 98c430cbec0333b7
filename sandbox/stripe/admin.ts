import express from 'express';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { adminMoney } from './admin-money.ts';
import type { On } from './admin-money.ts';
import { paySession } from './checkout-completion.ts';
import { seedCustomers } from './customers.ts';
import { emit, redeliver } from './events.ts';
import { addInvoice } from './invoices.ts';
import { confirm, settleDebit } from './paying.ts';
import { addIntent } from './payment-intents.ts';
import { methodNamed } from './payment-methods.ts';
import { state } from './state.ts';
import { rollSecret, setEndpointStatus } from './webhook-endpoints.ts';
import type { World } from './world.ts';

const line = z.string().nullable().default(null);
const address = z.object({ city: line, country: line, line1: line, line2: line, postal_code: line, state: line });
const details = z.object({
  address: address.nullable().default(null),
  email: line,
  name: line,
  phone: line,
});
const payment = z.strictObject({
  payment_method: z.string().default('pm_card_visa'),
  customer_details: details.default({ address: null, email: null, name: null, phone: null }),
});
const clock = z.union([z.strictObject({ advance_seconds: z.int() }), z.strictObject({ now: z.int() })]);
const settlement = z.strictObject({ payment_intent: z.string(), outcome: z.enum(['succeeded', 'failed']) });
const emission = z.strictObject({
  type: z.string(),
  object: z.record(z.string(), z.unknown()),
  previous: z.record(z.string(), z.unknown()).optional(),
  account: z.string().optional(),
  livemode: z.boolean().optional(),
  api_version: z.string().optional(),
  timestamp_offset_seconds: z.int().optional(),
  secret: z.string().optional(),
});
const share = z.number().min(0).max(1);
const deliveries = z
  .strictObject({
    attempts: z.int().positive(),
    backoffMs: z.int().nonnegative(),
    maxBackoffMs: z.int().nonnegative(),
    timeoutMs: z.int().positive(),
    disableAfterFailures: z.int().nonnegative(),
    concurrency: z.int().positive(),
    delayMs: z.int().nonnegative(),
    disorderMs: z.int().nonnegative(),
    duplicateProbability: share,
    duplicateTimes: z.int().nonnegative(),
  })
  .partial();
const behaviour = z
  .strictObject({
    debitSettlesMs: z.int().nonnegative(),
    refundSettlesMs: z.int().nonnegative(),
    balanceLateMs: z.int().nonnegative(),
    latencyMs: z.int().nonnegative(),
    partialCaptureReverses: z.boolean(),
  })
  .partial();
const billing = z.strictObject({
  amount: z.int().positive(),
  currency: z.string().length(3),
  customer: z.string(),
  payment_method: z.string().default('pm_card_visa'),
});
const seeding = z.strictObject({
  customers: z.array(
    details.extend({
      description: line,
      metadata: z.record(z.string(), z.string()).default({}),
      shipping: z.null().default(null),
    }),
  ),
});
const endpointStatus = z.strictObject({ status: z.enum(['enabled', 'disabled']) });
const releasing = z.strictObject({
  order: z.enum(['forwards', 'backwards']).default('forwards'),
  times: z.int().positive().default(1),
});
const rolling = z.strictObject({ secret: z.string().optional() });

/** What the sandbox can be told and asked from outside, none of which the real Stripe has. */
export function adminRouter(world: World): Router {
  const router = express.Router();
  router.use(express.json({ limit: '64mb' }));
  const { store } = world;
  const on: On = (path, schema, act) => void router.post(path, (req, res) => answer(req, res, schema, act));

  router.get('/state', (_req, res) => void res.json(state(world)));
  router.get('/events', (_req, res) => void res.json({ events: store.all('event') }));
  router.get('/deliveries', (_req, res) => void res.json(world.deliveries.state()));
  router.get('/clock', (_req, res) => void res.json({ now: world.clock.now() }));

  on('/clock', clock, (asked) => ({
    now: 'now' in asked ? world.clock.set(asked.now) : world.clock.advance(asked.advance_seconds),
  }));
  on('/settle', settlement, ({ payment_intent: id, outcome }) => {
    const intent = store.get('payment_intent', id);
    settleDebit(world, intent, outcome);
    return intent;
  });
  on('/checkout/:id/pay', payment, (body, id) => paySession(world, store.get('checkout.session', id), body));
  adminMoney(on, world);
  on('/customers', seeding, ({ customers }) => ({ ids: seedCustomers(world, customers) }));
  on('/invoices', billing, (body) => billInvoice(world, body));
  on('/emit', emission, ({ api_version: apiVersion, timestamp_offset_seconds: timestampOffsetSeconds, ...rest }) =>
    emit(world, { ...rest, apiVersion, timestampOffsetSeconds }),
  );
  on('/events/:id/redeliver', z.unknown(), (_body, id) => redeliver(world, id));
  on('/webhook_endpoints/:id/roll', rolling, ({ secret }, id) => ({ secret: rollSecret(world, id, secret) }));
  on('/webhook_endpoints/:id', endpointStatus, ({ status }, id) => setEndpointStatus(world, id, status));
  on('/behaviour', behaviour, (change) => Object.assign(world.behaviour, change));
  on('/deliveries', deliveries, (change) => {
    world.deliveries.configure(change as Parameters<typeof world.deliveries.configure>[0]);
    return world.deliveries.state();
  });
  on('/deliveries/pause', z.unknown(), () => {
    world.deliveries.pause();
    return world.deliveries.state();
  });
  on('/deliveries/resume', z.unknown(), () => {
    world.deliveries.resume();
    return world.deliveries.state();
  });
  on('/deliveries/release', releasing, (how) => ({ released: world.deliveries.release(how) }));
  on('/deliveries/discard', z.unknown(), () => ({ discarded: world.deliveries.discard() }));
  return router;
}

function answer<T>(req: Request, res: Response, schema: z.ZodType<T>, act: (body: T, id: string) => unknown): void {
  const parsed = schema.safeParse(req.body ?? {});
  if (parsed.success) res.json(act(parsed.data, String(req.params['id'] ?? '')));
  else res.status(400).json({ error: `${req.path}: ${z.prettifyError(parsed.error)}` });
}

/** Billing finalises an invoice and pays it at once, as a renewal does. */
function billInvoice(world: World, { amount, currency, customer, payment_method: name }: z.output<typeof billing>) {
  const { email } = world.store.get('customer', customer);
  const method = methodNamed(world, name);
  const intent = addIntent(world, {
    amount,
    currency,
    customer,
    capture_method: 'automatic',
    description: 'Subscription update',
    receipt_email: null,
    shipping: null,
  });
  const reason = 'subscription_cycle';
  const invoice = addInvoice(world, {
    amount,
    currency,
    customer,
    email,
    intent: intent.id,
    reason,
    description: null,
  });
  confirm(world, intent, method);
  return invoice;
}

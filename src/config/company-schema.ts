import { z } from 'zod';
import { amounts } from './amounts.ts';
import { erp } from './erp-schema.ts';
import { section } from './section.ts';
import {
  apiVersion,
  currency,
  metadataKey,
  secret,
  setting,
  stripeAccount,
  text,
  timeZone,
  url,
  whole,
  type Sources,
} from './values.ts';

/** The API version that the `stripe` package in use was made for. */
const stripeApiVersion = '2026-10-28.endive';

/** One Stripe account bound to one company in an ERP. */
export const companySchema = (sources: Sources) =>
  section({
    stripe: stripe(sources),
    erp: erp(sources),
    ledger_currency: currency,
    time_zone: timeZone,
    profile: text.optional(),
    orders: orders(sources).prefault({}),
    customers: section({
      id_metadata_key: metadataKey.default('customer_id'),
    }).prefault({}),
    metadata_keys: section({
      order: metadataKey.default('erporderid'),
      erp_order: metadataKey.default('ERP_Order_ID'),
      customer: metadataKey.default('customer_id'),
    }).prefault({}),
    after_outage: z.array(turn).default([]),
    sync: section({
      erp_changes_seconds: whole(1, 86_400).default(60),
      overlap_seconds: whole(0, 86_400).default(300),
      sweep_seconds: whole(30, 86_400).default(300),
      sweep_overlap_seconds: whole(0, 604_800).default(3_600),
    }).prefault({}),
  });

/** Whose turn it is first at an ERP that is back, in this order; everything else comes after. */
const turn = section({
  flow: z.enum(['order_to_cash', 'settle_refund', 'track_dispute', 'sync_customer', 'sync_item']).optional(),
  min_amount: amounts.optional(),
});

const stripe = ({ env, secretOf }: Sources) =>
  section({
    account: setting(env, stripeAccount),
    api_key: secret(secretOf),
    webhook_secrets: z.array(secret(secretOf)).min(1, 'names no secret: without one, anybody could forge events'),
    livemode: z.boolean(),
    api_version: apiVersion.default(stripeApiVersion),
    base_url: setting(env, url).optional(),
    connect_account: stripeAccount.optional(),
    per_second: whole(4, 1_000).optional(),
  });

const orders = ({ env, secretOf }: Sources) =>
  section({
    id_keys: z.array(metadataKey).min(1, 'names no metadata key').default(['ecommerceorderid']),
    sources: z
      .array(z.enum(['pushed', 'http', 'checkout']))
      .min(1, 'names no source')
      .default(['pushed', 'checkout']),
    http: section({
      url: setting(
        env,
        url.refine((value) => value.includes('{order}'), 'lacks {order}, where the id of the order goes'),
      ),
      auth: secret(secretOf).optional(),
      timeout_seconds: whole(1, 60).default(10),
    }).optional(),
    grace_minutes: whole(0, 10_080).default(10),
    other_payments_hours: whole(0, 720).default(24),
    when_pending: z.enum(['hold', 'nothing']).default('hold'),
    when_authorised: z.enum(['nothing', 'hold']).default('nothing'),
  });

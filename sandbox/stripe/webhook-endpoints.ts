import type Stripe from 'stripe';
import { z } from 'zod';
import { flag, given, mergedMetadata, metadata, read, text, textOrNull, word } from './form.ts';
import { newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import type { Endpoint } from './settings.ts';
import type { World } from './world.ts';

const creation = z.object({
  api_version: textOrNull,
  description: textOrNull,
  enabled_events: z.array(word).min(1),
  metadata: metadata.optional(),
  url: z.url({ protocol: /^https?$/, error: 'Not a valid URL' }),
});
const update = z.object({
  description: text.optional(),
  disabled: flag.optional(),
  enabled_events: z.array(word).min(1).optional(),
  metadata: metadata.optional(),
  url: z.url({ protocol: /^https?$/, error: 'Not a valid URL' }).optional(),
});

export function addEndpoint(world: World, { url, secrets, enabledEvents = ['*'], apiVersion }: Endpoint) {
  const endpoint: Stripe.WebhookEndpoint = {
    id: world.ids('we'),
    object: 'webhook_endpoint',
    api_version: apiVersion ?? null,
    application: null,
    created: world.clock.now(),
    description: null,
    enabled_events: [...enabledEvents],
    livemode: world.livemode,
    metadata: {},
    status: 'enabled',
    url,
  };
  world.secrets.set(endpoint.id, secrets);
  return world.store.insert('webhook_endpoint', endpoint);
}

/** A disabled one is sent nothing: neither what happens meanwhile, nor what was tried before. */
export function setEndpointStatus(world: World, id: string, status: 'enabled' | 'disabled'): Stripe.WebhookEndpoint {
  const endpoint = world.store.get('webhook_endpoint', id);
  endpoint.status = status;
  return endpoint;
}

/** Gives an endpoint a new secret; the one before signs along, as it does for a day at Stripe. */
export function rollSecret(world: World, id: string, secret = world.ids('whsec', 32)): string {
  const [old] = world.secrets.get(world.store.get('webhook_endpoint', id).id) ?? [];
  world.secrets.set(id, old === undefined ? [secret] : [secret, old]);
  return secret;
}

export const webhookEndpointRoutes = (world: World): Routes => ({
  'POST /v1/webhook_endpoints': ({ params }) => {
    const asked = read(creation, params);
    const secret = world.ids('whsec', 32);
    const { enabled_events: enabledEvents, url, api_version: version } = asked;
    const endpoint = addEndpoint(world, {
      url,
      secrets: [secret],
      enabledEvents,
      ...(version === null ? {} : { apiVersion: version }),
    });
    Object.assign(endpoint, { description: asked.description, metadata: mergedMetadata({}, asked.metadata) });
    return { ...endpoint, secret };
  },
  'GET /v1/webhook_endpoints': ({ params }) =>
    newestFirst(world.store.all('webhook_endpoint'), params, '/v1/webhook_endpoints'),
  'GET /v1/webhook_endpoints/:id': ({ id }) => world.store.get('webhook_endpoint', id),
  'POST /v1/webhook_endpoints/:id': ({ id, params }) => {
    const endpoint = world.store.get('webhook_endpoint', id);
    const { metadata: asked, disabled, ...fields } = read(update, params);
    Object.assign(endpoint, given(fields), { metadata: mergedMetadata(endpoint.metadata, asked) });
    if (disabled !== undefined) setEndpointStatus(world, id, disabled ? 'disabled' : 'enabled');
    return endpoint;
  },
  'DELETE /v1/webhook_endpoints/:id': ({ id }) => {
    world.store.get('webhook_endpoint', id);
    world.store.remove('webhook_endpoint', id);
    return { id, object: 'webhook_endpoint', deleted: true };
  },
});

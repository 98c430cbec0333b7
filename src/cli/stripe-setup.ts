import { existsSync, writeFileSync } from 'node:fs';
import type { Stripe } from 'stripe';
import type { Config } from '../config.ts';
import { createStripeClient, reading, writing } from '../stripe/client.ts';
import { handledEvents } from '../stripe/events.ts';
import { Complaint, type Terminal } from './terminal.ts';

type Options = { readonly secretFile?: string };

/** Where Stripe reaches the webhook of a company. */
export const endpointUrl = (publicUrl: string, company: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/webhooks/stripe/${company}`;

export const endpointsAt = async (stripe: Stripe, url: string): Promise<readonly Stripe.WebhookEndpoint[]> =>
  (await reading(stripe.webhookEndpoints.list({ limit: 100 }), 'list')).data.filter((endpoint) => endpoint.url === url);

const sameEvents = ({ enabled_events }: Stripe.WebhookEndpoint): boolean =>
  enabled_events.length === handledEvents.length && handledEvents.every((event) => enabled_events.includes(event));

/** Registers the webhook endpoint with exactly the events that we handle; run again, it only mends what differs. */
export async function setUpStripe(
  config: Config,
  company: string,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const settings = config.companies[company];
  if (!settings) throw new Complaint(`${company} is none of the companies ${Object.keys(config.companies).join(', ')}`);
  const { publicUrl } = config.webhook;
  if (!publicUrl)
    throw new Complaint('There is no webhook.public_url. For example: public_url: https://hooks.example.com');
  if (options.secretFile && existsSync(options.secretFile))
    throw new Complaint(`${options.secretFile} exists already: name another file, or remove it`);
  const stripe = createStripeClient(settings.stripe);
  const url = endpointUrl(publicUrl, company);
  const known = await endpointsAt(stripe, url);
  const right = known.find(({ api_version }) => api_version === settings.stripe.apiVersion);
  if (right) return mend(stripe, right, terminal);

  const created = await writing(
    stripe.webhookEndpoints.create({
      url,
      enabled_events: [...handledEvents],
      api_version: settings.stripe.apiVersion as Stripe.WebhookEndpointCreateParams.ApiVersion,
      description: `quittance ${company}`,
    }),
    'webhook_endpoint',
  );
  terminal.out(
    `Registered ${created.id} at ${url} for ${handledEvents.length} events in ${settings.stripe.apiVersion}.`,
  );
  keepSecret(
    created.secret,
    settings.stripe.webhookSecrets[0]?.reference ?? 'env:STRIPE_WEBHOOK_SECRET',
    options,
    terminal,
  );
  for (const { id, api_version } of known)
    terminal.out(
      `${id} still delivers in API version ${api_version ?? 'of the account'}: delete it once the new secret is in place.`,
    );
}

async function mend(stripe: Stripe, endpoint: Stripe.WebhookEndpoint, { out }: Terminal): Promise<void> {
  if (sameEvents(endpoint) && endpoint.status === 'enabled')
    return out(`${endpoint.id} is registered as it should be.`);
  const changes = { enabled_events: [...handledEvents], disabled: false };
  await writing(stripe.webhookEndpoints.update(endpoint.id, changes), 'webhook_endpoint');
  out(
    `${endpoint.id} now delivers exactly the ${handledEvents.length} events that are handled. Its secret stays the same.`,
  );
}

/** Stripe tells the secret only now; it is never printed. */
function keepSecret(secret: string | undefined, reference: string, { secretFile }: Options, { out }: Terminal): void {
  if (secretFile && secret) {
    writeFileSync(secretFile, secret, { mode: 0o600, flag: 'wx' });
    return out(`Its signing secret is in ${secretFile}; webhook_secrets may name file:${secretFile}.`);
  }
  out(
    `Its signing secret belongs into ${reference}: copy it from the endpoint's page at https://dashboard.stripe.com/webhooks.`,
  );
}

import type { Company, Config } from '../../config.ts';
import { createStripeClient, reading } from '../../stripe/client.ts';
import { handledEvents } from '../../stripe/events.ts';
import { endpointsAt, endpointUrl } from '../stripe-setup.ts';
import { Wrong, type Check } from './check.ts';

/** Key, account and mode, the endpoint as registered, and its secrets. */
export function stripeChecks(key: string, { stripe: settings }: Company, { webhook }: Config): readonly Check[] {
  const at = `companies.${key}.stripe`;
  return [
    {
      name: `${key}: Stripe key`,
      run: () => checkKey(settings, at),
      mend: `Put a (restricted) key of ${settings.account} where ${settings.apiKey.reference} leads; see ${at}.api_key`,
    },
    {
      name: `${key}: webhook endpoint`,
      run: () => checkEndpoint(key, settings, webhook.publicUrl),
      mend: `Run \`quittance stripe setup ${key}\``,
    },
    {
      name: `${key}: webhook secrets`,
      run: async () => checkSecrets(settings.webhookSecrets),
      mend: `Put the endpoint's signing secret (whsec_…) where ${at}.webhook_secrets leads`,
    },
  ];
}

async function checkKey(settings: Company['stripe'], at: string): Promise<string> {
  const mode = /^(?:sk|rk)_(live|test)_/.exec(settings.apiKey.read())?.[1];
  if (!mode) throw new Wrong('the key is neither sk_… nor rk_…');
  if ((mode === 'live') !== settings.livemode)
    throw new Wrong(
      `the key is a ${mode} key, but livemode is ${settings.livemode}`,
      `Change the key, or ${at}.livemode`,
    );
  const { id } = await reading(createStripeClient(settings).accounts.retrieveCurrent(), 'account');
  const expected = settings.connectAccount ?? settings.account;
  if (id !== expected)
    throw new Wrong(`the key belongs to ${id}, but ${expected} is configured`, `Change the key, or ${at}.account`);
  return `${id}, ${mode}`;
}

async function checkEndpoint(key: string, settings: Company['stripe'], publicUrl: string | undefined): Promise<string> {
  if (!publicUrl) return 'not checked: webhook.public_url is not set';
  const url = endpointUrl(publicUrl, key);
  const [endpoint, ...more] = await endpointsAt(createStripeClient(settings), url);
  if (!endpoint) throw new Wrong(`none is registered at ${url}`);
  if (more.length > 0)
    throw new Wrong(`${more.length + 1} are registered at ${url}`, `Keep one: delete the others at Stripe`);
  if (endpoint.status !== 'enabled') throw new Wrong(`${endpoint.id} is ${endpoint.status}`);
  if (endpoint.api_version !== settings.apiVersion)
    throw new Wrong(
      `${endpoint.id} delivers in API version ${endpoint.api_version ?? 'of the account'}, not ${settings.apiVersion}`,
    );
  const { enabled_events: events } = endpoint;
  const missing = handledEvents.filter((event) => !events.includes(event) && !events.includes('*'));
  if (missing.length > 0) throw new Wrong(`${endpoint.id} lacks ${missing.join(', ')}`);
  const needless = events.filter((event) => !handledEvents.some((handled) => handled === event));
  if (needless.length > 0) throw new Wrong(`${endpoint.id} delivers needlessly ${needless.join(', ')}`);
  return `${endpoint.id}, ${events.length} events`;
}

function checkSecrets(secrets: Company['stripe']['webhookSecrets']): string {
  for (const secret of secrets)
    if (!secret.read().startsWith('whsec_'))
      throw new Wrong(`what ${secret.reference} leads to doesn't begin with whsec_`);
  return `${secrets.length} readable`;
}

import { Stripe } from 'stripe';

export { reading, StripeFault, writing } from './fault.ts';

export type StripeAccess = {
  readonly apiKey: { read(): string };
  readonly apiVersion: string;
  /** A sandbox instead of Stripe. */
  readonly baseUrl?: string;
  /** Acts for this connected account. */
  readonly connectAccount?: string;
};

/**
 * Tries once and gives up after 20 s: retries are Temporal's. The key is read for every request, so that a rotated one
 * counts at once; telemetry is off.
 */
export function createStripeClient({ apiKey, apiVersion, baseUrl, connectAccount }: StripeAccess): Stripe {
  return new Stripe('read for every request', {
    apiVersion: apiVersion as Stripe.LatestApiVersion, // Another version is the configuration's choice; objects are parsed, not trusted.
    maxNetworkRetries: 0,
    timeout: 20_000,
    telemetry: false,
    httpClient: withKey(apiKey),
    ...(connectAccount && { stripeAccount: connectAccount }),
    ...(baseUrl && addressOf(new URL(baseUrl))),
  });
}

const addressOf = ({ hostname, port, protocol }: URL) => ({
  host: hostname,
  protocol: protocol === 'http:' ? ('http' as const) : ('https' as const),
  port: port || (protocol === 'http:' ? 80 : 443),
});

/** The package's own `authenticator` leaves a request hanging for ever when it throws: here it is a failed request. */
function withKey(apiKey: { read(): string }): Stripe.HttpClient {
  const client = Stripe.createNodeHttpClient();
  const send = client.makeRequest.bind(client);
  client.makeRequest = async (host, port, path, method, headers, ...rest) =>
    send(
      host,
      port,
      path,
      method,
      { ...(headers as Record<string, string>), Authorization: `Bearer ${apiKey.read()}` },
      ...rest,
    );
  return client;
}

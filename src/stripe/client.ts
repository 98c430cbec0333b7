import { Stripe } from 'stripe';

import { NoRoom } from './fault.ts';

export { reading, StripeFault, writing } from './fault.ts';

export type StripeAccess = {
  readonly apiKey: { read(): string };
  readonly apiVersion: string;
  /** A sandbox instead of Stripe. */
  readonly baseUrl?: string;
  /** Acts for this connected account. */
  readonly connectAccount?: string;
};

/** Room for requests that others make too. */
export type Pace = {
  /** Waits for room; says for how many milliseconds there is still none. */
  readonly enter: () => Promise<number | undefined>;
  /** Stripe has had enough for so many milliseconds. */
  readonly enough: (ms: number) => Promise<void>;
};

/**
 * Tries once and gives up after 20 s: retries are Temporal's. The key is read for every request, so that a rotated one
 * counts at once; telemetry is off.
 */
export function createStripeClient({ apiKey, apiVersion, baseUrl, connectAccount }: StripeAccess, pace?: Pace): Stripe {
  return new Stripe('read for every request', {
    apiVersion: apiVersion as Stripe.LatestApiVersion, // Another version is the configuration's choice; objects are parsed, not trusted.
    maxNetworkRetries: 0,
    timeout: 20_000,
    telemetry: false,
    httpClient: withKey(apiKey, pace),
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
function withKey(apiKey: { read(): string }, pace?: Pace): Stripe.HttpClient {
  const client = Stripe.createNodeHttpClient();
  const send = client.makeRequest.bind(client);
  client.makeRequest = async (host, port, path, method, headers, ...rest) => {
    const waitMs = await pace?.enter();
    if (waitMs !== undefined) throw new NoRoom(waitMs);
    const authorised = { ...(headers as Record<string, string>), Authorization: `Bearer ${apiKey.read()}` };
    const answer = await send(host, port, path, method, authorised, ...rest);
    const pauseMs = answer.getStatusCode() === 429 ? restMs(answer.getHeaders()) : 0;
    if (pauseMs > 0) await pace?.enough(pauseMs);
    return answer;
  };
  return client;
}

/** For how long everybody rests; a lock on one object is nobody else's matter, and bears neither header. */
function restMs(headers: Record<string, unknown>): number {
  const seconds = Number(headers['retry-after']);
  if (Number.isInteger(seconds) && seconds > 0) return Math.min(seconds, 60) * 1_000;
  return headers['stripe-rate-limited-reason'] === undefined ? 0 : 1_000;
}

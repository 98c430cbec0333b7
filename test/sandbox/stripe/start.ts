import { Stripe } from 'stripe';
import { expect } from 'vitest';
import { startStripeSandbox } from '../../../sandbox/stripe/index.ts';
import type { StripeSandbox, StripeSandboxOptions } from '../../../sandbox/stripe/index.ts';

/** A sandbox of its own for one test, with the unmodified client; closes itself at the end of the test. */
export async function sandboxFor(onTestFinished: (close: () => Promise<void>) => void, options?: StripeSandboxOptions) {
  const sandbox = await startStripeSandbox(options);
  onTestFinished(sandbox.close);
  return { sandbox, stripe: clientOf(sandbox), admin: adminOf(sandbox) };
}

export const clientOf = ({ host, port, secretKey }: StripeSandbox, key = secretKey): Stripe =>
  new Stripe(key, { host, port, protocol: 'http', apiVersion: '2026-10-28.endive', maxNetworkRetries: 0 });

/** Speaks to the admin routes over HTTP, as a demo or a judge does. */
const adminOf =
  ({ url }: { readonly url: string }) =>
  async <T = unknown>(path: string, body?: unknown): Promise<T> => {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const reply = await fetch(`${url}/_sandbox${path}`, body === undefined ? {} : request);
    return (await reply.json()) as T;
  };

export const typesOf = async (stripe: Stripe): Promise<string[]> =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).reverse();

/** Waits for what happens by itself, with patience for a busy machine. */
export const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 10_000 });

/** The id of what an object names, where the SDK's types allow for the object itself. */
export const idOf = (reference: string | { readonly id?: string } | null | undefined): string =>
  typeof reference === 'string' ? reference : (reference?.id ?? '');

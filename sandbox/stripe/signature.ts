import { createHmac } from 'node:crypto';

/** `Stripe-Signature`: one `v1` for each secret, so that an endpoint whose secret is being rolled accepts either. */
export function signatureHeader(payload: string, secrets: readonly string[], atSeconds: number): string {
  const signed = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${atSeconds}.${payload}`).digest('hex')}`,
  );
  return [`t=${atSeconds}`, ...signed].join(',');
}

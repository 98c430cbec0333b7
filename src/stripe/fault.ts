import { Stripe } from 'stripe';
import { Fault, type FaultCode } from '../domain/fault.ts';

/** Everything that Stripe can do to us. */
export class StripeFault extends Fault {
  override readonly name = 'StripeFault';
}

/** The share of requests that we may make at Stripe is used up: nothing was asked. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
  readonly waitMs: number;
  constructor(waitMs: number) {
    super('We may ask Stripe no more at the moment');
    this.waitMs = waitMs;
  }
}

/** Whether the request may have changed something at Stripe: then a lost reply is an unknown outcome. */
type Asked = { readonly write: boolean };

/** Stripe's errors in our words; an error that isn't Stripe's stays as it is, because it is a bug of ours. */
function stripeFailure(error: unknown, asked: Asked): Error {
  if (error instanceof Stripe.errors.StripeError) {
    const code = codeOf(error, asked);
    const where = error.param ?? secretTrouble(error)?.name;
    const retryAfterMs = noRoom(error)?.waitMs ?? retryAfter(error.headers?.['retry-after']);
    const words = secretTrouble(error)?.message ?? error.message;
    return new StripeFault(code, words, {
      cause: error,
      ...(where && { where }),
      ...(retryAfterMs && { retryAfterMs }),
    });
  }
  return error instanceof Error ? error : new Error(String(error));
}

/**
 * The package throws only when the JSON has an `error`: a proxy's 404 with another body resolves as success. Ids
 * come with several prefixes (`ch_`, `py_`), so the kind is what is checked.
 */
export function expectObject<K extends string>(response: { readonly object: K }, kind: NoInfer<K>, asked: Asked): void {
  const found: unknown = (response as { readonly object?: unknown } | null)?.object;
  if (found === kind) return;
  const code = asked.write ? 'outcome-unknown' : 'unavailable';
  throw new StripeFault(code, `What answered is not Stripe: a ${kind} was asked for, and something else came back`, {
    where: 'object',
  });
}

/** Awaits a read. `await reading(client.charges.retrieve(id), 'charge')`. @throws StripeFault */
export const reading = <T extends { readonly object: string }>(
  answer: Promise<T>,
  kind: NoInfer<T['object']>,
): Promise<T> => settled(answer, kind, { write: false });

/** Awaits a change at Stripe, which wants an idempotency key. @throws StripeFault */
export const writing = <T extends { readonly object: string }>(
  answer: Promise<T>,
  kind: NoInfer<T['object']>,
): Promise<T> => settled(answer, kind, { write: true });

async function settled<T extends { readonly object: string }>(
  answer: Promise<T>,
  kind: string,
  asked: Asked,
): Promise<T> {
  try {
    const response = await answer;
    expectObject(response, kind, asked);
    return response;
  } catch (error) {
    throw stripeFailure(error, asked);
  }
}

/** By HTTP status, which proxies keep and error types follow; 402 is a refusal by the bank. */
const codes: Readonly<Record<number, FaultCode>> = {
  400: 'invalid',
  401: 'unauthorized',
  402: 'rejected',
  403: 'unauthorized',
  404: 'not-found',
  409: 'busy',
  424: 'busy',
  429: 'throttled',
};

function codeOf(error: Stripe.errors.StripeError, { write }: Asked): FaultCode {
  if (error instanceof Stripe.errors.StripeIdempotencyError) return 'conflict';
  if (secretTrouble(error)) return 'unauthorized';
  if (noRoom(error)) return 'throttled';
  if (error.code === 'lock_timeout') return 'busy';
  const known = codes[error.statusCode ?? 0];
  if (known) return known;
  return write && !neverLeft(error) ? 'outcome-unknown' : 'unavailable';
}

/** No connection was made, so nothing can have been changed. */
const neverLeft = ({ detail }: Stripe.errors.StripeError): boolean =>
  detail instanceof Error &&
  'code' in detail &&
  ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(String(detail.code));

/** The key could not be read: nothing was asked. */
const secretTrouble = ({ detail }: Stripe.errors.StripeError): Error | undefined =>
  detail instanceof Error && detail.name === 'SecretError' ? detail : undefined;

const noRoom = ({ detail }: Stripe.errors.StripeError): NoRoom | undefined =>
  detail instanceof NoRoom ? detail : undefined;

const retryAfter = (seconds: string | undefined): number | undefined =>
  seconds && /^\d+$/.test(seconds) ? Number(seconds) * 1_000 : undefined;

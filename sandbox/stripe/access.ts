import type { RequestHandler } from 'express';
import { StripeProblem, unauthorized } from './errors.ts';

type Access = {
  readonly account: string;
  readonly keys: readonly string[];
  readonly requestsPerSecond?: number | undefined;
};

/** Lets in who has a key of the account, as bearer token or as the user of basic authentication. */
export function checkAccess({ account, keys, requestsPerSecond }: Access): RequestHandler {
  const spend = requestsPerSecond === undefined ? () => {} : limited(requestsPerSecond);
  return (req, _res, next) => {
    const key = keyOf(req.headers.authorization);
    if (key === undefined || !keys.includes(key)) throw unauthorized(key);
    const asked = req.headers['stripe-account'];
    if (asked !== undefined && asked !== account) throw foreign(String(asked));
    spend();
    next();
  };
}

function keyOf(header: string | undefined): string | undefined {
  const [scheme, value = ''] = header?.split(' ') ?? [];
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (scheme?.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString().split(':')[0];
  return undefined;
}

const foreign = (account: string): StripeProblem =>
  new StripeProblem(403, {
    code: 'account_invalid',
    message: `The provided key does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
    type: 'invalid_request_error',
  });

function limited(perSecond: number): () => void {
  let second = 0;
  let spent = 0;
  return () => {
    const now = Math.floor(Date.now() / 1_000);
    if (now !== second) [second, spent] = [now, 0];
    spent += 1;
    if (spent <= perSecond) return;
    throw new StripeProblem(429, {
      code: 'rate_limit',
      message: 'Request rate limit exceeded. Learn more about rate limits here https://docs.stripe.com/rate-limits.',
      type: 'invalid_request_error',
    });
  };
}

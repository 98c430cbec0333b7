/** An error as Stripe words it: what a handler throws to refuse a request. */
export class StripeProblem extends Error {
  readonly status: number;
  readonly body: { readonly error: Readonly<Record<string, unknown>> };

  constructor(status: number, error: Readonly<Record<string, unknown>> & { readonly message: string }) {
    super(error.message);
    this.name = 'StripeProblem';
    this.status = status;
    this.body = { error };
  }
}

export const invalid = (message: string, param?: string, code?: string): StripeProblem =>
  new StripeProblem(400, {
    ...(code === undefined
      ? {}
      : { code, doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}` }),
    message,
    ...(param === undefined ? {} : { param }),
    type: 'invalid_request_error',
  });

/** @param kind the object's name as Stripe spells it in messages, for example `payment_intent` */
export const missing = (kind: string, id: string, param = 'id', status = 404): StripeProblem =>
  new StripeProblem(status, {
    code: 'resource_missing',
    doc_url: 'https://docs.stripe.com/error-codes/resource-missing',
    message: `No such ${kind}: '${id}'`,
    param,
    type: 'invalid_request_error',
  });

export const unauthorized = (key: string | undefined): StripeProblem =>
  new StripeProblem(401, {
    message:
      key === undefined
        ? "You did not provide an API key. Provide it in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        : `Invalid API Key provided: ${'*'.repeat(Math.max(0, key.length - 4))}${key.slice(-4)}`,
    type: 'invalid_request_error',
  });

/** What a fault answers when it names no body of its own. */
export const faultBody = (status: number): unknown => ({
  error:
    status === 429
      ? { code: 'rate_limit', message: 'Request rate limit exceeded.', type: 'invalid_request_error' }
      : { message: 'An unknown error occurred', type: 'api_error' },
});

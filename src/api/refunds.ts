import { z } from 'zod';
import { money } from '../domain/money.ts';
import { refundReasons, type RefundRequest } from '../domain/request-refund/request.ts';
import { problemOf } from './problems.ts';

export type RefundsDeps = {
  readonly companies: readonly string[];
  /** Starts the request, or finds it asked before. */
  readonly ask: (request: RefundRequest) => Promise<'new' | 'known'>;
};
export type RefundReply = {
  readonly status: 200 | 202 | 422;
  readonly body: object;
};

const name = z.string().trim().min(1).max(80);
const amount = z
  .strictObject({
    minor: z.int().positive(),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters'),
  })
  .transform(({ minor, currency }) => money(minor, currency));

/** Takes a request for a refund as often as it comes: under the same name it is the same one. */
export async function takeRefund(body: unknown, { companies, ask }: RefundsDeps): Promise<RefundReply> {
  const Asked = z.strictObject({
    company: z.string().refine((key) => companies.includes(key), `is none of ${companies.join(', ')}`),
    request: z.string().regex(/^[\w.-]{1,80}$/, 'must be up to 80 letters, digits, "-", "_" and "."'),
    payment: z.string().regex(/^(pi|ch|py)_\w+$/, "must be the payment's id at Stripe, pi_… or ch_…"),
    amount: amount.optional(),
    reason: z.enum(refundReasons).default('requested_by_customer'),
    requester: name,
    lines: z
      .array(z.strictObject({ sku: name, quantity: z.int().positive() }))
      .min(1)
      .max(50)
      .optional(),
  });
  const read = Asked.safeParse(body);
  if (!read.success)
    return {
      status: 422,
      body: { error: 'This refund can not be asked for', problems: read.error.issues.map(problemOf) },
    };
  const { amount: asked, lines, ...rest } = read.data;
  const how = await ask({ ...rest, ...(asked && { amount: asked }), ...(lines && { lines }) });
  return { status: how === 'new' ? 202 : 200, body: { request: rest.request, result: how } };
}

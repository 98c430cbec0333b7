import { describe, expect, it } from 'vitest';
import { takeRefund } from '../../src/api/refunds.ts';
import type { RefundRequest } from '../../src/domain/request-refund/request.ts';

const refund = { company: 'acme', request: 'R-1', payment: 'pi_1', requester: 'anna' };

async function taken(body: unknown, how: 'new' | 'known' = 'new') {
  const asked: RefundRequest[] = [];
  const reply = await takeRefund(body, {
    companies: ['acme'],
    ask: async (request) => {
      asked.push(request);
      return how;
    },
  });
  return { ...reply, asked };
}

describe('POST /refunds', () => {
  it('asks for the refund as it was named, and says whether it is new', async () => {
    const whole = { ...refund, amount: { minor: 4_000, currency: 'EUR' }, lines: [{ sku: 'SKU-1', quantity: 1 }] };
    expect(await taken(whole)).toEqual({
      status: 202,
      body: { request: 'R-1', result: 'new' },
      asked: [{ ...whole, reason: 'requested_by_customer' }],
    });
    expect(await taken(refund, 'known')).toMatchObject({ status: 200, body: { result: 'known' } });
  });

  it.each([
    ['company', { company: 'globex' }, 'is none of acme'],
    ['request', { request: 'two words' }, 'must be up to 80 letters, digits, "-", "_" and "."'],
    ['payment', { payment: 're_1' }, "must be the payment's id at Stripe, pi_… or ch_…"],
    ['amount.currency', { amount: { minor: 1, currency: 'eur' } }, 'must be three capital letters'],
    ['amount.minor', { amount: { minor: 1.5, currency: 'EUR' } }, undefined],
    ['lines[0].quantity', { lines: [{ sku: 'A', quantity: 0 }] }, undefined],
    ['requester', { requester: ' ' }, undefined],
  ])('refuses a wrong %s by its path, and asks for nothing', async (path, change, message) => {
    const { status, body, asked } = await taken({ ...refund, ...change });
    expect({ status, asked }).toEqual({ status: 422, asked: [] });
    expect(body).toMatchObject({ problems: [{ path, ...(message && { message }) }] });
  });
});

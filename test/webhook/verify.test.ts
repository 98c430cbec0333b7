import * as fc from 'fast-check';
import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { verify } from '../../src/webhook/verify.ts';

const nowMs = 1_700_000_000_000;
const payload = '{"id":"evt_1","text":"Grüße ✓"}';
const sign = (secondsAgo = 0, secret = 'whsec_a') =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: nowMs / 1_000 - secondsAgo });
const verdict = (header: string | undefined, secrets = ['whsec_a'], body = payload) =>
  verify({ body: Buffer.from(body), header, secrets, nowMs });

describe('a signature', () => {
  it('made by the package of Stripe is genuine', () => expect(verdict(sign())).toBe('genuine'));
  it('is genuine with any of the active secrets', () =>
    expect(verdict(sign(0, 'whsec_b'), ['whsec_a', 'whsec_b'])).toBe('genuine'));
  it('is genuine when one of several in the header is ours', () =>
    expect(verdict(`${sign()},v1=${'0'.repeat(64)}`)).toBe('genuine'));
  it('of another secret is forged', () => expect(verdict(sign(0, 'whsec_b'))).toBe('forged'));
  it('of another body is forged', () => expect(verdict(sign(), ['whsec_a'], `${payload} `)).toBe('forged'));
  it('five minutes old is genuine, and a second later stale', () =>
    expect([verdict(sign(300)), verdict(sign(301))]).toEqual(['genuine', 'stale']));
  it('from five minutes ahead is genuine, and a second later from the future', () =>
    expect([verdict(sign(-300)), verdict(sign(-301))]).toEqual(['genuine', 'from the future']));
  it('of the test scheme alone proves nothing', () => expect(verdict(sign().replace('v1=', 'v0='))).toBe('unsigned'));
  it('is never genuine without a secret', () => expect(verdict(sign(), [])).toBe('forged'));
});

it('takes no garbage in the header for genuine, and throws at none', () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('t=', 't=1700000000', 'v1=', `v1=${'a'.repeat(64)}`, '='));
  fc.assert(fc.property(fc.array(part), (parts) => ['unsigned', 'forged'].includes(verdict(parts.join(',')))));
});

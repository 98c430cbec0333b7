import { expect, it, onTestFinished } from 'vitest';
import { createRecentPayments } from '../../src/activities/recent-payments.ts';
import { sandboxFor } from '../sandbox/stripe/start.ts';

it('reads a payment once in a pass, and afresh after a minute', async () => {
  const { stripe } = await sandboxFor(onTestFinished);
  const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd', metadata: { channel: 'web' } });
  let now = 0;
  const payments = createRecentPayments(() => now);
  const first = await payments.of(stripe, id);
  expect(first.metadata).toEqual({ channel: 'web' });
  await stripe.paymentIntents.update(id, { metadata: { channel: 'pos' } });
  expect(await payments.of(stripe, id)).toBe(first);
  now = 61_000;
  expect((await payments.of(stripe, id)).metadata).toEqual({ channel: 'pos' });
});

it('holds no more than some hundreds of them', async () => {
  const { stripe } = await sandboxFor(onTestFinished);
  const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
  const payments = createRecentPayments();
  const first = await payments.of(stripe, id);
  for (let n = 0; n < 500; n += 1) payments.keep({ ...first, id: `pi_${n}` });
  expect(await payments.of(stripe, id)).not.toBe(first);
});

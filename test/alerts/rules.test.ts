import { expect, it } from 'vitest';
import { decide, type AlertRule } from '../../src/alerts/rules.ts';
import { sampleAlert } from './sample.ts';

const everywhere = ['webhook', 'email'];
const rule = (more: Partial<AlertRule>): AlertRule => ({ channels: ['email'], digest: false, ...more });
const eur = (minor: number) => ({ minor, currency: 'EUR' });

it('without rules everything goes everywhere at once, but no success', () => {
  expect(decide(sampleAlert(), [], everywhere)).toEqual({ channels: everywhere, digest: false });
  expect(decide(sampleAlert({ kind: 'success' }), [], everywhere).channels).toEqual([]);
});

it('the first rule that fits decides, also that nobody is told', () => {
  const rules = [
    rule({ kinds: ['connection'], codes: ['throttled'], channels: [] }),
    rule({ kinds: ['connection'], digest: true }),
  ];
  expect(decide(sampleAlert({ kind: 'connection', code: 'throttled' }), rules, everywhere).channels).toEqual([]);
  expect(decide(sampleAlert({ kind: 'connection' }), rules, everywhere)).toMatchObject({ digest: true });
  expect(decide(sampleAlert(), rules, everywhere).channels).toEqual(everywhere);
});

it.each([
  ['of the least amount', { amount: eur(100_000) }, ['email']],
  ['of less', { amount: eur(99_999) }, everywhere],
  ['of a currency that it does not name', { amount: { minor: 900_000, currency: 'USD' } }, everywhere],
  ['of no amount', {}, everywhere],
])('a rule by amount and an alert %s', (_, alert, channels) => {
  expect(decide(sampleAlert(alert), [rule({ minAmount: { EUR: 100_000 } })], everywhere).channels).toEqual(channels);
});

it('a rule of one company leaves the others alone', () => {
  const rules = [rule({ companies: ['globex'] })];
  expect(decide(sampleAlert(), rules, everywhere).channels).toEqual(everywhere);
  expect(decide(sampleAlert({ company: 'globex' }), rules, everywhere).channels).toEqual(['email']);
});

it('successes are told only by a rule that names them', () => {
  const success = sampleAlert({ kind: 'success' });
  expect(decide(success, [rule({})], everywhere).channels).toEqual([]);
  expect(decide(success, [rule({ kinds: ['success'] })], everywhere).channels).toEqual(['email']);
});

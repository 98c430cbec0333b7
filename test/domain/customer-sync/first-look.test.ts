import { expect, it } from 'vitest';
import { decideField, type FieldFacts } from '../../../src/domain/customer-sync/decide.ts';

const matched: FieldFacts = {
  owner: 'newest',
  now: { stripe: 'a', erp: 'b' },
  bySibling: false,
  since: {},
  madeByUs: false,
  required: false,
};
const [early, late] = ['2026-11-20T08:00:00.001Z', '2026-11-20T09:00:00.001Z'];

it.each<[string, Partial<FieldFacts>, ReturnType<typeof decideField>]>([
  ['keeps what the ERP has where nothing tells which is newer', {}, 'to-stripe'],
  ['keeps what the ERP has where both are of one minute', { since: { stripe: early, erp: early } }, 'to-stripe'],
  ['takes what was changed at Stripe since', { since: { stripe: late, erp: early } }, 'to-erp'],
  ['takes what Stripe alone has', { now: { stripe: 'a', erp: '' } }, 'to-erp'],
  ['writes what we made of Stripe, cut or not', { madeByUs: true }, 'to-erp'],
  ['obeys an owner', { owner: 'stripe' }, 'to-erp'],
])('the first look at a customer of the ERP %s', (_, facts, verdict) => {
  expect(decideField({ ...matched, ...facts })).toBe(verdict);
});

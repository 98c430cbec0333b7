import { describe, expect, it } from 'vitest';
import { compileRefundRule, compileRule, evaluate, ruleTrouble, type RuleFacts } from '../../src/mapping/rules.ts';
import { faultOf } from './fault-of.ts';

const where = 'companies.acme.orders.hold_when';
const facts: RuleFacts = {
  amount: 600_000n,
  currency: 'EUR',
  method: 'card',
  metadata: { channel: 'b2b', weight: '12' },
  country: 'DE',
  description: 'Order SO-1',
  risk_level: 'elevated',
  state: 'captured',
  items: ['MUG', 'GIFT-1'],
};
const holds = (text: string): boolean => evaluate(compileRule(text, where), facts);

describe('a rule', () => {
  it.each([
    ['amount > 500000 && currency == "EUR"', true],
    ['amount > 600000', false],
    ['metadata.channel == "b2b" || amount > 1000000', true],
    ['"GIFT-1" in items', true],
    ['size(items) > 2', false],
    ['country in ["US", "CA"]', false],
    ['risk_level != "normal" && state == "captured"', true],
    ['description.startsWith("Order")', true],
    ['int(metadata.weight) > 10', true],
    ['has(metadata.coupon)', false],
    ['!("coupon" in metadata)', true],
  ])('%s is %s', (text, expected) => expect(holds(text)).toBe(expected));

  it.each(['metadata.coupon == "X"', '!(metadata.coupon == "X")', 'metadata["a-b"] != "X"'])(
    'that needs metadata which is not there is false: %s',
    (text) => expect(holds(text)).toBe(false),
  );

  it('compares amounts that a floating point number could not tell apart', () => {
    const rule = compileRule('amount == 9007199254740993', where);
    expect(evaluate(rule, { ...facts, amount: 9_007_199_254_740_993n })).toBe(true);
    expect(evaluate(rule, { ...facts, amount: 9_007_199_254_740_992n })).toBe(false);
  });

  it.each([
    ['amuont > 5', /column 1: Unknown variable: amuont \(there are amount, currency/],
    ['currency == "EUR" && amount > "5"', /column 22: no such overload: int > string/],
    ['metadata.weight > 10', /no such overload: string > int/],
    ['amount >', /column 9: Unexpected token/],
    ['amount', /it gives int, not true or false/],
    ['amount > 100.5', /not exact/],
    ['currency.matches("E.*")', /matches is not allowed/],
    ['items.exists(i, i == "MUG")', /exists is not allowed/],
    ['cel.bind(x, amount, x > 1)', /bind is not allowed/],
    ['timestamp("2026-01-01T00:00:00Z") > timestamp("2025-01-01T00:00:00Z")', /timestamp is not allowed/],
    [Array(400).fill('amount > 1').join(' && '), /Exceeded/],
  ])('wrong rule %# is refused at once, with its column and an example', (text, words) => {
    const fault = faultOf(() => compileRule(text, where));
    expect(fault).toMatchObject({ code: 'invalid', where });
    expect(fault.message).toMatch(words);
    expect(fault.message).toContain('as in amount > 500000');
  });

  it.each(['amount / (amount - 600000) > 1', 'int(metadata.channel) > 1'])(
    'that fails on a payment waits for a person: %s',
    (text) => {
      const fault = faultOf(() => holds(text));
      expect(fault.where).toBe(where);
      expect(fault.message).not.toContain('b2b');
    },
  );

  it('says at which character it is wrong, and what was most likely meant', () =>
    expect(ruleTrouble('currency == "EUR" && amuont > 5', 'choice')).toMatchObject({ at: 21, suggestion: 'amount' }));

  it('of a choice does not know the product class, which one of an account does', () => {
    expect(ruleTrouble('product_class == "digital"', 'choice')?.what).toContain('Unknown variable');
    expect(ruleTrouble('product_class == "digital" && transaction == "sale"', 'account')).toBeUndefined();
  });

  it.each(['currency == 5', 'metadata.weight > 10', 'amount == "5"'])('never compares text with a number: %s', (text) =>
    expect(ruleTrouble(text, 'choice')?.what).toContain('text and whole numbers are never equal'),
  );
});

describe('a rule about a refund that is asked for', () => {
  const facts = {
    amount: 50_001n,
    captured: 60_000n,
    currency: 'EUR',
    method: 'card',
    metadata: { channel: 'b2b' },
    reason: 'fraudulent',
    requester: 'anna',
  };

  it.each([
    ['amount > 50000', true],
    ['amount > 50001', false],
    ['amount < captured && requester == "anna"', true],
    ['reason == "fraudulent" && metadata.channel == "shop"', false],
    ['metadata.unknown == "x"', false],
  ])('%s: %s', (text, says) => {
    expect(evaluate(compileRefundRule(text, 'rules.refund_approval'), facts)).toBe(says);
  });

  it('knows nothing of orders, and names what it knows', () => {
    expect(() => compileRefundRule('items == []', 'rules.refund_approval')).toThrow('requester');
  });
});

import { describe, expect, it } from 'vitest';
import { itemEvidence, type ErpProduct, type StripeProduct } from '../../src/matching/items.ts';
import { propose } from '../../src/matching/propose.ts';

const product = (facts: Partial<StripeProduct> = {}): StripeProduct => ({
  id: 'prod_1',
  name: 'T-shirt, blue',
  crossReferred: [],
  ...facts,
});
const item = (facts: Partial<ErpProduct> = {}): ErpProduct => ({
  id: 'W-100',
  description: 'Widget',
  discontinued: false,
  ...facts,
});
const told = (stripe: readonly StripeProduct[], erp: readonly ErpProduct[]) =>
  [...propose(stripe, erp, itemEvidence)].map(({ match, reason, stripe: one, erp: other }) => [
    match,
    one?.id,
    other?.id,
    reason,
  ]);

describe('products are matched', () => {
  it.each([
    ['by items.yaml', product({ crossReferred: ['W-100'] }), item(), 'items.yaml says so'],
    ["by Stripe's metadata", product({ named: 'W-100' }), item(), "Stripe's metadata names it"],
    ['by the crosswalk', product({ linked: 'W-100' }), item(), 'linked before'],
    ['by their number', product({ sku: ' w-100' }), item(), 'same number'],
  ])('%s', (_how, stripe, erp, reason) =>
    expect(told([stripe], [erp])).toEqual([['exact', 'prod_1', 'W-100', reason]]),
  );

  it('only as a suggestion by their description', () =>
    expect(told([product()], [item({ description: 'Blue T-Shirt' })])).toEqual([
      ['likely', 'prod_1', 'W-100', 'same description'],
    ]));

  it('only as a suggestion to one that is no longer sold', () =>
    expect(told([product({ sku: 'W-100' })], [item({ discontinued: true })])).toEqual([
      ['likely', 'prod_1', 'W-100', 'same number; but it is discontinued in the ERP'],
    ]));

  it('not where its prices are several items: those stay with items.yaml', () =>
    expect(told([product({ crossReferred: ['W-1', 'W-2'] })], [item({ id: 'W-1' }), item({ id: 'W-2' })])[0]).toEqual([
      'ambiguous',
      'prod_1',
      undefined,
      'its names contradict each other: items.yaml says so: W-1, items.yaml says so: W-2',
    ]));
});

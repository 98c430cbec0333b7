import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerEvidence, type ErpSide, type StripeSide } from '../../src/matching/customers.ts';
import type { Proposal } from '../../src/matching/evidence.ts';
import { propose } from '../../src/matching/propose.ts';

const matched = (stripe: readonly StripeSide[], erp: readonly ErpSide[]) => [...propose(stripe, erp, customerEvidence)];
const told = (proposals: readonly Proposal<StripeSide, ErpSide>[]) =>
  proposals.map(({ match, reason, stripe, erp }) => [match, stripe?.id, erp?.id, reason]);
const active = { blocked: false };

describe('customers are matched', () => {
  it.each([
    ["by Stripe's metadata", { named: '100' }, {}, "Stripe's metadata names it"],
    ['by the crosswalk', { linked: '100' }, {}, 'linked before'],
    ['by the Stripe id in the ERP', {}, { stripeId: 'cus_1' }, 'the ERP keeps its Stripe id'],
    ['by the e-mail, however it was typed', { email: ' Ada@Example.com' }, { email: 'ada@example.com' }, 'same e-mail'],
  ])('%s', (_how, stripe, erp, reason) => {
    expect(told(matched([{ id: 'cus_1', ...stripe }], [{ id: '100', ...erp, ...active }]))).toEqual([
      ['exact', 'cus_1', '100', reason],
    ]);
  });

  it('only as a suggestion by name and postcode, whatever their order, marks and legal form', () => {
    const stripe = [{ id: 'cus_1', name: 'Müller & Söhne GmbH', postalCode: '12345-6789' }];
    const erp = [{ id: '100', name: 'SOHNE, MULLER', postalCode: '12345', ...active }];
    expect(told(matched(stripe, erp))).toEqual([['likely', 'cus_1', '100', 'same name and postcode']]);
  });

  it('with nobody by a name alone', () => {
    const proposals = matched([{ id: 'cus_1', name: 'Ada' }], [{ id: '100', name: 'Ada', ...active }]);
    expect(proposals.map(({ match }) => match)).toEqual(['unmatched', 'unmatched']);
  });

  it('by no e-mail that stands twice on a side: a person decides', () => {
    const erp = ['100', '101'].map((id) => ({ id, email: 'ada@example.com', ...active }));
    expect(told(matched([{ id: 'cus_1', email: 'ada@example.com' }], erp))).toEqual([
      ['ambiguous', 'cus_1', undefined, '1 at Stripe and 2 in the ERP have the same e-mail; it may be 100 or 101'],
      ['ambiguous', undefined, '100', '1 at Stripe and 2 in the ERP have the same e-mail; it may be cus_1'],
      ['ambiguous', undefined, '101', '1 at Stripe and 2 in the ERP have the same e-mail; it may be cus_1'],
    ]);
  });

  it('by no names that contradict each other', () => {
    const stripe = [{ id: 'cus_1', named: '100', linked: '101' }];
    const erp = ['100', '101'].map((id) => ({ id, ...active }));
    expect(told(matched(stripe, erp))).toEqual([
      [
        'ambiguous',
        'cus_1',
        undefined,
        "its names contradict each other: Stripe's metadata names it: 100, linked before: 101",
      ],
      ['ambiguous', undefined, '100', 'it is named together with cus_1'],
      ['ambiguous', undefined, '101', 'it is named together with cus_1'],
    ]);
  });

  it('not to a customer that another names, and says whose it is', () => {
    const stripe = [
      { id: 'cus_1', named: '100' },
      { id: 'cus_2', email: 'ada@example.com' },
    ];
    const proposals = matched(stripe, [{ id: '100', email: 'ada@example.com', ...active }]);
    expect(told(proposals)).toEqual([
      ['exact', 'cus_1', '100', "Stripe's metadata names it"],
      ['unmatched', 'cus_2', undefined, 'same e-mail as 100, which has a line of its own'],
    ]);
  });

  it('only as a suggestion where the metadata names a number that is not there', () => {
    const stripe = [{ id: 'cus_1', named: '999', email: 'ada@example.com' }];
    expect(told(matched(stripe, [{ id: '100', email: 'ada@example.com', ...active }]))).toEqual([
      ['likely', 'cus_1', '100', "same e-mail; but Stripe's metadata names it: 999, which is not there"],
    ]);
  });

  it('only as a suggestion to one that the ERP blocks', () => {
    const stripe = [{ id: 'cus_1', email: 'ada@example.com' }];
    expect(told(matched(stripe, [{ id: '100', email: 'ada@example.com', blocked: true }]))).toEqual([
      ['likely', 'cus_1', '100', 'same e-mail; but it is blocked in the ERP'],
    ]);
  });

  it('in a review that stays short where a thousand share an e-mail', () => {
    const email = 'shop@example.com';
    const stripe = Array.from({ length: 1_000 }, (_, at) => ({ id: `cus_${at}`, email }));
    const erp = Array.from({ length: 1_000 }, (_, at) => ({ id: `${at}`, email, ...active }));
    const proposals = matched(stripe, erp);
    expect(proposals).toHaveLength(2_000);
    expect(proposals[0]?.reason).toMatch(/or 995 more$/);
  });
});

const few = <T>(...values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const given = <T extends object>(row: T) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
const somebody = {
  name: few('Ada Lovelace', 'Lovelace, Ada', 'Bob'),
  email: few('a@x.org', 'A@x.org', 'b@x.org', 'c@x.org'),
  postalCode: few('1', '2'),
};
const ofStripe = fc.uniqueArray(
  fc.record({
    id: fc.nat(12).map((at) => `cus_${at}`),
    ...somebody,
    named: few('1', '2', '99'),
    linked: few('1', '3'),
  }),
  { selector: ({ id }) => id },
);
const ofErp = fc.uniqueArray(
  fc.record({ id: fc.nat(12).map(String), ...somebody, stripeId: few('cus_1', 'cus_2'), blocked: fc.boolean() }),
  { selector: ({ id }) => id },
);
const lists = fc.tuple(
  ofStripe.map((rows) => rows.map((row) => given(row) as StripeSide)),
  ofErp.map((rows) => rows.map((row) => given(row) as ErpSide)),
);

describe('whatever the lists', () => {
  it('each row of both has exactly one line', () => {
    fc.assert(
      fc.property(lists, ([stripe, erp]) => {
        const proposals = matched(stripe, erp);
        const ids = (side: 'stripe' | 'erp') => proposals.flatMap((proposal) => proposal[side]?.id ?? []).sort();
        expect(ids('stripe')).toEqual(stripe.map(({ id }) => id).sort());
        expect(ids('erp')).toEqual(erp.map(({ id }) => id).sort());
      }),
    );
  });

  it('their order changes nothing', () => {
    const shuffled = lists.chain(([stripe, erp]) =>
      fc.tuple(
        fc.constant([stripe, erp] as const),
        fc.shuffledSubarray(stripe, { minLength: stripe.length }),
        fc.shuffledSubarray(erp, { minLength: erp.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([[stripe, erp], otherStripe, otherErp]) => {
        expect(told(matched(otherStripe, otherErp))).toEqual(told(matched(stripe, erp)));
      }),
    );
  });

  it('an exact pair names each other, or has an e-mail that nobody else has', () => {
    fc.assert(
      fc.property(lists, ([stripe, erp]) => {
        const email = (row: { email?: string }) => row.email?.toLowerCase();
        for (const { match, stripe: one, erp: other } of matched(stripe, erp)) {
          if (match !== 'exact' || !one || !other) continue;
          const names = one.named === other.id || one.linked === other.id || other.stripeId === one.id;
          const alone = [stripe, erp].every((rows) => rows.filter((row) => email(row) === email(one)).length === 1);
          expect(names || (alone && email(one) !== undefined && email(one) === email(other))).toBe(true);
        }
      }),
    );
  });
});

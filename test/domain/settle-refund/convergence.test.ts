import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { createWorld, type Plan } from './world.ts';

const amount = (most: number, code: string) => fc.integer({ min: 0, max: most }).map((minor) => money(minor, code));
const plans: fc.Arbitrary<Plan> = fc.constantFrom('EUR', 'JPY', 'KWD').chain((currency) =>
  fc.record({
    currency: fc.constant(currency),
    lines: fc.array(
      fc.record({
        item: fc.constantFrom('A', 'B'),
        quantity: fc.integer({ min: 1, max: 5 }),
        net: fc.integer({ min: 50, max: 100_000 }).map((minor) => money(minor, currency)),
        tax: amount(19_000, currency),
        taxCode: fc.constantFrom('STD19', 'RED7'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    direct: fc.boolean(),
    creditsAmounts: fc.boolean(),
    refunds: fc.array(
      fc.record({
        percent: fc.constantFrom(1, 10, 33, 50, 99, 100),
        end: fc.constantFrom('succeeded', 'succeeded', 'failed', 'never'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);
const stories = fc.array(
  fc.record({
    do: fc.constantFrom('sell', 'receive', 'ship', 'invoice', 'apply', 'book', 'end', 'run', 'run', 'run'),
    refund: fc.nat(3),
    crashAfter: fc.constantFrom(0, 1, 2, 100),
  }),
  { maxLength: 40 },
);

function play(plan: Plan, story: readonly { do: string; refund: number; crashAfter: number }[]) {
  const world = createWorld(plan);
  for (const { do: what, refund, crashAfter } of story) {
    if (what === 'run') world.run(refund, crashAfter);
    else world.moves[what as keyof typeof world.moves](refund);
  }
  world.settle();
  return world;
}
/** Nothing goes back of nothing. */
const isReal = ({ amount: { minor } }: { amount: { minor: number } }) => minor > 0;

describe('what is due of refunds', () => {
  it('comes to nothing, whatever the order of news, crashes and deliveries, and does nothing twice', () => {
    fc.assert(
      fc.property(plans, stories, (plan, story) => {
        const world = play(plan, story);
        world.refunds.forEach((refund, index) => isReal(refund) && expect(world.run(index)).toBeUndefined());
      }),
      { numRuns: 1_000 },
    );
  });

  it('sends out what Stripe sent back, to the minor unit, and takes in what failed', () => {
    fc.assert(
      fc.property(plans, stories, (plan, story) => {
        const world = play(plan, story);
        for (const { id, amount: wanted, end } of world.refunds.filter(isReal)) {
          const posted = (kind: string) =>
            world.effects
              .filter((effect) => effect.kind === kind && effect.subject === id)
              .reduce((all, effect) => all + (effect.amount?.minor ?? 0), 0);
          expect(posted('refund')).toBe(end === 'never' ? 0 : wanted.minor);
          expect(posted('apply')).toBe(posted('refund'));
          expect(posted('refund-return')).toBe(end === 'failed' ? wanted.minor : 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('lets every order go that it held', () => {
    fc.assert(
      fc.property(plans, stories, (plan, story) => {
        expect(play(plan, story).status()).not.toBe('held');
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the customer with nothing open but what failed to reach him', () => {
    fc.assert(
      fc.property(plans, stories, (plan, story) => {
        const world = play(plan, story);
        const failed = world.refunds.filter(({ end }) => end === 'failed');
        expect(world.owed()).toBe(0 - failed.reduce((all, refund) => all + refund.amount.minor, 0));
      }),
      { numRuns: 500 },
    );
  });
});

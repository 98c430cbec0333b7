import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld, standingAmount, type Phase, type Plan, type World } from './world.ts';

type Move = { readonly do: 'advance' | 'run' | 'ship'; readonly payment: number; readonly crashAfter: number };

/** Every way that a payment of an amount may go at Stripe. */
const lives = (amount: number, part: number): readonly (readonly Phase[])[] => {
  const captured = { state: 'captured', captured: amount } as const;
  const booked = { ...captured, booked: true };
  const some = { state: 'captured', captured: part, booked: true } as const;
  return [
    [booked],
    [captured, booked],
    [{ state: 'authorised' }, booked],
    [{ state: 'authorised' }, some],
    [{ state: 'authorised' }, some, booked],
    [{ state: 'authorised' }, { state: 'cancelled' }],
    [{ state: 'pending' }, captured, booked],
    [{ state: 'pending' }, { state: 'failed' }],
    [{ state: 'failed' }, booked],
    [{ state: 'pending' }, { state: 'failed' }, booked],
    [booked, { ...booked, returned: true }],
    [{ state: 'pending' }, booked, { ...booked, state: 'failed', returned: true }],
  ];
};

const payment = fc
  .tuple(fc.integer({ min: 2, max: 100_000 }), fc.nat(), fc.nat(11))
  .map(([amount, share, life]) => ({ amount, phases: lives(amount, 1 + (share % (amount - 1)))[life] ?? [] }));
const plans: fc.Arbitrary<Plan> = fc.record({
  payments: fc.array(payment, { minLength: 1, maxLength: 3 }),
  early: fc.boolean(),
  holdByRule: fc.boolean(),
  invoiceDirectly: fc.boolean(),
  erpIsOff: fc.constantFrom(0, 0, 1, -2),
});
const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.record({
    do: fc.constantFrom('advance', 'run', 'run', 'ship'),
    payment: fc.nat(2),
    crashAfter: fc.constantFrom(0, 1, 2, 3, 100),
  }),
  { maxLength: 30 },
);

function play(plan: Plan, story: readonly Move[]): World {
  const world = createWorld(plan);
  for (const { do: what, payment: index, crashAfter } of story) {
    if (what === 'advance') world.advance(index);
    else if (what === 'ship') world.books.ship();
    else world.run(index, crashAfter);
  }
  world.settle();
  return world;
}

const ends = (world: World) => world.payments.map(({ phase }) => phase);

describe('what is due', () => {
  it('comes to nothing, whatever the order of news, crashes and deliveries, and does nothing twice', () => {
    fc.assert(
      fc.property(plans, moves, (plan, story) => {
        const world = play(plan, story);
        world.payments.forEach((_, index) => expect(world.run(index)).toBe(1));
      }),
      { numRuns: 2_000 },
    );
  });

  it('receives what was captured and was not returned, to the minor unit', () => {
    fc.assert(
      fc.property(plans, moves, (plan, story) => {
        const world = play(plan, story);
        const kept = ends(world).reduce((sum, { captured = 0, returned }) => sum + (returned ? 0 : captured), 0);
        expect(standingAmount(world.books.effects(), 'receipt')).toBe(kept);
      }),
      { numRuns: 1_000 },
    );
  });

  it('ends with one sale when all was paid, and with none when nothing ever came', () => {
    fc.assert(
      fc.property(plans, moves, (plan, story) => {
        const world = play(plan, story);
        const sales = world.books.effects().filter(({ kind, state }) => kind === 'sale' && state === 'posted').length;
        if (ends(world).every(({ state }) => state === 'captured')) expect(sales).toBe(1);
        if (ends(world).every(({ state }) => state === 'failed' || state === 'cancelled') && !everPaid(plan))
          expect(sales).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('applies every deposit once its order is invoiced', () => {
    fc.assert(
      fc.property(plans, moves, (plan, story) => {
        const world = play(plan, story);
        if (plan.holdByRule && !plan.invoiceDirectly) return;
        if (!ends(world).every(({ state }) => state === 'captured')) return;
        const effects = world.books.effects();
        expect(standingAmount(effects, 'apply')).toBe(Math.min(standingAmount(effects, 'receipt'), invoiced(world)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is done in one pass where nobody interferes: a second look finds nothing, a rounding line excepted', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const world = createWorld(plan);
        world.advance(0);
        expect(world.run(0)).toBeLessThanOrEqual(plan.erpIsOff === 0 ? 2 : 3);
      }),
    );
  });
});

const everPaid = (plan: Plan): boolean => plan.payments.some(({ phases }) => phases.some(({ captured }) => captured));

function invoiced({ books }: World): number {
  const direct = books
    .effects()
    .find(({ kind, state, note }) => kind === 'sale' && state === 'posted' && note?.startsWith('invoice'));
  return direct?.amount?.minor ?? books.invoices().reduce((sum, { total }) => sum + total.minor, 0);
}

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Side } from '../../../src/domain/customer-sync/decide.ts';
import { sharedFields, type SharedField } from '../../../src/domain/customer-sync/values.ts';
import { createWorld, owners, type Cut } from './world.ts';

const field = fc.constantFrom(...sharedFields);
const side = fc.constantFrom<Side>('stripe', 'erp');
const cut = fc.constantFrom<Cut>('none', 'none', 'none', 'reply-lost', 'never-arrived', 'killed', 'edited-meanwhile');
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('edit' as const), side, field, long: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), cut }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('deliver' as const), index: fc.nat(50), keep: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 600_000 }) }) },
);
type World = ReturnType<typeof createWorld>;

/** A person knows what was typed: what stands in the ERP and nobody typed there is what is left of ours. */
const asAPersonSays = ({ erp, last }: World, name: SharedField): Side =>
  erp[name] === last.erp[name] ? 'erp' : 'stripe';

function settle(world: World): void {
  for (let pass = 0; pass < 10; pass += 1) {
    const conflicts = world.pass('none');
    world.pass('none', Object.fromEntries(conflicts.map((name) => [name, asAPersonSays(world, name)])));
    if (world.due().length === 0) return;
  }
}

/** Nothing older than the last edit comes back: of the owner, or of one side or the other where the newer one is right. */
function expectOnlyLastEdits(world: World): void {
  for (const name of sharedFields) {
    const owner = owners[name];
    const deciding: readonly Side[] = owner === 'newest' ? ['stripe', 'erp'] : [owner];
    const last = deciding.map((one) => world.last[one][name]).filter(Boolean);
    if (last.length > 0) expect(last.map((text) => text.slice(0, 12))).toContain(world.erp[name]);
  }
}

it('settles after any edits, echoes, duplicates, disorder and lost replies: both sides agree, nothing flips back, and each change is written once', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      const world = createWorld(12);
      for (const taken of steps) {
        if (taken.do === 'edit') world.edit(taken.side, taken.field, taken.long);
        if (taken.do === 'pass') world.pass(taken.cut);
        if (taken.do === 'deliver') world.deliver(taken.index, taken.keep);
        if (taken.do === 'wait') world.wait(taken.ms);
      }
      while (world.events.length > 0) world.deliver(0, false);
      settle(world);

      expect(world.due()).toEqual([]);
      expect(world.differing()).toEqual([]);
      expectOnlyLastEdits(world);
      const { writes, edits, lost } = world.counts;
      expect(writes).toBeLessThanOrEqual(edits + lost);
      settle(world);
      expect(world.counts.writes).toBe(writes);
    }),
    { numRuns: 400, interruptAfterTimeLimit: 20_000 },
  );
});

it('settles after 1,000 edits on both sides', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ side, field, long: fc.boolean(), cut }), { minLength: 1_000, maxLength: 1_000 }),
      (edits) => {
        const world = createWorld(12);
        for (const made of edits) {
          world.edit(made.side, made.field, made.long);
          world.wait(61_000);
          world.deliver(0, made.long);
          world.pass(made.cut);
        }
        settle(world);

        expect(world.differing()).toEqual([]);
        expectOnlyLastEdits(world);
        expect(world.counts.writes).toBeLessThanOrEqual(world.counts.edits + world.counts.lost);
      },
    ),
    { numRuns: 10, endOnFailure: true },
  );
});

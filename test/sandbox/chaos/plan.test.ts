import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { again, readOptions } from '../../../sandbox/chaos/options.ts';
import { planChaos, type ChaosPlan } from '../../../sandbox/chaos/plan.ts';
import { companies } from '../../../sandbox/demo/companies/index.ts';
import { victims } from '../../../sandbox/demo/drill.ts';
import { variants } from '../../../sandbox/demo/variants.ts';
import { createFaults } from '../../../sandbox/faults.ts';

const seeds = integer({ min: 0, max: 99_999 });
const planned = (seed: number, seconds = 600) => planChaos({ seed, seconds, companies });

describe('the plan of a chaos', () => {
  it('is the same for the same seed, and another for another', () => {
    assert(
      property(seeds, (seed) => {
        expect(planned(seed, 60)).toEqual(planned(seed, 60));
        expect(planned(seed, 60).blows).not.toEqual(planned(seed + 1, 60).blows);
        expect(planned(seed, 60).orders).not.toEqual(planned(seed + 1, 60).orders);
      }),
      { numRuns: 20 },
    );
  });

  it('is as dense for one company as for all, so that a machine that stands one stands the other', () => {
    const [one] = companies;
    const count = (plan: ChaosPlan): number => Object.values(plan.orders).flat().length;
    const few = planChaos({ seed: 1, seconds: 600, companies: one ? [one] : [] });
    expect(count(few)).toBe(300);
    expect(count(planned(1))).toBe(300);
    const blows = [few, planned(1)].map((plan) => plan.blows.filter((blow) => blow.do !== 'kill').length);
    for (const many of blows) expect(many).toBeGreaterThan(120);
    for (const many of blows) expect(many).toBeLessThan(200);
  });

  it('can be written down and played again', () => {
    expect(JSON.parse(JSON.stringify(planned(7)))).toEqual(planned(7));
  });

  it('stays the one that it was: a seed that found something finds it again', () => {
    const { blows, orders } = planned(1, 30);
    expect(blows.slice(0, 3)).toMatchInlineSnapshot(`
      [
        {
          "atMs": 5793,
          "behaviour": {
            "balanceLateMs": 0,
          },
          "company": "shop",
          "do": "behaviour",
          "system": "stripe",
        },
        {
          "atMs": 9431,
          "company": "laden",
          "do": "fault",
          "fault": {
            "count": 3,
            "kind": "reset-before-commit",
            "match": {
              "body": "Z_QTC_DOCUMENT_POST",
              "method": "POST",
            },
          },
          "system": "erp",
        },
        {
          "atMs": 12081,
          "do": "kill",
          "victim": "PostgreSQL",
        },
      ]
    `);
    expect(orders['shop']?.slice(0, 4).map(({ variant }) => variant)).toMatchInlineSnapshot(`
      [
        "refunded before its order came",
        "two payments",
        "refund that the bank sent back",
        "one of two payments refunded",
      ]
    `);
  });

  it('brings everything within ten minutes: each variant, each kind of fault at each ERP, each victim', () => {
    const { blows, orders } = planned(3);
    const [first] = companies;
    const traffic = Object.values(orders).flat();
    expect(new Set(traffic.map(({ variant }) => variant))).toEqual(new Set(Object.keys(variants)));
    const kinds = new Set(
      blows.flatMap((blow) => (blow.do === 'fault' && blow.system === 'erp' ? [blow.fault.kind] : [])),
    );
    expect(kinds.size).toBe(11);
    expect(new Set(blows.flatMap((blow) => (blow.do === 'kill' ? [blow.victim] : [])))).toEqual(new Set(victims));
    expect(new Set(blows.map((blow) => blow.do))).toEqual(
      new Set(['fault', 'behaviour', 'clock', 'lose events', 'kill']),
    );
    expect(orders[first?.key ?? '']).not.toHaveLength(0);
  });

  it('holds only faults that the simulators know, and ends before people stop buying', () => {
    assert(
      property(seeds, (seed) => {
        const faults = createFaults({ errorBody: () => ({}) });
        const { blows, lengthMs } = planned(seed, 120);
        for (const blow of blows) {
          if (blow.do === 'fault') expect(faults.arm(blow.fault).kind).toBe(blow.fault.kind);
          expect(blow.atMs).toBeLessThan(lengthMs);
        }
        expect(blows.map(({ atMs }) => atMs)).toEqual(blows.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the options of the chaos', () => {
  it('are read, and refused with an example of right when they are wrong', () => {
    expect(readOptions(['--seconds', '600', '--seed', '7', '--companies', 'shop,laden', '--json', 'out.json'])).toEqual(
      {
        seconds: 600,
        seed: 7,
        companies: companies.filter(({ key }) => key !== 'depot'),
        json: 'out.json',
      },
    );
    const [, ...args] = again(readOptions(['--seconds', '60', '--seed', '9', '--companies', 'laden'])).split(' -- ');
    expect(args).toEqual(['--seconds 60 --seed 9 --companies laden']);
    expect(() => readOptions(['--seconds', '1'])).toThrow('--seconds 1: give a whole number from 10');
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shares } from '../../../src/domain/shares.ts';
import { compile } from '../../../src/mapping/expressions/compile.ts';
import { usualLimits } from '../../../src/mapping/expressions/limits.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const about = { seed, numRuns: 200 };
const surroundings = {
  timeZone: 'UTC',
  characters: 'unicode',
  lists: {},
  lookup: () => Promise.resolve(undefined),
} as const;
const run = async (text: string, scope: Record<string, unknown>) =>
  compile(text, surroundings, usualLimits, { waitedMs: 0 })(scope);
const valueOf = async (text: string, scope: Record<string, unknown>): Promise<unknown> => {
  const outcome = await run(text, scope);
  if ('trouble' in outcome) throw new Error(outcome.trouble.what);
  return outcome.value;
};
const amount = fc.record({
  minor: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
  currency: fc.constant('EUR'),
});

describe(`whatever comes in (SEED=${seed})`, () => {
  it('no number with a point comes out', async () => {
    const leaf = fc.constantFrom('a', 'b', 'c', '3', '0', '7', 'many');
    const formula = fc.letrec((again) => ({
      all: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc
          .tuple(again('all'), fc.constantFrom('+', '-', '*', '%', '/', '&'), again('all'))
          .map(([a, sign, b]) => `(${String(a)} ${sign} ${String(b)})`),
        fc
          .tuple(
            fc.constantFrom('$sum', '$max', '$abs', '$round', '$number', '$string', '$sqrt', '$average'),
            again('all'),
          )
          .map(([f, a]) => `${f}(${String(a)})`),
      ),
    })).all;
    const numbers = fc.record({
      a: fc.maxSafeInteger(),
      b: fc.integer(),
      c: fc.double(),
      many: fc.array(fc.integer(), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(formula, numbers, async (text, scope) => {
        const outcome = await run(text, scope);
        if ('trouble' in outcome) return;
        expect(JSON.stringify(outcome.value) ?? '').not.toMatch(/\d\.\d|\de[+-]?\d/);
      }),
      about,
    );
  });

  it('the parts of $shares add up, and so do $share and its rest', async () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 8 })
      .filter((all) => all.some((one) => one > 0));
    await fc.assert(
      fc.asyncProperty(amount, weights, async (whole, parts) => {
        const of = parts.reduce((total, part) => total + part, 0);
        const scope = { whole, parts, part: parts[0], of };
        expect(await valueOf('$sum($shares(whole, parts))', scope)).toEqual({ ...whole });
        expect(await valueOf('$plus($share(whole, part, of), $minus(whole, $share(whole, part, of)))', scope)).toEqual({
          ...whole,
        });
        expect(await valueOf('$shares(whole, parts)', scope)).toEqual(
          parts.length === 1 ? expect.anything() : shares(whole, parts),
        );
      }),
      about,
    );
  });

  it('$cut is never longer than it may be, and leaves no half of a sign', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, fc.nat(70), fc.constantFrom('end', 'word', 'middle'), async (value, max, rule) => {
        const cut = String(await valueOf('$cut(value, max, rule)', { value, max, rule }));
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(encodeURIComponent(cut)).toEqual(expect.any(String));
        if (value.length <= max) expect(cut).toBe(value);
      }),
      about,
    );
  });

  it('$convert loses less than half a minor unit', async () => {
    const rate = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 999_999 }));
    await fc.assert(
      fc.asyncProperty(amount, rate, async (whole, [units, millionths]) => {
        const evidence = { source: 'ECB', date: '2026-01-30' };
        const scope = { whole, rate: `${units}.${String(millionths).padStart(6, '0')}`, evidence };
        const converted = (await valueOf('$convert(whole, rate, "USD", evidence)', scope)) as { minor: number };
        const exact = BigInt(whole.minor) * BigInt(units * 1_000_000 + millionths);
        const away = BigInt(converted.minor) * 1_000_000n - exact;
        expect((away < 0n ? -away : away) * 2n <= 1_000_000n).toBe(true);
      }),
      about,
    );
  });

  it('nothing but a text breaks or changes the cleansing functions', async () => {
    const functions = [
      'clean',
      'upper',
      'capital',
      'transliterate',
      'splitName',
      'splitStreet',
      'country',
      'phone',
      'vatId',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom(...functions),
        async (value, name) => {
          expect(await run(`$${name}(value)`, { value })).not.toHaveProperty('trouble');
          if (name === 'transliterate') {
            const latin = String(await valueOf('$transliterate(value, "latin1")', { value }));
            expect(Buffer.from(latin, 'latin1').toString('latin1')).toBe(latin);
          }
        },
      ),
      about,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { effectKey, stands, type EffectState, type SeenEffect } from '../../src/domain/effects.ts';

const named = { company: 'acme', kind: 'receipt', subject: 'ch_1' } as const;

describe('effects', () => {
  it('names the same change alike for ever, and another part or generation otherwise', () => {
    expect(effectKey(named)).toBe('acme/receipt/ch_1#1');
    expect(effectKey({ ...named, part: 'txn_2' })).toBe('acme/receipt/ch_1/txn_2#1');
    expect(effectKey({ ...named, generation: 2 })).toBe('acme/receipt/ch_1#2');
  });

  it.each([
    ['posted', true],
    ['settled-by-hand', true],
    ['intent', false],
    ['unknown', false],
    ['refused', false],
    ['reversed', false],
    ['abandoned', false],
  ] as const)('%s stands: %s', (state: EffectState, expected) => {
    const effect: SeenEffect = { ...named, key: effectKey(named), generation: 1, state };
    expect(stands(effect)).toBe(expected);
  });
});

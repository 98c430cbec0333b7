import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EffectKey } from '../../src/domain/effects.ts';
import { referenceOf } from '../../src/store/reference.ts';
import { createVault } from '../../src/store/vault.ts';

const [first, second] = [randomBytes(32), randomBytes(32)];

describe('a vault', () => {
  it('opens what it sealed, whatever it is', () => {
    const vault = createVault({ current: first });
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, context) => {
        expect(vault.open(vault.seal(value, context), context)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('never seals the same twice to the same bytes, and shows nothing of it', () => {
    const vault = createVault({ current: first });
    const [a, b] = [vault.seal('Jane Roe', 'x'), vault.seal('Jane Roe', 'x')];
    expect(a.equals(b)).toBe(false);
    expect(a.toString('latin1')).not.toContain('Jane');
  });

  it('refuses a value that was changed anywhere, or moved to another row', () => {
    const vault = createVault({ current: first });
    const sealed = vault.seal({ name: 'Jane Roe' }, 'row 1');
    expect(() => vault.open(sealed, 'row 2')).toThrow();
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => vault.open(changed, 'row 1')).toThrow();
    }
  });

  it('opens rows under an old key after a new one took over, and says so when the old one is missing', () => {
    const old = createVault({ current: first }).seal('kept', 'x');
    const rotated = createVault({ current: second, previous: [first] });
    expect(rotated.open(old, 'x')).toBe('kept');
    expect(createVault({ current: second }).open(rotated.seal('new', 'x'), 'x')).toBe('new');
    expect(() => createVault({ current: second }).open(old, 'x')).toThrow(/add the old key to the previous ones/);
  });

  it('names the same e-mail the same way before and after a rotation, and differently under another key', () => {
    const before = createVault({ current: first }).hmac('jane@example.com');
    expect(createVault({ current: second, previous: [first] }).hmac('jane@example.com')).toBe(before);
    expect(createVault({ current: second }).hmac('jane@example.com')).not.toBe(before);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refuses a key of another length and says how to make one', () => {
    expect(() => createVault({ current: randomBytes(16) })).toThrow(
      /32 bytes, this one has 16; make one with: openssl/,
    );
  });
});

describe('a reference', () => {
  it('is the same for the same key, for ever', () => {
    expect(referenceOf('acme/sale/1001#1' as EffectKey)).toBe('MVOCLCFVGIFYKUBW');
  });

  it('has sixteen characters that start with a letter, other ones for every key and generation', () => {
    const keys = fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(keys, (texts) => {
        const references = texts.map((text) => referenceOf(text as EffectKey));
        for (const reference of references) expect(reference).toMatch(/^[A-Z][A-Z2-7]{15}$/);
        expect(new Set(references).size).toBe(texts.length);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { normalEmail } from '../../src/domain/email.ts';

describe('an e-mail address', () => {
  it.each([
    [' Nora@Example.com ', 'nora@example.com'],
    ['ｎora@example.com', 'nora@example.com'],
    ['nora+shop@example.com', 'nora+shop@example.com'],
  ])('"%s" is matched as %s', (text, normal) => expect(normalEmail(text)).toBe(normal));
});

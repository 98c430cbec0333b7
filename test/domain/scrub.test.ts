import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCardNumber, scrub } from '../../src/domain/scrub.ts';

const checkDigit = (digits: string): string => {
  const values = Array.from(digits, Number).reverse();
  const sum = values.reduce((total, digit, place) => {
    const value = digit * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
};
const digit = fc.integer({ min: 0, max: 9 }).map(String);
const cardNumber = fc
  .tuple(fc.constantFrom('2', '3', '4', '5', '6'), fc.array(digit, { minLength: 11, maxLength: 17 }))
  .map(([first, rest]) => `${first}${rest.join('')}`)
  .map((body) => `${body}${checkDigit(body)}`);
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const email = fc.tuple(word, word, word).map(([local, host, top]) => `${local}@${host}.${top}`);

describe('scrub', () => {
  it.each([
    ['4242424242424242', '[card]'],
    ['4242 4242 4242 4242', '[card]'],
    ['4242-4242-4242-4242', '[card]'],
    ['4242.4242.4242.4242', '[card]'],
    ['paid by 378282246310005.', 'paid by [card].'],
    ['no. 12 4242 4242 4242 4242 03/30', 'no. 12 [card] 03/30'],
    ['4242424242424242 5555555555554444', '[card] [card]'],
    ['write to Ada.Lovelace+shop@example.co.uk, please', 'write to [e-mail], please'],
    ['<jürgen@müller.example>', '<[e-mail]>'],
    ['admin@localhost', '[e-mail]'],
    ['key sk_test_abcDEF123 refused', 'key [stripe key] refused'],
    ['rk_live_51Habc', '[stripe key]'],
    ['whsec_abc+/=1', '[webhook secret]'],
    ['Authorization: Bearer eyJhbGciOi.J9.x_y', 'Authorization: Bearer [credentials]'],
    ['postgres://quittance:pa55word@127.0.0.1:5432/q', 'postgres://[credentials]@127.0.0.1:5432/q'],
  ])('makes %j to %j', (text, clean) => {
    expect(scrub(text)).toBe(clean);
  });

  it.each([
    'order 100198 posted',
    'pi_3OabcDEF42424242424242',
    'at 1763736000000 ms',
    '4242424242424241',
    '2026-11-21 14:02:07',
    'IDoc 0000000000123456',
    'a total of 1,234.50 EUR',
    'localhost:7233',
    '@temporalio/client',
  ])('leaves %j alone', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('hides every card number, however it is grouped and whatever stands around it', () => {
    fc.assert(
      fc.property(cardNumber, fc.constantFrom('', ' ', '-', '.'), word, (card, separator, around) => {
        const grouped = (card.match(/\d{1,4}/g) ?? []).join(separator);
        const clean = scrub(`${around} ${grouped}, ${around}`);
        expect(clean).not.toContain(grouped);
        expect(clean).toContain('[card]');
        expect(hasCardNumber(grouped)).toBe(true);
      }),
    );
  });

  it('hides every e-mail address', () => {
    fc.assert(
      fc.property(email, word, (address, around) => {
        expect(scrub(`${around} ${address};${around}`)).not.toContain(address);
      }),
    );
  });

  it('finds nothing more to hide in what it has cleaned', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), cardNumber, email, (text, card, address) => {
        const clean = scrub(`${text} ${card} ${text}${address}`);
        expect(scrub(clean)).toBe(clean);
      }),
    );
  });

  it('keeps text without numbers, addresses or keys as it is', () => {
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(' ');
        expect(scrub(text)).toBe(text);
      }),
    );
  });

  it.each([
    ['digits', '1 '.repeat(50_000)],
    ['digits in one piece', '4'.repeat(100_000)],
    ['letters before an @', `${'a'.repeat(100_000)}@`],
    ['slashes', '://a:'.repeat(20_000)],
  ])('comes to an end with 100 000 characters of %s', (_name, text) => {
    expect(scrub(text)).toHaveLength(scrub(text).length);
  });
});

describe('hasCardNumber', () => {
  it('refuses only what could be a card', () => {
    expect(hasCardNumber('order 4242424242424242')).toBe(true);
    expect(hasCardNumber('order 4242424242424243')).toBe(false);
    expect(hasCardNumber('order 42')).toBe(false);
  });
});

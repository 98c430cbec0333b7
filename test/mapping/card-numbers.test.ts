import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardIn, cardLike, refuseCards } from '../../src/mapping/card-numbers.ts';
import { faultOf } from './fault-of.ts';

describe('a card number', () => {
  it.each([
    '4242424242424242',
    '4242 4242 4242 4242',
    '4242-4242-4242-4242',
    '4242 4242 4242 4242 12/27 123',
    '4242 4242 4242 4242 12 27',
    'card: 5555555555554444, thanks',
    '378282246310005',
    '６０１１１１１１１１１１１１１７',
    '4242 4242‑4242 4242',
    '6205500000000000004',
  ])('is seen in "%s"', (text) => expect(cardLike(text)).toBe(true));

  it.each([
    '4242424242424241',
    '1732200000000',
    'pi_4242424242424242',
    'order 4242424242424242x',
    '424242424242',
    '0000000000000000',
    '42424242424242424242424242',
    '2026-01-30 10:00:00',
    '',
  ])('is not seen in "%s"', (text) => expect(cardLike(text)).toBe(false));

  it('is seen wherever its digits are grouped', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 15 }), { maxLength: 5 });
    fc.assert(
      fc.property(cuts, fc.constantFrom(' ', '-', '  '), (places, separator) => {
        const text = Array.from('4000056655665556', (digit, index) =>
          places.includes(index) ? separator + digit : digit,
        );
        expect(cardLike(text.join(''))).toBe(true);
      }),
    );
  });

  it('refuses the payment by the path of the field, and never says the number', () => {
    const number = '4242424242424242';
    const faults = [
      faultOf(() => refuseCards({ metadata: { note: number } })),
      faultOf(() => refuseCards({ metadata: { [number]: 'x' } })),
      faultOf(() => refuseCards({ metadata: { [number]: number } })),
      faultOf(() => refuseCards({ metadata: {}, description: `card ${number}` })),
    ];
    expect(faults.map(({ where }) => where)).toEqual(['metadata.note', 'metadata[0]', 'metadata[0]', 'description']);
    for (const { message } of faults) expect(message).not.toContain(number);
  });

  it('is found in a source by its path, which never holds it', () => {
    const number = '4242424242424242';
    expect(cardIn({ order: { lines: [{ note: 'x' }, { note: number }] } })).toBe('order.lines[1].note');
    expect(cardIn({ payment: { metadata: { [number]: number } } })).toBe('payment.metadata[0]');
    expect(cardIn({ amount: { minor: 4_242_424_242_424_242 }, id: 'pi_1' })).toBeUndefined();
  });

  it('leaves ordinary payments alone', () => {
    refuseCards({ metadata: { ecommerceorderid: 'SO-1001', weight: '1200' }, description: 'Order SO-1001' });
  });
});

import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantityText, tenThousandths } from '../../../src/erp/p21/quantity.ts';

describe('a quantity', () => {
  it('survives the way to text and back', () => {
    assert(
      property(integer({ min: 0, max: 9_999_999_999_999 }), (count) => {
        expect(tenThousandths(quantityText(count))).toBe(count);
      }),
    );
  });

  it.each([
    ['2', 20_000],
    ['0.5', 5_000],
    ['2.0000', 20_000],
    ['0', 0],
  ])('%s is %i ten-thousandths', (text, count) => expect(tenThousandths(text)).toBe(count));

  it.each(['', '-1', '1e3', '1.23456', '1,5', 'two'])('is not "%s"', (text) =>
    expect(() => tenThousandths(text)).toThrow(RangeError),
  );
});

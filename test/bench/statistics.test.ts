import { array, assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, percentile, ratios, reaches, spread, surpluses } from '../../bench/statistics.ts';

const measured = array(double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('percentile', () => {
  it('is the smallest measured value that the share of all values does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 99, 100]);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('is always a value that was measured, and at least the share of them is no greater', () => {
    assert(
      property(measured, double({ min: 0.001, max: 1, noNaN: true }), (values, share) => {
        const found = percentile(values, share);
        expect(values).toContain(found);
        expect(values.filter((value) => value <= found).length).toBeGreaterThanOrEqual(values.length * share);
      }),
    );
  });

  it('leaves the order of what was measured alone', () => {
    const values = [3, 1, 2];
    percentile(values, 0.5);
    expect(values).toEqual([3, 1, 2]);
  });

  it('refuses no values, and a share that is written in percent', () => {
    expect(() => percentile([], 0.5)).toThrow('measure at least once');
    expect(() => percentile([1], 99)).toThrow('write the 99th percentile as 0.99');
  });
});

describe('median', () => {
  it('is the middle value, or lies between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 10, 2])).toBe(3);
  });
});

describe('spread', () => {
  it('tells the middle, the least and the most', () => {
    expect(spread([12, 10, 30])).toEqual({ median: 12, min: 10, max: 30 });
  });
});

describe('what is compared with a floor', () => {
  it('is compared round by round, so that a slow minute of the machine cancels out', () => {
    expect(ratios([11, 110, 22], [10, 100, 20])).toEqual([1.1, 1.1, 1.1]);
    expect(surpluses([11, 101], [10, 100])).toEqual([1, 1]);
  });

  it('is refused when one side has more rounds than the other', () => {
    expect(() => ratios([1, 2], [1])).toThrow("2 rounds can't be compared with 1");
  });

  it('reaches an aim that it equals, on either side', () => {
    expect([reaches(1.15, { most: 1.15 }), reaches(1.16, { most: 1.15 })]).toEqual([true, false]);
    expect([reaches(0.85, { least: 0.85 }), reaches(0.84, { least: 0.85 })]).toEqual([true, false]);
  });
});

import { expect, it } from 'vitest';
import { plainRate } from '../../src/mapping/plain-rate.ts';

it.each([
  ['19', '19'],
  ['19.0', '19'],
  ['19.00', '19'],
  [' 07.50', '7.5'],
  ['0', '0'],
  ['0.00', '0'],
  ['100', '100'],
])('"%s" is the rate %s', (text, rate) => expect(plainRate(text)).toBe(rate));

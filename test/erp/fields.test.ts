import { expect, it } from 'vitest';
import { cut } from '../../src/erp/fields.ts';

it('cuts text for people without leaving half a character, whichever ERP it is for', () => {
  expect(cut('Möbel 🪑🪑', 9)).toBe('Möbel 🪑');
  expect(cut('Möbel 🪑', 8)).toBe('Möbel 🪑');
  expect(cut('Möbel', 40)).toBe('Möbel');
});

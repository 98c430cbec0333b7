import { expect, it } from 'vitest';
import { changeInCodePage } from '../../../../src/erp/p21/native/code-page.ts';

it('sends a change of a customer as the columns will give it back', () => {
  const change = changeInCodePage({
    name: 'Zoë Novák – Dvořák & Šimek Łódź',
    email: null,
    blocked: false,
    address: { line1: 'Straße 5', city: 'E\u0301vry', country: 'FR' },
  });
  expect(change).toEqual({
    name: 'Zoë Novák – Dvorák & Šimek ?ódz',
    email: null,
    blocked: false,
    address: { line1: 'Straße 5', city: 'Évry', country: 'FR' },
  });
});

it('leaves out what the change does not name', () => expect(changeInCodePage({ phone: '1' })).toEqual({ phone: '1' }));

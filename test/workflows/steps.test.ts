import { describe, expect, it } from 'vitest';
import { effectKey } from '../../src/domain/effects.ts';
import { money } from '../../src/domain/money.ts';
import { effectOf } from '../../src/workflows/steps.ts';

const key = effectKey({ company: 'acme', kind: 'sale', subject: 'SO-1' });
const sale = {
  do: 'sale',
  key,
  order: 'SO-1',
  generation: 1,
  amount: money(119_00, 'EUR'),
  hold: false,
  state: 'captured',
} as const;

describe('what a person may do by hand in place of a step', () => {
  it.each([
    ['sales-order', 'sales-order released captured'],
    ['invoice', 'invoice released captured'],
  ] as const)('says of a sale whether it is an order or a direct invoice: %s', (document, note) => {
    expect(effectOf({ ...sale, document })).toEqual({
      key,
      kind: 'sale',
      subject: 'SO-1',
      generation: 1,
      amount: sale.amount,
      note,
    });
  });

  it('notes nothing of a receipt', () => {
    const settled = { txn: 'txn_1', settlement: sale.amount, bookedOn: '2026-01-30' };
    expect(effectOf({ do: 'receipt', key, charge: 'ch_1', amount: sale.amount, settled })).not.toHaveProperty('note');
  });
});

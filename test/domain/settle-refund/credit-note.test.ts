import { describe, expect, it } from 'vitest';
import type { SeenEffect } from '../../../src/domain/effects.ts';
import { money } from '../../../src/domain/money.ts';
import {
  creditNoteDue,
  memoKey,
  noteRoot,
  type SeenCreditNote,
} from '../../../src/domain/settle-refund/credit-note.ts';

const memo = (state: SeenEffect['state']): SeenEffect => ({
  key: memoKey('acme', 'cn_1'),
  kind: 'memo',
  subject: 'cn_1',
  generation: 1,
  state,
});
const seen: SeenCreditNote = {
  company: 'acme',
  connection: 'acme',
  creditNote: 'cn_1',
  root: noteRoot('cn_1'),
  closed: false,
  state: 'issued',
  amount: money(4_000, 'EUR'),
  refunds: ['re_1'],
  effects: [],
  creditsAmounts: true,
};
const due = (change: Partial<SeenCreditNote> = {}) => creditNoteDue({ ...seen, invoice: 'IN-1', ...change });
const wake = { do: 'wake-refund', refund: 're_1' };

describe('a credit note', () => {
  it('credits all of it on the invoice that a person named, then wakes its refunds', () =>
    expect(due()).toEqual({
      steps: [
        {
          do: 'credit-invoice',
          key: 'acme/memo/cn_1#1',
          creditNote: 'cn_1',
          invoice: 'IN-1',
          amount: money(4_000, 'EUR'),
        },
        wake,
      ],
    }));

  it('asks for the invoice, which is not posted here', () =>
    expect(creditNoteDue(seen)).toEqual({ steps: [], trouble: 'invoice-missing' }));

  it('is left to a person where the ERP credits lines alone', () =>
    expect(due({ creditsAmounts: false })).toEqual({ steps: [], trouble: 'credit-note-lines' }));

  it.each(['posted', 'settled-by-hand'] as const)('credits nothing twice: its memo is %s', (state) =>
    expect(due({ effects: [memo(state)] })).toEqual({ steps: [wake] }),
  );

  it('that was voided before it was posted is nothing', () => expect(due({ state: 'void' })).toEqual({ steps: [] }));

  it('that was voided after it was posted is taken back by a person, once', () => {
    expect(due({ state: 'void', effects: [memo('posted')] })).toEqual({ steps: [], trouble: 'credit-note-voided' });
    expect(due({ state: 'void', effects: [memo('reversed')] })).toEqual({ steps: [] });
  });

  it.each([{ closed: true }, { amount: money(0, 'EUR') }, { effects: [memo('reversed')] }])(
    'of which nothing is due any more posts nothing',
    (change) => expect(due(change)).toEqual({ steps: [] }),
  );
});

import { describe, expect, it } from 'vitest';
import { effectKey, type SeenEffect } from '../../../src/domain/effects.ts';
import { money } from '../../../src/domain/money.ts';
import { memoKey, noteRoot } from '../../../src/domain/settle-refund/credit-note.ts';
import { refundDue } from '../../../src/domain/settle-refund/due.ts';
import type { LinkedNote, SeenRefund } from '../../../src/domain/settle-refund/seen.ts';

const euro = (minor: number) => money(minor, 'EUR');
const note = (creditNote: string, minor: number, isPosted: boolean): LinkedNote => ({
  creditNote,
  root: noteRoot(creditNote),
  memo: memoKey('acme', creditNote),
  isPosted,
  amount: euro(minor),
});
const refund = (change: Partial<SeenRefund>): SeenRefund => ({
  company: 'acme',
  connection: 'acme',
  refund: 're_1',
  payment: 'pi_1',
  charge: 'ch_1',
  root: 'pi_1',
  closed: false,
  owner: 'billing',
  state: 'succeeded',
  fraudulent: false,
  amount: euro(4_000),
  booked: { txn: 'txn_1', settlement: euro(4_000), bookedOn: '2026-01-30' },
  graceSeconds: 0,
  effects: [],
  ledgerCurrency: 'EUR',
  roundingLimit: 2,
  creditsAmounts: true,
  clearsItself: false,
  clearsRefunds: false,
  ...change,
});
const cash = (seen: SeenRefund) =>
  refundDue(seen).steps.flatMap((step) => (step.do === 'refund' ? [[step.settles, step.amount.minor, step.key]] : []));
const from = (creditNote: string) => ({
  kind: 'credit-memo',
  by: memoKey('acme', creditNote),
  root: noteRoot(creditNote),
});

describe('a refund of a Billing invoice', () => {
  it('waits for the memo of its credit note, and posts none of its own', () =>
    expect(refundDue(refund({ creditNotes: [note('cn_1', 4_000, false)] }))).toEqual({
      steps: [],
      waiting: { for: 'credit-memo', seconds: 21_600 },
    }));

  it('is paid out of the memo once that stands', () => {
    const seen = refund({ creditNotes: [note('cn_1', 4_000, true)] });
    expect(cash(seen)).toEqual([[from('cn_1'), 4_000, 'acme/refund/re_1/cn_1#1']]);
    expect(refundDue(seen).steps.map((step) => step.do)).toEqual(['refund', 'wake-payment']);
  });

  it('takes of each of its credit notes what that accounts for, in whatever order their memos come', () => {
    const notes = [note('cn_1', 1_500, false), note('cn_2', 2_500, true)];
    expect(cash(refund({ creditNotes: notes }))).toEqual([[from('cn_2'), 2_500, 'acme/refund/re_1/cn_2#1']]);
    const posted: SeenEffect = {
      key: effectKey({ company: 'acme', kind: 'refund', subject: 're_1', part: 'cn_2' }),
      kind: 'refund',
      subject: 're_1',
      part: 'cn_2',
      generation: 1,
      state: 'posted',
      amount: euro(2_500),
      note: `credit-memo ${memoKey('acme', 'cn_2')}`,
    };
    const both = refund({ creditNotes: [note('cn_1', 1_500, true), note('cn_2', 2_500, true)], effects: [posted] });
    expect(cash(both)).toEqual([[from('cn_1'), 1_500, 'acme/refund/re_1/cn_1#1']]);
  });

  it('asks for a memo of what no credit note accounts for', () => {
    expect(refundDue(refund({ creditNotes: [note('cn_1', 1_000, true)] }))).toMatchObject({
      trouble: 'refund-needs-memo',
    });
    expect(refundDue(refund({ creditNotes: [] }))).toMatchObject({ steps: [], trouble: 'refund-needs-memo' });
  });

  it('is paid out of the memo that a person named, whatever its credit notes say', () =>
    expect(cash(refund({ memo: 'CM-7', creditNotes: [note('cn_1', 4_000, false)] }))).toEqual([
      [{ kind: 'credit-memo', number: 'CM-7' }, 4_000, 'acme/refund/re_1#1'],
    ]));
});

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compensations, takingBack, undoingOf } from '../../src/domain/compensation.ts';
import { effectKey, type EffectKind, type SeenEffect } from '../../src/domain/effects.ts';

const seen = (kind: EffectKind, more: Partial<SeenEffect> = {}): SeenEffect => {
  const subject = more.subject ?? 're_1';
  const key = effectKey({ company: 'acme', kind, subject, ...(more.part && { part: more.part }) });
  return { key, kind, subject, generation: 1, state: 'posted', number: '4711', ...more };
};
const kinds = (effects: readonly SeenEffect[]): readonly string[] => effects.map(({ kind }) => kind);

describe('taking back what a flow posted', () => {
  it('goes through it last first, leaves cash where it is, and lets settings go with their order', () => {
    const posted = [seen('apply'), seen('receipt'), seen('release'), seen('rounding'), seen('sale')];

    expect(takingBack(posted)).toMatchObject({
      undo: [{ kind: 'apply' }, { kind: 'sale' }],
      stays: ['receipt 4711 stays: cash that moved at Stripe stays posted'],
    });
  });

  it('takes back a credit memo and a smaller order, unless money left by the memo', () => {
    const memo = seen('memo', { part: '1' });
    const refund = seen('refund', { note: `credit-memo ${memo.key}` });

    expect(kinds(takingBack([memo, seen('reduce')]).undo)).toEqual(['memo', 'reduce']);
    expect(takingBack([refund, memo])).toEqual({
      undo: [],
      stays: ['refund 4711 stays: cash that moved at Stripe stays posted', 'memo 4711 stays: money left by it'],
    });
  });

  it('takes back that a dispute was lost, and never what moved for it', () => {
    expect(kinds(takingBack([seen('lost'), seen('dispute')]).undo)).toEqual(['lost']);
  });
});

describe('the effect by which one is taken back', () => {
  it('is named after a sale or a loss alone, and after anything else of the subject with its kind and part', () => {
    const keyOf = (effect: SeenEffect) => undoingOf('acme', effect).key;

    expect(keyOf(seen('sale', { subject: '4711', generation: 2 }))).toBe('acme/cancel/4711#2');
    expect(keyOf(seen('lost', { subject: 'dp_1' }))).toBe('acme/cancel/dp_1#1');
    expect(keyOf(seen('apply', { subject: 'ch_1', part: '300' }))).toBe('acme/unapply/ch_1/300#1');
    expect(keyOf(seen('memo', { part: '300' }))).toBe('acme/cancel/re_1/memo/300#1');
    expect(keyOf(seen('reduce'))).toBe('acme/cancel/re_1/reduce#1');
  });

  it('leaves what was paid out cleared with what it came from', () => {
    const cleared = seen('apply', { subject: 're_1', part: 'cleared' });
    const applied = seen('apply', { subject: 'ch_1', part: '300' });

    expect(takingBack([cleared, applied]).undo).toEqual([applied]);
  });

  it('says what it takes back', () => {
    const sale = seen('sale');

    expect(undoingOf('acme', sale)).toMatchObject({ kind: 'cancel', undoes: sale.key });
  });
});

describe('the page about compensation', () => {
  /** However wide its columns are set. */
  const plain = (row: string): string => row.replace(/ +/g, ' ').trim();
  const ways = {
    document: 'cancelling, reversing or crediting it',
    unapply: 'unapplying it',
    line: 'taking the line off',
    itself: 'nothing: it goes with its document, or is none',
  };
  const traces = {
    document: 'by its reference',
    line: 'by the reference of the line',
    application: 'by receipt, invoice and amount',
    undoing: 'on what it takes back',
    return: 'on the receipt',
    repeating: 'not sought: it is repeated',
    stripe: 'asked of Stripe by its flow',
  };

  it('shows the table as the code has it', async () => {
    const rows = Object.entries(compensations).map(([kind, { posting, way, trace, instead }]) => {
      const back = way.by === 'never' ? `never: ${way.why}` : ways[way.by];
      return `| \`${kind}\` | ${posting} | ${back} | ${instead} | ${traces[trace.by]} |`;
    });

    const page = (await readFile('docs/compensation.md', 'utf8')).split('\n').map(plain);

    expect(page).toEqual(expect.arrayContaining(rows));
  });
});

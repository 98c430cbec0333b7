import { expect, it } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import { checkByHand } from '../../src/activities/done-by-hand.ts';
import { effectKey, type EffectKind } from '../../src/domain/effects.ts';
import { money } from '../../src/domain/money.ts';

const amount = money(20_00, 'EUR');
const keyOf = (kind: EffectKind, subject: string) => effectKey({ company: 'acme', kind, subject });
const erp = { read: async (kind: string, number: string) => ({ kind, number, total: amount }) };

/** Somebody skips the credit memo of `re_2` with a number, under which `taken` stands. */
const skip = (taken: readonly { readonly kind: EffectKind; readonly subject: string }[]) =>
  checkByHand({ erp } as unknown as Company, {
    effect: { key: keyOf('memo', 're_2'), kind: 'memo', subject: 're_2', generation: 1, amount },
    number: '0004711',
    numbered: async () => taken.map(({ kind, subject }) => ({ key: keyOf(kind, subject), kind })),
  });

it('refuses a document that stands for another effect already, though it comes to the same amount', async () => {
  await expect(skip([{ kind: 'memo', subject: 're_1' }])).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('acme/memo/re_1#1') as string,
  });
});

it('takes one that stands for this effect, and a document of another kind under the same number', async () => {
  await skip([
    { kind: 'memo', subject: 're_2' },
    { kind: 'receipt', subject: 'ch_1' },
    { kind: 'reduce', subject: 're_1' },
  ]);
});

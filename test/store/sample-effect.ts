import { randomUUID } from 'node:crypto';
import type { Reference } from '../../src/domain/documents.ts';
import { effectKey, type EffectKey, type EffectKind } from '../../src/domain/effects.ts';
import type { ErpReceipt } from '../../src/erp/port.ts';
import type { Effect } from '../../src/store/ledger.ts';

type Wanted = Partial<Omit<Effect, 'key'>> & { readonly kind?: EffectKind };

export const newRoot = (): string => `pi_${randomUUID()}`;

/** A receipt of 119.00 EUR that nobody has tried yet; short waits, so that tests are quick. */
export function sampleEffect(wanted: Wanted = {}): Effect {
  const root = wanted.root ?? newRoot();
  const { company = 'acme', kind = 'receipt', subject = `ch_${randomUUID()}`, generation = 1, part } = wanted;
  const key = effectKey({ company, kind, subject, generation, ...(part && { part }) });
  return {
    company,
    kind,
    subject,
    generation,
    fingerprint: `${kind} ${subject} 11900 EUR`,
    amount: { minor: 11_900, currency: 'EUR' },
    flow: `order-to-cash/${company}/${root}`,
    root,
    dependsOn: [],
    settleMs: 200,
    requestMs: 1_000,
    prepare: () => Promise.resolve({ note: 'released captured' }),
    find: () => Promise.resolve(undefined),
    send: (_prepared, reference) => Promise.resolve(receiptFor(key, reference)),
    ...wanted,
    key,
  };
}

export const receiptFor = (key: EffectKey, reference: Reference): ErpReceipt => ({
  kind: 'cash-receipt',
  number: `N${key.length}`,
  reference,
  total: { minor: 11_900, currency: 'EUR' },
});

import { effectKey, type SeenEffect } from '../domain/effects.ts';
import { ErpError } from '../erp/errors.ts';
import { effect } from './effect.ts';
import type { Done } from './outcomes.ts';
import type { PostingDeps } from './posting.ts';

/** Takes a deposit off an invoice again: an effect of its own, which undoes the application. */
export async function unapply(deps: PostingDeps, key: string, root: string, posted: SeenEffect): Promise<Done> {
  const company = deps.companies(key);
  const { subject, part = '', amount, generation } = posted;
  const [receipt, invoice] = posted.note?.split(' ') ?? [];
  if (!receipt || !invoice || !amount)
    throw new ErpError('not-found', 'The ledger does not name receipt and invoice: unapply by hand, then skip', {
      where: 'note',
    });
  await deps.ledger.once(
    effect(company, {
      key: effectKey({ company: key, kind: 'unapply', subject, part, generation }),
      kind: 'unapply',
      subject,
      part,
      generation,
      root,
      undoes: posted.key,
      prepare: () => Promise.resolve({}),
      // Under the reference of this undoing, only the unapplying itself can be found.
      find: (reference) => company.erp.findApplication({ receipt, invoice, amount }, reference),
      send: (_nothing, reference, signal) => company.erp.unapply({ receipt, invoice, amount }, reference, { signal }),
    }),
  );
  return { told: `receipt ${receipt} no longer applied to invoice ${invoice}` };
}

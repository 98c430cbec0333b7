import { compensations, undoingOf } from '../domain/compensation.ts';
import type { DocumentKind } from '../domain/documents.ts';
import type { SeenEffect } from '../domain/effects.ts';
import { holdIn } from '../domain/settle-refund/lines.ts';
import { ErpError } from '../erp/errors.ts';
import { dayOf } from '../mapping/day.ts';
import { referenceOf } from '../store/reference.ts';
import type { Company } from './company.ts';
import { effect } from './effect.ts';
import { letGo } from './let-go.ts';
import type { Done } from './outcomes.ts';
import type { PostingDeps } from './posting.ts';
import { unapply } from './unapply.ts';

type Of = { readonly company: Company; readonly root: string; readonly posted: SeenEffect };

/** Takes one posting back as the table of compensations says: an effect of its own, keyed by what it takes back. */
export function takeBack(deps: PostingDeps, of: Of): Promise<Done> {
  const { company, root, posted } = of;
  const { way, instead } = compensations[posted.kind];
  if (way.by === 'unapply') return unapply(deps, company.key, root, posted);
  if (way.by === 'document') return takeDocumentBack(deps, of, way.document(posted));
  if (way.by === 'line') return takeLineOff(deps, of);
  throw new ErpError('rejected', `${posted.key} is not taken back: ${instead}`, { where: 'kind' });
}

async function takeDocumentBack(deps: PostingDeps, { company, root, posted }: Of, kind: DocumentKind): Promise<Done> {
  const document = { kind, number: numberOf(posted) };
  const { erp } = company;
  const date = await erp.openPeriod(dayOf(new Date().toISOString(), company.settings.timeZone));
  await deps.ledger.once(
    effect(company, {
      ...undoingOf(company.key, posted),
      root,
      totalIsTheirs: true,
      prepare: () => Promise.resolve({}),
      find: (reference) => erp.findUndoing(document, reference),
      send: (_nothing, reference, signal) =>
        erp.undo(document, { because: 'mistake', reason: 'Taken back by a decision', reference, date }, { signal }),
    }),
  );
  return { told: `${named[kind] ?? kind} ${document.number} taken back` };
}

const named: Partial<Readonly<Record<DocumentKind, string>>> = {
  'sales-order': 'order',
  'credit-memo': 'credit memo',
  'journal-entry': 'journal entry',
};

/** The line goes, and the order's total is what it was before. */
async function takeLineOff(deps: PostingDeps, { company, root, posted }: Of): Promise<Done> {
  const order = numberOf(posted);
  const drop = referenceOf(posted.key);
  await deps.ledger.once(
    effect(company, {
      ...undoingOf(company.key, posted),
      root,
      totalIsTheirs: true,
      prepare: () => Promise.resolve({}),
      find: () => Promise.resolve(undefined), // Asked for again it changes nothing: the adapter compares first.
      send: async (_nothing, reference, signal) => {
        const before = await company.erp.reduce(order, [{ drop }], reference, { signal });
        if (holdIn(posted.note)) await letGo(deps, company, { root, refund: posted.subject, order }, signal);
        return before;
      },
    }),
  );
  return { told: `line of order ${order} taken off` };
}

function numberOf({ kind, number }: SeenEffect): string {
  if (number) return number;
  throw new ErpError('not-found', `The ${kind} has no number in the ledger: take it back by hand, then skip`, {
    where: 'number',
  });
}

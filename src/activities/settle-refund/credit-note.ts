import { stands } from '../../domain/effects.ts';
import { show, type Money } from '../../domain/money.ts';
import {
  memoKey,
  noteRoot,
  type InvoiceCreditStep,
  type SeenCreditNote,
} from '../../domain/settle-refund/credit-note.ts';
import { creditNote as noteOnMemo } from '../../domain/settle-refund/lines.ts';
import type { LinkedNote } from '../../domain/settle-refund/seen.ts';
import { ErpError } from '../../erp/errors.ts';
import { dayOf } from '../../mapping/day.ts';
import { creditNotesOf, readCreditNote } from '../../stripe/credit-note.ts';
import type { Subject } from '../../workflows/messages.ts';
import type { Company } from '../company.ts';
import { effect } from '../effect.ts';
import type { Done } from '../outcomes.ts';
import { documentIn, mappedBy, sentBefore, type PostingDeps, type StepInput } from '../posting.ts';

/** Credit notes of Stripe Billing: what one takes back of an invoice, with or without a refund. */
export const createCreditNoteActivities = (deps: PostingDeps) => ({
  readCreditNote: (subject: Subject) => read(deps, subject),
  creditInvoice: (input: StepInput<InvoiceCreditStep>) => creditInvoice(deps, input),
});

async function read({ companies, book, cases }: PostingDeps, { company: key, subject }: Subject) {
  const { connection, erp, stripe } = companies(key);
  const { state, amount, refunds } = await readCreditNote(stripe, subject);
  const at = { company: key, root: noteRoot(subject) };
  const patch = await cases.patchOf({ company: key, subject });
  const seen: SeenCreditNote = {
    ...at,
    connection,
    creditNote: subject,
    closed: await book.isClosed(at),
    state,
    amount,
    refunds: refunds.map(({ refund }) => refund),
    ...(patch?.invoice && { invoice: patch.invoice }),
    effects: await book.of(at),
    creditsAmounts: erp.capabilities.has('credit-amount'),
  };
  return seen;
}

async function creditInvoice(
  deps: PostingDeps,
  { company: key, subject, root, step }: StepInput<InvoiceCreditStep>,
): Promise<Done> {
  const company = deps.companies(key);
  const { amount, invoice, creditNote } = step;
  const posted = await deps.ledger.once(
    effect(company, {
      key: step.key,
      kind: 'memo',
      subject: creditNote,
      root,
      amount,
      prepare: async () => ({
        ...(await mapped(company, { subject, root, invoice, amount })),
        note: noteOnMemo(invoice, []),
      }),
      find: (reference, sent) => company.erp.find('credit-memo', reference, sentBefore(sent)),
      send: (prepared, reference, signal) => company.erp.post(documentIn(prepared), reference, { signal }),
    }),
  );
  return { told: `credit memo ${posted.number} ${show(amount)} posted`, document: posted.number };
}

type At = { readonly subject: string; readonly root: string; readonly invoice: string; readonly amount: Money };

/** Whose invoice it is, is whose credit it is: the ERP says so. */
async function mapped(company: Company, { subject, root, invoice, amount }: At) {
  const { stripe, erp, settings } = company;
  const { effectiveAt, reason = 'order_change' } = await readCreditNote(stripe, subject);
  const customer = (await erp.read('invoice', invoice))?.customer;
  if (customer === undefined)
    throw new ErpError(
      'not-found',
      `The ERP has no invoice ${invoice}, or does not say whose it is: correct the patch`,
      {
        where: 'invoice',
      },
    );
  const date = await erp.openPeriod(dayOf(effectiveAt, settings.timeZone));
  return mappedBy(company, root, (mapper, lookup) =>
    mapper.creditMemo({ customer, invoice, refund: subject, reason, date, lines: [], total: amount }, lookup),
  );
}

/** The credit notes that account for a refund; one that was voided, or that a person closed, accounts for nothing. */
export async function linkedNotes(
  { book }: Pick<PostingDeps, 'book'>,
  { key, stripe }: Company,
  refund: string,
  invoice: string,
): Promise<readonly LinkedNote[]> {
  const linked: LinkedNote[] = [];
  for (const { id, state, refunds } of await creditNotesOf(stripe, invoice)) {
    const part = refunds.find((each) => each.refund === refund);
    const at = { company: key, root: noteRoot(id) };
    if (!part || state === 'void' || (await book.isClosed(at))) continue;
    const memo = memoKey(key, id);
    const isPosted = (await book.of(at)).some((each) => each.key === memo && stands(each));
    linked.push({ creditNote: id, root: at.root, memo, isPosted, amount: part.amount });
  }
  return linked;
}

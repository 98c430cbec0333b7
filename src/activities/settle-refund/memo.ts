import type { CreditMemo } from '../../domain/documents.ts';
import { show, zero } from '../../domain/money.ts';
import { creditNote } from '../../domain/settle-refund/lines.ts';
import type { MemoStep } from '../../domain/settle-refund/steps.ts';
import { unitPriceOf } from '../../domain/unit-price.ts';
import { dayOf } from '../../mapping/day.ts';
import type { Company } from '../company.ts';
import { effect } from '../effect.ts';
import type { Done } from '../outcomes.ts';
import { customerOf, documentIn, mappedBy, sentBefore, type PostingDeps, type StepInput } from '../posting.ts';
import { readRefund } from '../../stripe/refund.ts';

/** Credits an invoice, or a part of it, with the refund's id on it. */
export const createMemoActivity =
  (deps: PostingDeps) =>
  async ({ company: key, subject, root, step }: StepInput<MemoStep>): Promise<Done> => {
    const company = deps.companies(key);
    const { invoice, amount, credited, part } = step;
    const posted = await deps.ledger.once(
      effect(company, {
        key: step.key,
        kind: 'memo',
        subject: step.refund,
        ...(part && { part }),
        root,
        amount,
        totalIsTheirs: true,
        dependsOn: [step.sale],
        prepare: async () => ({
          ...(await mapped(deps, company, { subject, root, step })),
          note: creditNote(invoice, credited),
        }),
        find: (reference, sent) => company.erp.find('credit-memo', reference, sentBefore(sent)),
        send: (prepared, reference, signal) => company.erp.post(documentIn(prepared), reference, { signal }),
      }),
    );
    const differs = posted.total !== undefined && posted.total.minor !== amount.minor;
    return { told: `credit memo ${posted.number} ${show(amount)} posted`, document: posted.number, again: differs };
  };

type At = { readonly subject: string; readonly root: string; readonly step: MemoStep };

async function mapped(deps: PostingDeps, company: Company, { subject, root, step }: At) {
  const { stripe, erp, settings, key } = company;
  const { createdAt, reason = 'requested_by_customer', payment } = await readRefund(stripe, subject);
  const customer = await customerOf(deps, { company: key, root, subject: payment });
  const date = await erp.openPeriod(dayOf(createdAt, settings.timeZone));
  const lines = step.byLines ? await linesOf(deps, step) : [];
  return mappedBy(company, root, (mapper, lookup) =>
    mapper.creditMemo(
      { customer, invoice: step.invoice, refund: subject, reason, date, lines, total: step.amount },
      lookup,
    ),
  );
}

/** As they were sold, with what is credited of each. */
async function linesOf({ book }: PostingDeps, { sale, credited }: MemoStep): Promise<CreditMemo['lines']> {
  const sent = await book.documentOf(sale);
  const sold = sent && 'lines' in sent ? sent.lines : [];
  return credited.flatMap(({ line, net, tax, quantity = 1 }) => {
    const was = sold[line];
    return was ? [{ ...was, ...priced(net, quantity), net, tax }] : [];
  });
}

function priced(net: CreditMemo['total'], quantity: number) {
  const { unitPrice, discount } = unitPriceOf(net, zero(net.currency), quantity);
  return { quantity, unitPrice, discount };
}

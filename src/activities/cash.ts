import { show } from '../domain/money.ts';
import { paidFor } from '../domain/order-to-cash/sale-due.ts';
import type { ApplyStep, ReceiptStep, ReturnStep } from '../domain/order-to-cash/steps.ts';
import { referenceOf } from '../store/reference.ts';
import { effect } from './effect.ts';
import type { Done } from './outcomes.ts';
import { unapply } from './unapply.ts';
import {
  customerOf,
  documentIn,
  mappedBy,
  sentBefore,
  standingNumber,
  unlessFallen,
  unlessOverdrawn,
  type PostingDeps,
  type StepInput,
} from './posting.ts';

/** The money of a sale: deposits on the customer, and what they pay. */
export const createCashActivities = (deps: PostingDeps) => ({
  postReceipt: (input: StepInput<ReceiptStep>) => postReceipt(deps, input),
  returnReceipt: (input: StepInput<ReturnStep>) => unlessFallen(() => returnReceipt(deps, input)),
  applyReceipt: (input: StepInput<ApplyStep>) => unlessFallen(() => unlessOverdrawn(() => applyReceipt(deps, input))),
});

async function postReceipt(
  deps: PostingDeps,
  { company: key, subject, root, step }: StepInput<ReceiptStep>,
): Promise<Done> {
  const company = deps.companies(key);
  const { charge, part, amount, settled } = step;
  const posted = await deps.ledger.once(
    effect(company, {
      key: step.key,
      kind: 'receipt',
      subject: charge,
      ...(part && { part }),
      root,
      amount,
      async prepare() {
        const customer = await customerOf(deps, { company: key, root, subject });
        const date = await company.erp.openPeriod(settled.bookedOn);
        const { order, sale } = paidFor(root, await deps.book.of({ company: key, root }));
        const payment = await deps.payments.of(company.stripe, subject);
        return mappedBy(company, root, (mapper, lookup) =>
          mapper.receipt(
            {
              charge,
              amount,
              settled,
              customer,
              ...(order && { order }),
              ...(sale && { sale: referenceOf(sale) }),
              date,
              payment,
            },
            lookup,
          ),
        );
      },
      find: (reference, sent) => company.erp.find('cash-receipt', reference, sentBefore(sent)),
      send: (prepared, reference, signal) => company.erp.post(documentIn(prepared), reference, { signal }),
    }),
  );
  return { told: `receipt ${posted.number} ${show(amount)} posted`, document: posted.number };
}

/** A bank debit failed after it had succeeded: the money is gone, the sale stays, its receivable reopens. */
async function returnReceipt(deps: PostingDeps, { company: key, root, step }: StepInput<ReturnStep>): Promise<Done> {
  const company = deps.companies(key);
  const number = await standingNumber(deps, { company: key, root }, step.receipt);
  for (const application of step.applied) await unapply(deps, key, root, application);
  const date = await company.erp.openPeriod(step.returned.bookedOn);
  await deps.ledger.once(
    effect(company, {
      key: step.key,
      kind: 'receipt-return',
      subject: step.returned.txn,
      root,
      undoes: step.receipt,
      amount: step.amount,
      totalIsTheirs: true,
      prepare: () => Promise.resolve({}),
      find: (reference) => company.erp.findUndoing({ kind: 'cash-receipt', number }, reference),
      send: (_nothing, reference, signal) =>
        company.erp.undo(
          { kind: 'cash-receipt', number },
          { because: 'returned', reason: 'The bank took the money back', reference, date },
          { signal },
        ),
    }),
  );
  return { told: `receipt ${number} ${show(step.amount)} returned` };
}

async function applyReceipt(deps: PostingDeps, { company: key, root, step }: StepInput<ApplyStep>): Promise<Done> {
  const company = deps.companies(key);
  const at = { company: key, root };
  const { amount, subject, part } = step;
  const receipt = await standingNumber(deps, at, step.receipt);
  const invoice = 'number' in step.invoice ? step.invoice.number : await standingNumber(deps, at, step.invoice.sale);
  const application = { receipt, invoice, amount };
  await deps.ledger.once(
    effect(company, {
      key: step.key,
      kind: 'apply',
      subject,
      part,
      root,
      amount,
      totalIsTheirs: true,
      dependsOn: [step.receipt, ...('sale' in step.invoice ? [step.invoice.sale] : [])],
      prepare: () => Promise.resolve({ note: `${receipt} ${invoice}` }),
      find: (reference) => company.erp.findApplication(application, reference),
      send: (_nothing, reference, signal) => company.erp.apply(application, reference, { signal }),
    }),
  );
  return { told: `${show(amount)} applied to invoice ${invoice}` };
}

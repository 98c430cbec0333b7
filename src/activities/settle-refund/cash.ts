import type { EffectKey } from '../../domain/effects.ts';
import { show } from '../../domain/money.ts';
import { paidFor } from '../../domain/order-to-cash/sale-due.ts';
import type { Settled } from '../../domain/order-to-cash/seen.ts';
import { refundNote } from '../../domain/settle-refund/deposits.ts';
import type { CashBackStep, CashStep, Settles } from '../../domain/settle-refund/steps.ts';
import { referenceOf } from '../../store/reference.ts';
import { readRefund } from '../../stripe/refund.ts';
import type { ReceiptInput } from '../../mapping/mapper.ts';
import type { Company } from '../company.ts';
import { effect } from '../effect.ts';
import type { Done } from '../outcomes.ts';
import { settledBy, settledNumber } from './clear.ts';
import {
  customerOf,
  documentIn,
  mappedBy,
  sentBefore,
  unlessOverdrawn,
  type PostingDeps,
  type StepInput,
} from '../posting.ts';

/** The money of a refund: what left the clearing account, and what came back to it. */
export const createRefundCashActivities = (deps: PostingDeps) => ({
  postRefund: (input: StepInput<CashStep>) => unlessOverdrawn(() => postRefund(deps, input)),
  returnRefund: (input: StepInput<CashBackStep>) => returnRefund(deps, input),
});

async function postRefund(
  deps: PostingDeps,
  { company: key, subject, root, step }: StepInput<CashStep>,
): Promise<Done> {
  const company = deps.companies(key);
  const { settles, amount, part, settled } = step;
  const number = await settledNumber(deps, { company: key, root }, settles);
  const posted = await deps.ledger.once(
    effect(company, {
      key: step.key,
      kind: 'refund',
      subject: step.refund,
      ...(part && { part }),
      root,
      amount,
      dependsOn: settledBy(settles),
      async prepare() {
        const input = await cashInput(deps, company, {
          subject,
          root,
          amount,
          settled,
          ...othersMemo(settles, number),
        });
        const document = await mappedBy(company, root, (mapper, lookup) =>
          mapper.refund({ ...input, settles: { kind: settles.kind, number } }, lookup),
        );
        return { ...document, note: refundNote(settles.kind, 'by' in settles ? settles.by : settles.number) };
      },
      find: (reference, sent) => company.erp.find('customer-refund', reference, sentBefore(sent)),
      send: (prepared, reference, signal) => company.erp.post(documentIn(prepared), reference, { signal }),
    }),
  );
  return { told: `refund ${posted.number} ${show(amount)} posted`, document: posted.number };
}

/** The refund failed: the money is on the balance again, and the customer has it to his credit. */
async function returnRefund(
  deps: PostingDeps,
  { company: key, subject, root, step }: StepInput<CashBackStep>,
): Promise<Done> {
  const company = deps.companies(key);
  const { amount, settled, of } = step;
  const posted = await deps.ledger.once(
    effect(company, {
      key: step.key,
      kind: 'refund-return',
      subject: step.refund,
      root,
      amount,
      dependsOn: [of],
      async prepare() {
        const input = await cashInput(deps, company, { subject, root, amount, settled, paidBack: of });
        return mappedBy(company, root, (mapper, lookup) => mapper.receipt(input, lookup));
      },
      find: (reference, sent) => company.erp.find('cash-receipt', reference, sentBefore(sent)),
      send: (prepared, reference, signal) => company.erp.post(documentIn(prepared), reference, { signal }),
    }),
  );
  return { told: `receipt ${posted.number} ${show(amount)} posted: the refund failed`, document: posted.number };
}

type At = {
  readonly subject: string;
  readonly root: string;
  readonly amount: ReceiptInput['amount'];
  readonly settled: Settled;
  /** The credit memo that is settled, where it is none of the sale's. */
  readonly memo?: string;
  /** The refund that failed. */
  readonly paidBack?: EffectKey;
};

/** What a person or a credit note credited is of no sale that is known here. */
const othersMemo = (settles: Settles, number: string): { readonly memo?: string } =>
  'number' in settles || settles.root !== undefined ? { memo: number } : {};

/** The movement is named by the refund's id, as a receipt is by its charge's. */
async function cashInput(
  deps: PostingDeps,
  company: Company,
  { subject, root, amount, settled, memo, paidBack }: At,
): Promise<ReceiptInput> {
  const { key, erp, stripe } = company;
  const { payment } = await readRefund(stripe, subject);
  const effects = await deps.book.of({ company: key, root });
  const { order, sale } = paidFor(root, effects);
  return {
    charge: subject,
    amount,
    settled,
    customer: await customerFor(deps, company, { subject: payment, root, memo, paidBack }),
    ...(order && { order }),
    ...(sale && { sale: referenceOf(sale) }),
    date: await erp.openPeriod(settled.bookedOn),
    payment: await deps.payments.of(stripe, payment),
  };
}

type Whose = Pick<StepInput<unknown>, 'subject' | 'root'> & { readonly [K in 'memo' | 'paidBack']: At[K] | undefined };

/** Whose memo it is, is whose money went back, or came back; else the customer of the sale. */
async function customerFor(
  deps: PostingDeps,
  { key, erp }: Company,
  { subject, root, memo, paidBack }: Whose,
): Promise<string> {
  const sent = paidBack && (await deps.book.documentOf(paidBack));
  if (sent && 'customer' in sent) return sent.customer;
  const credited = memo === undefined ? undefined : await erp.read('credit-memo', memo);
  return credited?.customer ?? customerOf(deps, { company: key, root, subject });
}

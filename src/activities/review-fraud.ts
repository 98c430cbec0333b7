import type { Money } from '../domain/money.ts';
import type { EffectBook } from '../store/ledger.ts';
import { readPayment } from '../stripe/payment.ts';
import type { Subject } from '../workflows/messages.ts';
import type { Companies } from './company.ts';

type Deps = { readonly companies: Companies; readonly book: Pick<EffectBook, 'isClosed'> };

export const createReviewFraudActivities = ({ companies, book }: Deps) => ({
  /** What is at stake, unless a person has looked at it before. */
  async readReview({
    company: key,
    subject,
    root,
  }: Subject & { readonly root: string }): Promise<{ readonly reviewed: boolean; readonly amount?: Money }> {
    if (await book.isClosed({ company: key, root })) return { reviewed: true };
    return { reviewed: false, amount: (await readPayment(companies(key).stripe, subject)).amount };
  },
});
export type ReviewFraudActivities = ReturnType<typeof createReviewFraudActivities>;

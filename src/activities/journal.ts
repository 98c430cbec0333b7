import type { Day } from '../domain/documents.ts';
import type { EffectKey, EffectKind } from '../domain/effects.ts';
import { show, type Money } from '../domain/money.ts';
import type { JournalType } from '../mapping/profile/roles.ts';
import { effect } from './effect.ts';
import type { Done } from './outcomes.ts';
import { documentIn, mappedBy, sentBefore, type PostingDeps, type StepInput } from './posting.ts';

/** One entry in the general ledger, of whatever type the company's profile shapes. */
export type JournalStep = {
  readonly key: EffectKey;
  readonly kind: EffectKind;
  /** What the entry is about, as in its key. */
  readonly subject: string;
  readonly part?: string;
  readonly generation?: number;
  readonly type: JournalType;
  /** In the ledger's currency; of an entry that may go either way, less than nothing stands on the other side. */
  readonly amount: Money;
  /** Part of the amount that is tax, for fees. */
  readonly tax?: Money;
  /** `txn_…`, `po_…`, `dp_…`, or a day. */
  readonly stripeId: string;
  /** The day at Stripe; where its period is closed, the entry is of the first open day after it. */
  readonly bookedOn: Day;
  readonly description: string;
};

type Deps = Pick<PostingDeps, 'companies' | 'ledger'>;

export const createJournalActivities = ({ companies, ledger }: Deps) => ({
  async postJournal({ company: key, root, step }: StepInput<JournalStep>): Promise<Done> {
    const company = companies(key);
    const { type, amount, tax, stripeId, bookedOn, description, part, generation } = step;
    const posted = await ledger.once(
      effect(company, {
        key: step.key,
        kind: step.kind,
        subject: step.subject,
        ...(part && { part }),
        ...(generation && { generation }),
        root,
        amount,
        // An ERP sums the debits, which less than nothing also has.
        totalIsTheirs: amount.minor < 0,
        async prepare() {
          const date = await company.erp.openPeriod(bookedOn);
          const entry = { type, stripeId, date, bookedOn, amount, ...(tax && { tax }), description };
          return mappedBy(company, root, (mapper, lookup) => mapper.journal(entry, lookup));
        },
        find: (reference, sent) => company.erp.find('journal-entry', reference, sentBefore(sent)),
        send: (prepared, reference, signal) => company.erp.post(documentIn(prepared), reference, { signal }),
      }),
    );
    return { told: `journal entry ${posted.number} ${type} ${show(amount)} posted`, document: posted.number };
  },
});
export type JournalActivities = ReturnType<typeof createJournalActivities>;

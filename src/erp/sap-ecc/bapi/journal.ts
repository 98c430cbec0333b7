import type { JournalEntry, Reference } from '../../../domain/documents.ts';
import { negate } from '../../../domain/money.ts';
import type { Organisation } from '../system.ts';
import { onlyExtra } from './fields.ts';
import { accountItem, financialPosting, itemText, positive } from './financial.ts';
import type { Posting } from './posting.ts';

/** Two items for each posting, so that what is sent balances whatever the postings are. */
export function journalPosting(entry: JournalEntry, reference: Reference, organisation: Organisation): Posting {
  onlyExtra(entry.extra);
  const { date, stripeId } = entry;
  const items = entry.postings.flatMap(({ debit, credit, amount, text }, index) => {
    const at = (field: string): string => `Lines[${2 * index}].${field}`;
    const words = itemText(stripeId, text || entry.text);
    positive(at('Amount'), amount);
    return [
      accountItem({ account: debit, where: at('Account'), amount, text: words }),
      accountItem({ account: credit, where: at('Account'), amount: negate(amount), text: words }),
    ];
  });
  const type = organisation.documentTypes.journal;
  return financialPosting({ type, date, text: entry.text, reference, stripeId }, items, organisation);
}

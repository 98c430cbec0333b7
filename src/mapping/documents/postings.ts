import type { JournalEntry } from '../../domain/documents.ts';
import { least, subtract, type Money } from '../../domain/money.ts';

type Posting = JournalEntry['postings'][number];
/** One line of an entry; its amount is positive. */
export type Side = { readonly account: string; readonly amount: Money; readonly text: string };

/**
 * The pairs of accounts that a balanced entry moves money between, in the order of its lines. A pair bears the text of
 * the line that it uses up; of two, that of the debit.
 */
export function postingsOf(debits: readonly Side[], credits: readonly Side[]): readonly Posting[] {
  const [debit, credit] = [debits[0], credits[0]];
  if (!debit || !credit) return [];
  const amount = least(debit.amount, credit.amount);
  const text = debit.amount.minor <= credit.amount.minor ? debit.text : credit.text;
  return [
    { debit: debit.account, credit: credit.account, amount, text },
    ...postingsOf(lessened(debits, amount), lessened(credits, amount)),
  ];
}

function lessened([first, ...others]: readonly Side[], amount: Money): readonly Side[] {
  if (!first) return [];
  const left = subtract(first.amount, amount);
  return left.minor === 0 ? others : [{ ...first, amount: left }, ...others];
}

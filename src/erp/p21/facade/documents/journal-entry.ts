import type { JournalEntry, Reference } from '../../../../domain/documents.ts';
import { fromDecimal, sum, type Money } from '../../../../domain/money.ts';
import { ErpError } from '../../../errors.ts';
import { firstOf } from '../../../read-back.ts';
import { define } from '../kind.ts';
import { JournalEntry as Stored } from '../schema.ts';
import { cut, inCurrency } from '../../../fields.ts';
import { given, positive, whole } from '../../document-fields.ts';
import { extraFields, type Origin } from './fields.ts';
import { extra, lengths } from '../target.ts';

/** Two lines for each posting, so that what is sent balances whatever the postings are. */
export function encodeJournalEntry(entry: JournalEntry, reference: Reference, { company }: Origin): object {
  const currency = entry.postings[0]?.amount.currency;
  if (currency === undefined) throw new ErpError('invalid', 'A journal entry needs a posting', { where: 'Lines' });
  return {
    CompanyNo: company,
    TransactionDate: entry.date,
    Reference: reference,
    Source: whole('Source', entry.stripeId, 40),
    ...given('Description', cut(entry.text, lengths.journal.text)),
    CurrencyId: currency,
    Lines: { list: entry.postings.flatMap((posting, index) => linesOf(posting, index, currency)) },
    ...extraFields(entry.extra, extra['journal-entry']),
  };
}

function linesOf({ debit, credit, amount, text }: JournalEntry['postings'][number], index: number, currency: string) {
  const at = (field: string): string => `Lines[${2 * index}].${field}`;
  inCurrency(currency, at('DebitAmount'), amount);
  const value = positive(at('DebitAmount'), amount);
  const described = given('Description', cut(text, lengths.journal.posting_text));
  return [
    { AccountNumber: whole(at('AccountNumber'), debit, lengths.journal.account), DebitAmount: value, ...described },
    { AccountNumber: whole(at('AccountNumber'), credit, lengths.journal.account), CreditAmount: value, ...described },
  ];
}

export const journalEntry = define<JournalEntry, Stored>({
  create: 'createJournalEntry',
  list: 'listJournalEntries',
  get: 'getJournalEntry',
  schema: Stored,
  encode: encodeJournalEntry,
  receipt: (stored) => ({ kind: 'journal-entry', number: stored.TransactionNumber, total: debitsOf(stored) }),
  differs: (sent, stored) => {
    const sides = sent.postings.flatMap(({ debit, credit, amount }) => [
      side(debit, amount, undefined),
      side(credit, undefined, amount),
    ]);
    return firstOf({
      CurrencyId: sent.postings[0]?.amount.currency !== stored.CurrencyId,
      Lines: !sameSides(sides, stored),
    });
  },
});

const debitsOf = ({ Lines, CurrencyId }: Stored): Money =>
  sum(
    Lines.list.map(({ DebitAmount = '0' }) => fromDecimal(DebitAmount, CurrencyId)),
    CurrencyId,
  );
const side = (account: string, debit: Money | undefined, credit: Money | undefined): string =>
  `${account} ${debit?.minor ?? 0} ${credit?.minor ?? 0}`;

/** The order of a journal's lines means nothing. */
function sameSides(sent: readonly string[], { Lines, CurrencyId }: Stored): boolean {
  const amount = (text: string | undefined): Money | undefined =>
    text === undefined ? undefined : fromDecimal(text, CurrencyId);
  const stored = Lines.list.map((each) =>
    side(each.AccountNumber, amount(each.DebitAmount), amount(each.CreditAmount)),
  );
  return [...sent].sort().join('\n') === stored.sort().join('\n');
}

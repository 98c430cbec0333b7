import type { Day, JournalEntry, Reference } from '../../../../domain/documents.ts';
import { negate, toDecimal } from '../../../../domain/money.ts';
import { ErpError } from '../../../errors.ts';
import { cut, inCurrency } from '../../../fields.ts';
import { firstOf } from '../../../read-back.ts';
import { allowedExtra, positive, whole } from '../../document-fields.ts';
import { currencyNumber } from '../amounts.ts';
import type { GlLine } from '../journals.ts';
import type { Site } from '../site.ts';
import { extra as allowed, lengths } from '../target.ts';
import { define } from './kind.ts';
import { conversion, homeCurrency, periodOf, type Conversion, type Period } from './ledger.ts';
import {
  debitsOf,
  journalOf,
  journalsWith,
  sameAmounts,
  sameSides,
  type GlSide,
  type StoredJournal,
} from './stored-journal.ts';

type Posting = JournalEntry['postings'][number];
export type DescribedSide = GlSide & { readonly text: string };

export const journalEntry = define<JournalEntry, StoredJournal>({
  fields: { reference: 'source', company: 'company_no' },
  numbers: journalsWith,
  stored: journalOf,
  receipt: (journal) => ({ kind: 'journal-entry', number: journal.number, total: debitsOf(journal) }),
  async prepare(native, entry, reference, signal) {
    const currency = checked(entry);
    const period = await periodOf(native, entry.date, signal);
    const toHome = await conversion(native, currency, await homeCurrency(native, signal), signal);
    const sides = entry.postings.flatMap((posting) => described(entry, posting, toHome));
    const lines = glLines(native.site, sides, { reference, date: entry.date, period });
    return {
      send: async () => native.journals.post(lines, signal),
      decided: (journal) => firstOf({ amount: !sameSides(sides, journal.sides) }),
    };
  },
  /** By accounts and in its own currency: the rate may be another by now, and the period closed. */
  differs(_native, { postings }, { currency, sides }) {
    const sent = postings.flatMap(sidesOf);
    return firstOf({
      currency_id: sent.some(({ amount }) => amount.currency !== currency),
      amount: !sameAmounts(sent, sides),
    });
  },
});

/** Whatever is wrong with it is said before Prophet 21 is asked anything. */
function checked({ postings, extra }: JournalEntry): string {
  allowedExtra(extra, allowed.none);
  const currency = postings[0]?.amount.currency;
  if (currency === undefined) throw new ErpError('invalid', 'A journal entry needs a posting', { where: 'Lines' });
  for (const [index, { debit, credit, amount }] of postings.entries()) {
    const at = (field: string): string => `Lines[${2 * index}].${field}`;
    inCurrency(currency, at('Amount'), amount);
    positive(at('Amount'), amount);
    for (const account of [debit, credit]) whole(at('AccountNumber'), account, lengths.journal.account);
  }
  return currency;
}

type Side = Pick<GlSide, 'account' | 'amount'>;
/** Two lines for each posting, so that what is sent balances in both currencies, whatever the rate is. */
const sidesOf = ({ debit, credit, amount }: Posting): readonly [Side, Side] => [
  { account: debit, amount },
  { account: credit, amount: negate(amount) },
];

function described(entry: JournalEntry, posting: Posting, toHome: Conversion): readonly DescribedSide[] {
  const [debit, credit] = sidesOf(posting);
  const home = toHome(posting.amount);
  const text = `${cut(posting.text || entry.text, 254 - entry.stripeId.length)} ${entry.stripeId}`;
  return [
    { ...debit, home, text },
    { ...credit, home: negate(home), text },
  ];
}

type Booking = { readonly reference: Reference; readonly date: Day; readonly period: Period };
export const glLines = (
  site: Site,
  sides: readonly DescribedSide[],
  { reference, date, period }: Booking,
): readonly GlLine[] =>
  sides.map(({ account, amount, home, text }) => ({
    AccountNumber: account,
    ...period,
    Amount: toDecimal(home),
    ForeignAmount: toDecimal(amount),
    CurrencyId: currencyNumber(site, amount.currency),
    Description: text,
    Source: reference,
    TransactionDate: `${date}T00:00:00`,
  }));

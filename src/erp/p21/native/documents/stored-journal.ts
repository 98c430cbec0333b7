import { sum, type Money } from '../../../../domain/money.ts';
import type { Reference } from '../../../../domain/documents.ts';
import { conflict } from '../../../read-back.ts';
import { amountOf, currencyOf, wholeNumber } from '../amounts.ts';
import type { Native } from '../native.ts';
import type { Row } from '../odata.ts';
import { homeCurrency } from './ledger.ts';
import { rowsWith, text } from './rows.ts';

/** Debits are positive, in both currencies. */
export type GlSide = { readonly account: string; readonly amount: Money; readonly home: Money };
export type StoredJournal = {
  readonly number: string;
  readonly company: string;
  readonly reference: string;
  readonly currency: string;
  readonly sides: readonly GlSide[];
};

export async function journalOf(
  native: Native,
  number: string,
  signal?: AbortSignal,
): Promise<StoredJournal | undefined> {
  const equal = { transaction_number: number, company_no: native.company };
  const rows = await rowsWith(native, 'gl', equal, ['sequence_number'], signal);
  const [first] = rows;
  if (!first) return undefined;
  const home = await homeCurrency(native, signal);
  const currency = currencyOf(native.site, first['currency_id'] ?? null);
  if (rows.some((row) => currencyOf(native.site, row['currency_id'] ?? null) !== currency))
    throw conflict(`Journal entry ${number} has lines in more than one currency`, 'currency_id');
  return {
    number,
    company: text(first, 'company_no'),
    reference: text(first, 'source'),
    currency,
    sides: rows.map((row) => sideOf(row, currency, home)),
  };
}

/** M: in the books' own currency the foreign amount may be empty. */
function sideOf(row: Row, currency: string, homeCurrency: string): GlSide {
  const home = amountOf(row['amount'], homeCurrency, 'amount');
  const amount = currency === homeCurrency ? home : amountOf(row['foreign_amount'], currency, 'foreign_amount');
  return { account: text(row, 'account_number'), amount, home };
}

/** Numbers of the entries that carry the reference, in any journal: which is ours can change while an entry stands. */
export async function journalsWith(
  native: Native,
  reference: Reference,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const equal = { source: reference, company_no: native.company };
  const rows = await rowsWith(native, 'gl', equal, ['transaction_number', 'sequence_number'], signal);
  const ours = rows.filter((row) => text(row, 'source') === reference);
  return [...new Set(ours.map((row) => wholeNumber(text(row, 'transaction_number'), 'transaction_number')))];
}

export const debitsOf = ({ sides, currency }: StoredJournal): Money =>
  sum(
    sides.map(({ amount }) => amount).filter(({ minor }) => minor > 0),
    currency,
  );

/** The order of a journal's lines means nothing. */
export const sameSides = (one: readonly GlSide[], other: readonly GlSide[]): boolean =>
  sameTexts(one, other, ({ account, amount, home }) => `${account} ${amount.minor} ${home.minor}`);

type Amounts = readonly Pick<GlSide, 'account' | 'amount'>[];
/** The same, whatever the amounts were worth at home. */
export const sameAmounts = (one: Amounts, other: Amounts): boolean =>
  sameTexts(one, other, ({ account, amount }) => `${account} ${amount.minor}`);

const sameTexts = <S>(one: readonly S[], other: readonly S[], textOf: (side: S) => string): boolean =>
  one.map(textOf).sort().join('\n') === other.map(textOf).sort().join('\n');

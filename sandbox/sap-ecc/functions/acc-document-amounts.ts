import { sum } from '../../money.ts';
import type { Erp } from '../erp.ts';
import type { Message } from '../messages.ts';
import { error } from '../messages.ts';
import type { Fields } from '../params.ts';
import { at } from '../params.ts';
import type { LineDraft } from '../posting.ts';

type Amounts = Pick<LineDraft, 'amount' | 'local' | 'taxBase'>;
type Read = {
  readonly currency: string;
  readonly amountOf: (item: string) => Amounts;
  readonly problems: readonly Message[];
};
const itemKey = (text: string): string => text.replace(/^0+/, '');

/** Amounts of both currency types by item. Without type 10, the ERP translates at its own rate. */
export function readAmounts(erp: Erp, rows: readonly Fields[]): Read {
  const problems: Message[] = [];
  const parse = (row: Fields, index: number, field: string): bigint => {
    const value = erp.currencies.parse(at(row, field), at(row, 'CURRENCY'));
    if (value === undefined) problems.push(error('F5 808', [at(row, field), field], placeOf(index, field)));
    return value ?? 0n;
  };
  const read = rows.map((row, index) => {
    const currency = at(row, 'CURRENCY');
    if (!erp.currencies.exists(currency)) problems.push(error('S& 044', [currency], placeOf(index, 'CURRENCY')));
    return {
      item: itemKey(at(row, 'ITEMNO_ACC')),
      type: at(row, 'CURR_TYPE') || '00',
      currency,
      amount: parse(row, index, 'AMT_DOCCUR'),
      base: parse(row, index, 'AMT_BASE'),
    };
  });
  const inDocument = read.filter(({ type }) => type === '00');
  const inLedger = read.filter(({ type }) => type === '10');
  const currency = inDocument[0]?.currency ?? '';
  const strangers = [
    ...inDocument.filter((row) => row.currency !== currency),
    ...inLedger.filter((row) => row.currency !== erp.ledgerCurrency),
  ];
  problems.push(...strangers.map((row) => error('F5 808', [row.currency, 'CURRENCY'])));
  const total = (list: typeof read, item: string, field: 'amount' | 'base'): bigint =>
    sum(list.filter((row) => row.item === itemKey(item)).map((row) => row[field]));
  const translated = translate(erp, currency, inDocument);
  const amountOf = (item: string): Amounts => {
    const amount = total(inDocument, item, 'amount');
    const taxBase = total(inDocument, item, 'base');
    if (currency === erp.ledgerCurrency) return { amount, taxBase, local: amount };
    const local = inLedger.length > 0 ? total(inLedger, item, 'amount') : (translated.get(itemKey(item)) ?? 0n);
    return { amount, taxBase, local };
  };
  return { currency, amountOf, problems };
}

const placeOf = (index: number, field: string) => ({ parameter: 'CURRENCYAMOUNT', row: index + 1, field });

type Row = { readonly item: string; readonly amount: bigint };
/** The last item takes what rounding has left. */
function translate(erp: Erp, currency: string, rows: readonly Row[]): ReadonlyMap<string, bigint> {
  const local = rows.map(({ item, amount }) => [item, erp.currencies.toLedger(amount, currency)] as const);
  const balanced = sum(rows.map(({ amount }) => amount)) === 0n;
  const difference = balanced ? sum(local.map(([, amount]) => amount)) : 0n;
  return new Map(
    local.map(([item, amount], index) => [item, index === local.length - 1 ? amount - difference : amount]),
  );
}

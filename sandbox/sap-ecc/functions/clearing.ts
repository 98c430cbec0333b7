import { sum } from '../../money.ts';
import { isDay } from '../calendar.ts';
import { clear, resetClearing, takeFrom } from '../clearing.ts';
import type { Clearing } from '../company.ts';
import type { Outcome, RfcFunction, RfcFunctions } from '../function.ts';
import { RETURN_TABLE } from '../function.ts';
import type { Luw } from '../luw.ts';
import { commitForCaller } from '../luw.ts';
import { error, message, Refusal } from '../messages.ts';
import { alpha } from '../numbers.ts';
import type { OpenItem } from '../open-items.ts';
import { openItemsOf } from '../open-items.ts';
import type { Fields, Params } from '../params.ts';
import { textIn } from '../params.ts';

/** What the wrappers Z_QTC_CLEAR and Z_QTC_CLEAR_RESET do besides keeping their row; both commit by themselves. */
export const clearByKey: RfcFunction = { returns: RETURN_TABLE, run: clearPair };
export const resetByKey: RfcFunction = { returns: RETURN_TABLE, run: reset };
export const clearingFunctions: RfcFunctions = { Z_QTC_CLEARINGS: { returns: RETURN_TABLE, run: clearings } };

function clearPair(params: Params, luw: Luw): Outcome {
  const { erp, company } = luw;
  const customer = alpha(textIn(params, 'IV_CUSTOMER'), 10);
  const currency = textIn(params, 'IV_CURRENCY');
  const amount = erp.currencies.parse(textIn(params, 'IV_AMOUNT'), currency);
  if (amount === undefined || amount <= 0n)
    throw new Refusal(error('F5 808', [textIn(params, 'IV_AMOUNT'), 'IV_AMOUNT']));
  const [credit, debit] = ['IV_CREDIT', 'IV_DEBIT'].map((name) => documentKey(luw, textIn(params, name)));
  const open = openItemsOf(company, customer).filter(({ document }) => document.currency === currency);
  const side = (root: string | undefined, sign: bigint, name: string): readonly OpenItem[] => {
    const items = open.filter((item) => item.root === root && item.line.amount * sign > 0n);
    const left = sum(items.map(({ line }) => line.amount * sign));
    const found = company.fiDocuments.get(root ?? '');
    if (!found) throw new Refusal(error('ZQTC 013', [textIn(params, name), customer]));
    if (found.currency !== currency) throw new Refusal(error('ZQTC 014', [textIn(params, name), currency]));
    if (left < amount) {
      throw new Refusal(error('ZQTC 010', [textIn(params, 'IV_AMOUNT'), erp.currencies.print(left, currency)]));
    }
    return items;
  };
  const taken = [...takeFrom(side(credit, -1n, 'IV_CREDIT'), amount), ...takeFrom(side(debit, 1n, 'IV_DEBIT'), amount)];
  const cleared = clear(luw, {
    customer,
    currency,
    date: dateIn(params, luw),
    reference: textIn(params, 'IV_KEY'),
    taken,
    matches: [{ credit: credit ?? '', debit: debit ?? '', amount }],
    named: { credit: textIn(params, 'IV_CREDIT'), debit: textIn(params, 'IV_DEBIT') },
  });
  commitForCaller(luw);
  return done(luw, cleared.document);
}

function reset(params: Params, luw: Luw): Outcome {
  const reversal = resetClearing(luw, textIn(params, 'IV_CLEARING'), dateIn(params, luw));
  commitForCaller(luw);
  return done(luw, reversal.key);
}

const done = ({ erp }: Luw, document: string): Outcome => ({
  messages: [message('S', 'RW 605', ['BKPFF', document, erp.logicalSystem])],
  exports: { EV_DOCUMENT: document },
});

function dateIn(params: Params, { erp }: Luw): string {
  const date = textIn(params, 'IV_PSTNG_DATE');
  return isDay(date) ? date : erp.clock.today();
}

/** A billing document stands for what it posted. */
const documentKey = ({ company }: Luw, text: string): string =>
  company.billingDocuments.get(alpha(text, 10))?.fiDocument ?? text;

/** In which clearings a deposit took part, whether they stand or are reset. */
function clearings(params: Params, luw: Luw): Outcome {
  const wanted = documentKey(luw, textIn(params, 'IV_DOCUMENT'));
  const rows = luw.company.clearings
    .all()
    .flatMap((clearing) => rowsOf(luw, clearing).filter(({ credit, debit }) => credit === wanted || debit === wanted));
  return { messages: [], tables: { ET_CLEARINGS: rows.map(({ fields }) => fields) } };
}

const rowsOf = (luw: Luw, { document, currency, matches, reference, reset, named }: Clearing) =>
  matches.map(({ credit, debit, amount }) => {
    const fields: Fields = {
      CLEARING: document,
      CREDIT: named?.credit ?? credit,
      DEBIT: named?.debit ?? billingOf(luw, debit),
      AMOUNT: luw.erp.currencies.print(amount, currency),
      CURRENCY: currency,
      KEY: reference,
      RESET: reset ?? '',
    };
    return { credit, debit, fields };
  });

/** The number of the billing document, where an FI document comes from one. */
export const billingOf = ({ company }: Pick<Luw, 'company'>, key: string): string => {
  const origin = company.fiDocuments.get(key)?.origin;
  return origin?.type === 'VBRK' ? origin.key : key;
};

import type { Day, Reference } from '../../../domain/documents.ts';
import { add, equal, negate, toDecimal, zero, type Money } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import { inTen, keyOfObject, numberOf } from '../formats.ts';
import type { Fields, Parameters } from '../rfc.ts';
import { lengths } from '../lengths.ts';
import type { Organisation } from '../system.ts';
import { cut } from '../../fields.ts';
import { filled, invalid, whole } from './fields.ts';
import type { Posting } from './posting.ts';

/** One item: debit positive, as BAPI_ACC_DOCUMENT_POST counts. */
export type Item = {
  readonly table: 'ACCOUNTRECEIVABLE' | 'ACCOUNTGL' | 'ACCOUNTTAX';
  readonly fields: Fields;
  readonly amount: Money;
  /** The same in the company code's currency, where it is known and another one; else SAP translates it. */
  readonly ledger?: Money | undefined;
  /** What a tax was reckoned from. */
  readonly base?: Money;
};
type Header = {
  readonly type: string;
  readonly date: Day;
  readonly text: string;
  readonly reference: Reference;
  readonly stripeId: string;
};

export const financialPosting = (header: Header, items: readonly Item[], organisation: Organisation): Posting => ({
  functionName: 'BAPI_ACC_DOCUMENT_POST',
  wrapper: 'Z_QTC_DOCUMENT_POST',
  parameters: financialDocument(header, items, organisation),
  stripeId: header.stripeId,
  documentIn: (answer) => answer.text('OBJ_KEY'),
  numberOf: financialNumber,
});

/** `$` in place of a key means that nothing was posted. */
export function financialNumber(document: string): string | undefined {
  const key = keyOfObject(document);
  return key && numberOf(key);
}

function financialDocument(header: Header, items: readonly Item[], organisation: Organisation): Parameters {
  const posted = items.filter(({ amount }) => amount.minor !== 0);
  mustBalance(posted);
  const numbered = posted.map((item, index) => ({ item, ITEMNO_ACC: String(index + 1).padStart(10, '0') }));
  const rows = (table: Item['table']): readonly Fields[] =>
    numbered.filter(({ item }) => item.table === table).map(({ item, ITEMNO_ACC }) => ({ ITEMNO_ACC, ...item.fields }));
  const tables = (['ACCOUNTRECEIVABLE', 'ACCOUNTGL', 'ACCOUNTTAX'] as const).map(
    (table) => [table, rows(table)] as const,
  );
  return {
    DOCUMENTHEADER: {
      BUS_ACT: 'RFBU',
      USERNAME: cut(organisation.user, 12),
      ...filled({ HEADER_TXT: cut(header.text, lengths.ledger.header) }),
      COMP_CODE: organisation.companyCode,
      DOC_DATE: header.date,
      PSTNG_DATE: header.date,
      DOC_TYPE: header.type,
      REF_DOC_NO: header.reference,
    },
    ...Object.fromEntries(tables.filter(([, list]) => list.length > 0)),
    CURRENCYAMOUNT: numbered.flatMap(({ item, ITEMNO_ACC }) => amountsOf(item, ITEMNO_ACC)),
  };
}

function amountsOf({ amount, ledger, base }: Item, ITEMNO_ACC: string): readonly Fields[] {
  const document = {
    ITEMNO_ACC,
    CURR_TYPE: '00',
    CURRENCY: amount.currency,
    AMT_DOCCUR: toDecimal(amount),
    ...(base && { AMT_BASE: toDecimal(base) }),
  };
  if (!ledger || ledger.currency === amount.currency) return [document];
  return [document, { ITEMNO_ACC, CURR_TYPE: '10', CURRENCY: ledger.currency, AMT_DOCCUR: toDecimal(ledger) }];
}

/** In each currency type; SAP would say so too, but of money we don't ask. */
function mustBalance(items: readonly Item[]): void {
  const [first] = items;
  if (!first) throw invalid('Total', 'A financial document of nought has nothing to post');
  for (const amounts of [items.map(({ amount }) => amount), items.map(({ ledger }) => ledger)]) {
    const known = amounts.filter((amount) => amount !== undefined);
    const currency = known[0]?.currency ?? first.amount.currency;
    if (known.some((amount) => amount.currency !== currency))
      throw invalid(
        'Currency',
        `A financial document is in one currency, not in ${known.map((one) => one.currency).join(', ')}`,
      );
    const rest = known.reduce(add, zero(currency));
    if (!equal(rest, zero(currency)))
      throw new ErpError('invalid', `A financial document must balance; ${toDecimal(rest)} ${currency} is left over`, {
        where: 'Lines',
      });
  }
}

type CustomerItem = {
  readonly customer: string;
  readonly amount: Money;
  readonly ledger?: Money | undefined;
  readonly text: string;
  readonly assignment?: string | undefined;
  /** Of a down payment: `A`. */
  readonly special?: string | undefined;
};
export const customerItem = ({ customer, amount, ledger, text, assignment = '', special }: CustomerItem): Item => ({
  table: 'ACCOUNTRECEIVABLE',
  fields: filled({
    CUSTOMER: inTen(whole('Customer', customer, lengths.customerNumber)),
    ALLOC_NMBR: cut(assignment, 18),
    ITEM_TEXT: text,
    SP_GL_IND: special,
  }),
  amount,
  ledger,
});

type AccountItem = {
  readonly account: string;
  readonly where: string;
  readonly amount: Money;
  readonly ledger?: Money | undefined;
  readonly text: string;
  readonly taxCode?: string | undefined;
};
export const accountItem = ({ account, where, amount, ledger, text, taxCode }: AccountItem): Item => ({
  table: 'ACCOUNTGL',
  fields: filled({
    GL_ACCOUNT: inTen(whole(where, account, lengths.ledger.account)),
    ITEM_TEXT: text,
    TAX_CODE: taxCode,
  }),
  amount,
  ledger,
});

export const taxItem = (account: string, code: string, amount: Money, base: Money): Item => ({
  table: 'ACCOUNTTAX',
  fields: { GL_ACCOUNT: inTen(account), COND_KEY: 'MWAS', ACCT_KEY: 'MWS', TAX_CODE: code },
  amount,
  base,
});

/** SGTXT: Stripe's id as a whole, then as many words as there is room for. */
export const itemText = (stripeId: string, text = ''): string =>
  cut(
    `${whole('StripeId', stripeId, lengths.ledger.text)} ${text.replaceAll(stripeId, '').replaceAll(/\s+/g, ' ').trim()}`.trim(),
    lengths.ledger.text,
  );

/** An amount that is more than nought: the side says which way it goes. */
export function positive(where: string, amount: Money): Money {
  if (amount.minor > 0) return amount;
  throw invalid(where, `${where} must be more than nought, not ${toDecimal(amount)}`);
}

/** The other side of a document of two items. */
type Sums = { readonly amount: Money; readonly ledger?: Money | undefined };
export const opposite = ({ amount, ledger }: Sums): Sums => ({
  amount: negate(amount),
  ledger: ledger && negate(ledger),
});

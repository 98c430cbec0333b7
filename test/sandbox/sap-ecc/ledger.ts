import { element, orderOf, TODAY } from './system.ts';
import type { OrderLine, Reply, System } from './system.ts';

export type Line = {
  readonly account?: string;
  readonly customer?: string;
  /** In document currency; debit positive. */
  readonly amount: string;
  /** In ledger currency, where it is another one. */
  readonly local?: string;
  readonly text?: string;
  readonly assignment?: string;
  readonly taxCode?: string;
  readonly special?: string;
};
type Document = {
  readonly type?: string;
  readonly currency?: string;
  readonly date?: string;
  readonly reference?: string;
};

const itemNo = (index: number) => String(index + 1).padStart(10, '0');

/** Parameters of BAPI_ACC_DOCUMENT_POST. */
export function documentOf(lines: readonly Line[], header: Document = {}): string {
  const { type = 'SA', currency = 'EUR', date = TODAY, reference = 'SDOCUMENT0000001' } = header;
  const rows = lines.map((line, index) => ({
    line,
    fields: {
      ITEMNO_ACC: itemNo(index),
      ITEM_TEXT: line.text ?? '',
      ALLOC_NMBR: line.assignment ?? '',
      TAX_CODE: line.taxCode ?? '',
    },
  }));
  const amounts = lines.flatMap((line, index) => [
    { ITEMNO_ACC: itemNo(index), CURR_TYPE: '00', CURRENCY: currency, AMT_DOCCUR: line.amount },
    ...(line.local === undefined
      ? []
      : [{ ITEMNO_ACC: itemNo(index), CURR_TYPE: '10', CURRENCY: 'EUR', AMT_DOCCUR: line.local }]),
  ]);
  return [
    element('DOCUMENTHEADER', {
      BUS_ACT: 'RFBU',
      USERNAME: 'QUITTANCE',
      HEADER_TXT: 'S-1001',
      COMP_CODE: '1000',
      DOC_DATE: date,
      PSTNG_DATE: date,
      DOC_TYPE: type,
      REF_DOC_NO: reference,
    }),
    element(
      'ACCOUNTGL',
      rows.flatMap(({ line, fields }) =>
        line.account ? [{ ...fields, GL_ACCOUNT: line.account.padStart(10, '0') }] : [],
      ),
    ),
    element(
      'ACCOUNTRECEIVABLE',
      rows.flatMap(({ line, fields }) =>
        line.customer ? [{ ...fields, CUSTOMER: line.customer, SP_GL_IND: line.special ?? '' }] : [],
      ),
    ),
    element('CURRENCYAMOUNT', amounts),
    element('RETURN'),
  ].join('');
}

export const CUSTOMER = '0000000001';
export const wrapped = (key: string, parameters: string, stripeId = 'ch_1'): string =>
  `<IV_KEY>${key}</IV_KEY><IV_STRIPE_ID>${stripeId}</IV_STRIPE_ID>${parameters}`;

/** Posts by the wrapper; gives OBJ_KEY. */
export async function post(
  system: System,
  key: string,
  lines: readonly Line[],
  header: Document = {},
): Promise<string> {
  return documentNumber(await system.call('Z_QTC_DOCUMENT_POST', wrapped(key, documentOf(lines, header))));
}

export const receipt = (system: System, key: string, amount: string, more: Partial<Line> & Document = {}) => {
  const { currency, local, assignment, special, text = 'ch_1 receipt' } = more;
  const side = (sign: '' | '-') => ({
    amount: sign + amount,
    ...(local !== undefined && { local: sign + local }),
    text,
  });
  return post(
    system,
    key,
    [
      { account: '113100', ...side('') },
      {
        customer: CUSTOMER,
        ...side('-'),
        ...(assignment !== undefined && { assignment }),
        ...(special !== undefined && { special }),
      },
    ],
    { type: 'DZ', reference: key, ...(currency !== undefined && { currency }) },
  );
};

export const order = async (
  system: System,
  key = 'SORDER0000000001',
  header: Readonly<Record<string, string>> = {},
  lines?: readonly OrderLine[],
): Promise<string> =>
  documentNumber(
    await system.call(
      'Z_QTC_ORDER_CREATE',
      wrapped(key, orderOf({ PURCH_NO_C: key, ASS_NUMBER: key, ...header }, lines)),
    ),
  );

type ClearWanted = {
  readonly key: string;
  readonly credit: string;
  readonly debit: string;
  readonly amount: string;
  readonly currency?: string;
};
export const clear = (system: System, { key, credit, debit, amount, currency = 'EUR' }: ClearWanted): Promise<Reply> =>
  system.call(
    'Z_QTC_CLEAR',
    wrapped(
      key,
      `<IV_COMP_CODE>1000</IV_COMP_CODE><IV_CUSTOMER>${CUSTOMER}</IV_CUSTOMER><IV_CREDIT>${credit}</IV_CREDIT><IV_DEBIT>${debit}</IV_DEBIT><IV_AMOUNT>${amount}</IV_AMOUNT><IV_CURRENCY>${currency}</IV_CURRENCY><IV_PSTNG_DATE>${TODAY}</IV_PSTNG_DATE><RETURN/>`,
    ),
  );
export const reset = (system: System, key: string, clearing: string): Promise<Reply> =>
  system.call(
    'Z_QTC_CLEAR_RESET',
    wrapped(
      key,
      `<IV_COMP_CODE>1000</IV_COMP_CODE><IV_CLEARING>${clearing}</IV_CLEARING><IV_PSTNG_DATE>${TODAY}</IV_PSTNG_DATE><RETURN/>`,
    ),
  );

export function documentNumber(reply: Reply): string {
  const document = reply.text('EV_DOCUMENT');
  if (!document) throw new Error(`No document: ${reply.xml}`);
  return document;
}

type Books = {
  readonly journals: number;
  readonly trialBalance: readonly { account: string; debitMinor: number; creditMinor: number }[];
  readonly trialBalanceMinor: number;
  readonly receivablesMinor: number;
  readonly openItemsMinor: number;
  readonly openItems: readonly { number: string; side: string; openMinor: number; openHomeMinor: number }[];
  readonly cash: readonly { account: string; currency: string; minor: number }[];
};
export const booksOf = async (system: System): Promise<Books> => (await system.admin('books')) as unknown as Books;

/** Debit balances by account, credits negative, noughts left out; the books must balance. */
export async function balancesOf(system: System): Promise<Record<string, number>> {
  const books = await booksOf(system);
  if (books.trialBalanceMinor !== 0 || books.receivablesMinor !== books.openItemsMinor) {
    throw new Error(`The books are wrong: ${JSON.stringify(books)}`);
  }
  return Object.fromEntries(
    books.trialBalance
      .map(({ account, debitMinor, creditMinor }) => [account, debitMinor - creditMinor] as const)
      .filter(([, balance]) => balance !== 0),
  );
}

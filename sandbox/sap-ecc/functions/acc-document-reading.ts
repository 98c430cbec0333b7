import { sum } from '../../money.ts';
import { isDay } from '../calendar.ts';
import { determined } from '../chart.ts';
import type { Luw } from '../luw.ts';
import type { Message } from '../messages.ts';
import { error, Refusal } from '../messages.ts';
import { alpha, isDocumentType } from '../numbers.ts';
import type { Fields, Params } from '../params.ts';
import { at, fieldsIn, rowsIn } from '../params.ts';
import type { DocumentDraft, LineDraft } from '../posting.ts';
import { lineDraft } from '../posting.ts';
import { readAmounts } from './acc-document-amounts.ts';

type Row = { readonly parameter: string; readonly row: number; readonly fields: Fields };
const accountTables = ['ACCOUNTGL', 'ACCOUNTRECEIVABLE', 'ACCOUNTTAX'] as const;

/** What BAPI_ACC_DOCUMENT_CHECK looks at. @throws Refusal with every cause that it finds */
export function readDocument(params: Params, luw: Luw, specialLedgers: readonly string[]): DocumentDraft {
  const header = fieldsIn(params, 'DOCUMENTHEADER');
  const rows = accountTables.flatMap((parameter) =>
    rowsIn(params, parameter).map((fields, index): Row => ({ parameter, row: index + 1, fields })),
  );
  const { currency, amountOf, problems } = readAmounts(luw.erp, rowsIn(params, 'CURRENCYAMOUNT'));
  const lines = rows.map(({ fields }) => lineOf(fields, amountOf(at(fields, 'ITEMNO_ACC'))));
  const causes = [
    ...headerProblems(luw, header),
    ...(rows.length === 0 ? [error('RW 022')] : []),
    ...rows.flatMap((row) => accountProblems(luw, row, currency, specialLedgers)),
    ...problems,
    ...balanceProblems(lines),
  ];
  const type = at(header, 'DOC_TYPE');
  if (causes.length > 0 || !isDocumentType(type)) throw new Refusal(...causes);
  return {
    type,
    documentDate: at(header, 'DOC_DATE'),
    postingDate: at(header, 'PSTNG_DATE'),
    reference: at(header, 'REF_DOC_NO').slice(0, 16),
    headerText: at(header, 'HEADER_TXT').slice(0, 25),
    currency,
    lines,
  };
}

function headerProblems({ erp }: Luw, header: Fields): readonly Message[] {
  const place = (field: string) => ({ parameter: 'DOCUMENTHEADER', field });
  const company = at(header, 'COMP_CODE');
  const posting = at(header, 'PSTNG_DATE');
  const type = at(header, 'DOC_TYPE');
  const badDays = ['DOC_DATE', 'PSTNG_DATE'].filter((field) => !isDay(at(header, field)));
  return [
    ...(company === erp.companyCode ? [] : [error('F5 100', [company], place('COMP_CODE'))]),
    ...(isDocumentType(type) ? [] : [error('F5 814', [type], place('DOC_TYPE'))]),
    ...badDays.map((field) => error('F5 808', [at(header, field), field], place(field))),
    ...(badDays.length === 0 && !erp.periods.isOpen(posting)
      ? [error('F5 201', [`0${posting.slice(5, 7)}`, posting.slice(0, 4)], place('PSTNG_DATE'))]
      : []),
  ];
}

function accountProblems(
  luw: Luw,
  { parameter, row, fields }: Row,
  currency: string,
  specialLedgers: readonly string[],
): readonly Message[] {
  const { erp } = luw;
  const place = { parameter, row };
  const taxCode = at(fields, 'TAX_CODE');
  const special = at(fields, 'SP_GL_IND');
  const tax =
    taxCode && !erp.taxes.hasCode(taxCode) ? [error('FF 753', [taxCode], { ...place, field: 'TAX_CODE' })] : [];
  if (parameter !== 'ACCOUNTRECEIVABLE') return [...ledgerAccountProblems(luw, fields, currency, place), ...tax];
  const customer = luw.company.customers.get(alpha(at(fields, 'CUSTOMER'), 10));
  return [
    ...(customer ? [] : [error('F5 102', [at(fields, 'CUSTOMER'), erp.companyCode], { ...place, field: 'CUSTOMER' })]),
    ...(special && !specialLedgers.includes(special)
      ? [error('F5 286', [special], { ...place, field: 'SP_GL_IND' })]
      : []),
  ];
}

function ledgerAccountProblems(
  { erp }: Luw,
  fields: Fields,
  currency: string,
  where: { readonly parameter: string; readonly row: number },
): readonly Message[] {
  const number = at(fields, 'GL_ACCOUNT');
  const place = { ...where, field: 'GL_ACCOUNT' };
  const account = erp.chart.get(alpha(number, 10));
  if (!account) return [error('F5 506', [number, erp.chartOfAccounts], place)];
  if (account.blocked) return [error('F5 351', [number, erp.companyCode], place)];
  if (account.reconciliation) return [error('F5 354', [number, erp.companyCode], place)];
  const own = account.currency;
  return own === erp.ledgerCurrency || own === currency ? [] : [error('F5 507', [number, own], place)];
}

const balanceProblems = (lines: readonly LineDraft[]): readonly Message[] => [
  ...(sum(lines.map(({ amount }) => amount)) === 0n ? [] : [error('F5 702')]),
  ...(sum(lines.map(({ local }) => local)) === 0n ? [] : [error('F5 703')]),
];

type Amounts = Pick<LineDraft, 'amount' | 'local' | 'taxBase'>;
function lineOf(fields: Fields, amounts: Amounts): LineDraft {
  const customer = at(fields, 'CUSTOMER') && alpha(at(fields, 'CUSTOMER'), 10);
  const specialLedger = at(fields, 'SP_GL_IND');
  const reconciliation = specialLedger ? determined.downPayments : determined.receivables;
  return lineDraft({
    account: customer ? reconciliation : alpha(at(fields, 'GL_ACCOUNT'), 10),
    customer,
    specialLedger,
    assignment: at(fields, 'ALLOC_NMBR').slice(0, 18),
    text: at(fields, 'ITEM_TEXT').slice(0, 50),
    taxCode: at(fields, 'TAX_CODE'),
    ...amounts,
  });
}

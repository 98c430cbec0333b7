import type { Reference } from '../../../domain/documents.ts';
import { ErpError } from '../../errors.ts';
import type { Posting } from '../bapi/posting.ts';
import type { Fields, Parameters } from '../rfc.ts';
import { structureIn, tableIn } from '../parameters.ts';
import { filled } from '../bapi/fields.ts';
import { dateTime } from './wire.ts';

/** Currency types: the document's, and the company code's where it is another one. */
const [documentType, ledgerType] = ['00', '10'] as const;
/** Which sub-ledger the lines of each table stand in. */
const accountTypes = { ACCOUNTRECEIVABLE: 'D', ACCOUNTGL: 'S', ACCOUNTTAX: 'S' } as const;

export type EncodedLine = Readonly<Record<string, string>> & { readonly Account: string; readonly Amount: string };
export type EncodedDocument = Readonly<Record<string, string | readonly EncodedLine[]>> & {
  readonly Lines: readonly EncodedLine[];
};

/** A financial document with its lines, out of what BAPI_ACC_DOCUMENT_POST would be given. */
export function encodeFinancial(reference: Reference, { parameters, stripeId }: Posting): EncodedDocument {
  const header = structureIn(parameters, 'DOCUMENTHEADER');
  const amounts = tableIn(parameters, 'CURRENCYAMOUNT');
  const currencyOf = (type: string): string | undefined =>
    amounts.find(({ CURR_TYPE }) => CURR_TYPE === type)?.['CURRENCY'];
  return {
    ...filled({
      Reference: reference,
      StripeId: stripeId,
      DocumentType: header['DOC_TYPE'],
      CompanyCode: header['COMP_CODE'],
      DocumentDate: dateTime(header['DOC_DATE'] ?? ''),
      PostingDate: dateTime(header['PSTNG_DATE'] ?? ''),
      HeaderText: header['HEADER_TXT'],
      Currency: currencyOf(documentType),
      LedgerCurrency: currencyOf(ledgerType),
    }),
    Lines: linesOf(parameters, amounts),
  };
}

function linesOf(parameters: Parameters, amounts: readonly Fields[]): readonly EncodedLine[] {
  const lines = Object.entries(accountTypes).flatMap(([table, accountType]) =>
    tableIn(parameters, table).map((line) => ({ line, accountType, item: line['ITEMNO_ACC'] ?? '' })),
  );
  // Items are numbered through all tables, which gives the order of the document.
  return lines
    .sort((a, b) => Number(a.item) - Number(b.item))
    .map(({ line, accountType, item }) => {
      const of = (type: string): Fields =>
        amounts.find((each) => each['ITEMNO_ACC'] === item && each['CURR_TYPE'] === type) ?? {};
      return lineOf(line, accountType, of(documentType), of(ledgerType));
    });
}

function lineOf(line: Fields, accountType: string, amount: Fields, ledger: Fields): EncodedLine {
  const Account = line['CUSTOMER'] ?? line['GL_ACCOUNT'] ?? '';
  const Amount = amount['AMT_DOCCUR'];
  if (Account === '' || Amount === undefined)
    throw new ErpError('invalid', 'A line of a financial document needs an account and an amount', { where: 'Lines' });
  return {
    ...filled({
      Line: (line['ITEMNO_ACC'] ?? '').slice(-3),
      AccountType: accountType,
      SpecialLedger: line['SP_GL_IND'],
      Assignment: line['ALLOC_NMBR'],
      Text: line['ITEM_TEXT'],
      TaxCode: line['TAX_CODE'],
      TaxBase: amount['AMT_BASE'],
      LedgerAmount: ledger['AMT_DOCCUR'],
    }),
    Account,
    Amount,
  };
}

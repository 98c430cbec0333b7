import { printDecimal } from '../../money.ts';
import type { FiDocument } from '../company.ts';
import type { Erp } from '../erp.ts';
import type { RfcFunctions } from '../function.ts';
import { alpha } from '../numbers.ts';
import type { Fields, Params } from '../params.ts';
import { post } from './calling.ts';
import type { EntitySets } from './entity-set.ts';
import { rows, text } from './entity-set.ts';
import { badRequest, notFound } from './errors.ts';
import type { Entity } from './values.ts';

export const financialDocumentSets = (erp: Erp, functions: RfcFunctions): EntitySets => {
  const all = () => erp.company.fiDocuments.all();
  return {
    FinancialDocuments: {
      all: () => all().map((document) => documentEntity(erp, document)),
      createdBy: 'Z_QTC_DOCUMENT_POST',
      create: (input, luw) =>
        documentEntity(erp, documentOf(erp, post(functions, 'Z_QTC_DOCUMENT_POST', creation(input, luw.user), luw))),
    },
    FinancialDocumentLines: { all: () => all().flatMap((document) => rows(documentEntity(erp, document), 'Lines')) },
    Reversals: {
      all: () => all().flatMap((document) => (document.reverses ? [reversalEntity(erp, document)] : [])),
      createdBy: 'Z_QTC_DOCUMENT_REVERSE',
      create: (input, luw) =>
        reversalEntity(erp, documentOf(erp, post(functions, 'Z_QTC_DOCUMENT_REVERSE', reversal(input), luw))),
    },
  };
};

function documentOf(erp: Erp, key: string): FiDocument {
  const document = erp.company.fiDocuments.get(key);
  if (!document) throw notFound(`FinancialDocuments('${key}')`);
  return document;
}

/** Of the row that was written together with the document. */
const rowOf = ({ company }: Erp, document: string) =>
  company.idempotency.all().find((row) => row.document === document);

function documentEntity(erp: Erp, document: FiDocument): Entity {
  const isForeign = document.currency !== erp.ledgerCurrency;
  const print = (minor: bigint, currency: string): string => printDecimal(minor, erp.currencies.digits(currency));
  return {
    Document: document.key,
    Reference: document.reference,
    StripeId: rowOf(erp, document.key)?.stripeId ?? '',
    DocumentType: document.type,
    CompanyCode: document.key.slice(10, 14),
    DocumentDate: document.documentDate,
    PostingDate: document.postingDate,
    HeaderText: document.headerText,
    Currency: document.currency,
    LedgerCurrency: erp.ledgerCurrency,
    ReversedBy: document.reversedBy ?? '',
    Lines: document.lines.map((line) => ({
      Document: document.key,
      Line: line.item,
      AccountType: line.customer === '' ? 'S' : 'D',
      Account: line.customer || line.account,
      SpecialLedger: line.specialLedger,
      Assignment: line.assignment,
      Text: line.text,
      TaxCode: line.taxCode,
      TaxBase: line.taxBase === 0n ? null : print(line.taxBase, document.currency),
      Amount: print(line.amount, document.currency),
      LedgerAmount: isForeign ? print(line.local, erp.ledgerCurrency) : null,
    })),
  };
}

const numbered = (index: number): string => String(index + 1).padStart(10, '0');

/** A G/L line with a tax base is a line of tax. */
function kindOf(line: Entity): 'ACCOUNTRECEIVABLE' | 'ACCOUNTGL' | 'ACCOUNTTAX' {
  const type = text(line, 'AccountType');
  if (type === 'D') return 'ACCOUNTRECEIVABLE';
  if (type !== 'S') throw badRequest(`AccountType ${type} is neither D nor S`);
  return text(line, 'TaxBase') === '' ? 'ACCOUNTGL' : 'ACCOUNTTAX';
}

const lineFields: Readonly<Record<ReturnType<typeof kindOf>, (line: Entity, account: string) => Fields>> = {
  ACCOUNTRECEIVABLE: (line, account) => ({
    CUSTOMER: account,
    ALLOC_NMBR: text(line, 'Assignment'),
    ITEM_TEXT: text(line, 'Text'),
    SP_GL_IND: text(line, 'SpecialLedger'),
  }),
  ACCOUNTGL: (line, account) => ({
    GL_ACCOUNT: account,
    ALLOC_NMBR: text(line, 'Assignment'),
    ITEM_TEXT: text(line, 'Text'),
    TAX_CODE: text(line, 'TaxCode'),
  }),
  ACCOUNTTAX: (line, account) => ({
    GL_ACCOUNT: account,
    COND_KEY: 'MWAS',
    ACCT_KEY: 'MWS',
    TAX_CODE: text(line, 'TaxCode'),
  }),
};

function creation(input: Entity, user: string): Params {
  const reference = text(input, 'Reference');
  if (reference === '') throw badRequest('Reference is required');
  const lines = rows(input, 'Lines');
  const ofKind = (kind: ReturnType<typeof kindOf>): readonly Fields[] =>
    lines.flatMap((line, index) =>
      kindOf(line) === kind
        ? [{ ITEMNO_ACC: numbered(index), ...lineFields[kind](line, alpha(text(line, 'Account'), 10)) }]
        : [],
    );
  return {
    IV_KEY: reference,
    IV_STRIPE_ID: text(input, 'StripeId'),
    DOCUMENTHEADER: {
      BUS_ACT: 'RFBU',
      USERNAME: user,
      HEADER_TXT: text(input, 'HeaderText'),
      COMP_CODE: text(input, 'CompanyCode'),
      DOC_DATE: text(input, 'DocumentDate'),
      PSTNG_DATE: text(input, 'PostingDate'),
      DOC_TYPE: text(input, 'DocumentType'),
      REF_DOC_NO: reference,
    },
    ACCOUNTRECEIVABLE: ofKind('ACCOUNTRECEIVABLE'),
    ACCOUNTGL: ofKind('ACCOUNTGL'),
    ACCOUNTTAX: ofKind('ACCOUNTTAX'),
    CURRENCYAMOUNT: lines.flatMap((line, index) => amounts(input, line, numbered(index))),
  };
}

function amounts(input: Entity, line: Entity, number: string): readonly Fields[] {
  const ledger = text(line, 'LedgerAmount');
  const base = text(line, 'TaxBase');
  return [
    {
      ITEMNO_ACC: number,
      CURR_TYPE: '00',
      CURRENCY: text(input, 'Currency'),
      AMT_DOCCUR: text(line, 'Amount'),
      ...(base && { AMT_BASE: base }),
    },
    ...(ledger
      ? [{ ITEMNO_ACC: number, CURR_TYPE: '10', CURRENCY: text(input, 'LedgerCurrency'), AMT_DOCCUR: ledger }]
      : []),
  ];
}

/** One that somebody posted by hand has no row, and its document's reference. */
function reversalEntity(erp: Erp, document: FiDocument): Entity {
  const row = rowOf(erp, document.key);
  return {
    Reference: row?.key ?? document.reference,
    StripeId: row?.stripeId ?? '',
    Document: document.reverses ?? '',
    PostingDate: document.postingDate,
    ReversalDocument: document.key,
  };
}

function reversal(input: Entity): Params {
  const document = text(input, 'Document');
  return {
    IV_KEY: text(input, 'Reference'),
    IV_STRIPE_ID: text(input, 'StripeId'),
    REVERSAL: {
      OBJ_TYPE: 'BKPFF',
      OBJ_KEY: document,
      OBJ_KEY_R: document,
      PSTNG_DATE: text(input, 'PostingDate'),
      COMP_CODE: document.slice(10, 14),
      REASON_REV: text(input, 'Reason') || '01',
    },
    BUS_ACT: 'RFBU',
  };
}

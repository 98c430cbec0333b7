import type { Outcome, RfcFunctions } from '../function.ts';
import type { Luw } from '../luw.ts';
import { error, Refusal } from '../messages.ts';
import { alpha } from '../numbers.ts';
import type { OpenItem } from '../open-items.ts';
import { openItemsOf } from '../open-items.ts';
import type { Fields, Params } from '../params.ts';
import { textIn } from '../params.ts';

export const openItemFunctions: RfcFunctions = {
  BAPI_AR_ACC_GETOPENITEMS: { returns: { as: 'structure', type: 'BAPIRETURN' }, run: openItems },
};

function openItems(params: Params, luw: Luw): Outcome {
  const { erp, company } = luw;
  const customer = alpha(textIn(params, 'CUSTOMER'), 10);
  const companyCode = textIn(params, 'COMPANYCODE');
  if (!company.customers.get(customer) || companyCode !== erp.companyCode) {
    throw new Refusal(error('F5 102', [customer, companyCode]));
  }
  const keyDate = textIn(params, 'KEYDATE') || '9999-12-31';
  const found = openItemsOf(company, customer).filter(({ document }) => document.postingDate <= keyDate);
  return { messages: [], tables: { LINEITEMS: found.map((item) => lineItem(luw, item)) } };
}

const lineItem = ({ erp }: Luw, { document, line }: OpenItem): Fields => ({
  COMP_CODE: erp.companyCode,
  CUSTOMER: line.customer,
  SP_GL_IND: line.specialLedger,
  ALLOC_NMBR: line.assignment,
  FISC_YEAR: document.key.slice(14),
  DOC_NO: document.key.slice(0, 10),
  ITEM_NUM: line.item,
  PSTNG_DATE: document.postingDate,
  DOC_DATE: document.documentDate,
  CURRENCY: document.currency,
  LOC_CURRCY: erp.ledgerCurrency,
  REF_DOC_NO: document.reference,
  DOC_TYPE: document.type,
  DB_CR_IND: line.amount < 0n ? 'H' : 'S',
  AMT_DOCCUR: erp.currencies.print(size(line.amount), document.currency),
  LC_AMOUNT: erp.currencies.print(size(line.local), erp.ledgerCurrency),
  ITEM_TEXT: line.text,
});

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

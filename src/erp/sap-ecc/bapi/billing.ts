import type { Day, Invoice, Reference } from '../../../domain/documents.ts';
import { negate, toDecimal } from '../../../domain/money.ts';
import { bare, inTen, material } from '../formats.ts';
import type { Answer, Fields } from '../rfc.ts';
import { lengths } from '../lengths.ts';
import type { Organisation } from '../system.ts';
import { inCurrency } from '../../fields.ts';
import { onlyExtra, quantity, whole } from './fields.ts';
import { taxOf } from './order.ts';
import type { Posting } from './posting.ts';

/** SD document type that is billed, item category and unit of a standard system (M). */
const [basis, billingType, itemCategory, unit] = ['OR', 'F2', 'TAN', 'ST'] as const;

/** A direct invoice that SD makes, with its own determination of accounts and taxes. */
export function billingPosting(invoice: Invoice, reference: Reference, organisation: Organisation): Posting {
  onlyExtra(invoice.extra);
  return {
    functionName: 'BAPI_BILLINGDOC_CREATEMULTIPLE',
    wrapper: 'Z_QTC_BILLING_CREATE',
    parameters: {
      BILLINGDATAIN: invoice.lines.map((_, index) => dataOf(invoice, index, reference, organisation)),
      CONDITIONDATAIN: invoice.lines.flatMap((_, index) => conditionsOf(invoice, index, organisation)),
    },
    tables: ['SUCCESS', 'ERRORS'],
    commitsItself: true,
    stripeId: invoice.stripeId,
    documentIn: billedIn,
    numberOf: (document) => bare(document) || undefined,
  };
}

export const billedIn = (answer: Answer): string => answer.table('SUCCESS')[0]?.['BILL_DOC'] ?? '';

function dataOf(invoice: Invoice, index: number, reference: Reference, organisation: Organisation): Fields {
  const at = (field: string): string => `Lines[${index}].${field}`;
  const line = invoice.lines[index];
  if (!line) return {};
  taxOf(line.taxCode, at('TaxCode'), organisation);
  return {
    SALESORG: organisation.salesOrganisation,
    DISTR_CHAN: organisation.distributionChannel,
    DIVISION: organisation.division,
    DOC_TYPE: basis,
    ORDBILLTYP: billingType,
    SOLD_TO: inTen(whole('Customer', invoice.customer, lengths.customerNumber)),
    ITEM_CATEG: itemCategory,
    REQ_QTY: quantity(at('Quantity'), line.quantity),
    SALES_UNIT: unit,
    CURRENCY: invoice.currency,
    PLANT: organisation.plant,
    MATERIAL: material(whole(at('Material'), line.item, lengths.line.item)),
    BILL_DATE: invoice.date,
    REF_DOC_L: reference,
  };
}

function conditionsOf(invoice: Invoice, index: number, { conditions }: Organisation): readonly Fields[] {
  const line = invoice.lines[index];
  if (!line) return [];
  const row = (type: string, value: string): Fields => ({
    DATA_INDEX: String(index + 1).padStart(6, '0'),
    COND_TYPE: type,
    COND_VALUE: value,
    COND_CURR: invoice.currency,
  });
  const price = row(conditions.price, inCurrency(invoice.currency, `Lines[${index}].UnitPrice`, line.unitPrice));
  return line.discount.minor === 0 ? [price] : [price, row(conditions.discount, toDecimal(negate(line.discount)))];
}

export const billingCancellation = (number: string, date: Day): Posting => ({
  functionName: 'BAPI_BILLINGDOC_CANCEL1',
  wrapper: 'Z_QTC_BILLING_CANCEL',
  parameters: { BILLINGDOCUMENT: inTen(number), BILLINGDATE: date },
  wrapped: { IV_BILLINGDOCUMENT: inTen(number), IV_BILLINGDATE: date },
  tables: ['SUCCESS'],
  commitsItself: true,
  stripeId: '',
  documentIn: billedIn,
  numberOf: (document) => bare(document) || undefined,
});
